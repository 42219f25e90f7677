import { describe, expect, test } from 'vitest';
import { AppError } from '../contract/errors.ts';
import { remotePlan as remotePlanSchema } from '../contract/plan.ts';
import type { PlanText, RemotePlan, Zone } from '../contract/plan.ts';
import { headerValueProblem } from './remoteHeaders.ts';
import { planRemote } from './planRemote.ts';
import type { RemoteRequest } from './planRemote.ts';

const token: PlanText = { parts: ['Bearer ', { secret: 'token' }] };

async function plan(change: Partial<RemoteRequest> = {}, zone: Zone | AppError = 'public'): Promise<RemotePlan> {
  const zoneOf = async (): Promise<Zone> => {
    if (zone instanceof AppError) throw zone;
    return zone;
  };
  const request: RemoteRequest = { url: 'https://mcp.example/mcp', transport: 'auto', headers: [], ...change };
  return (await planRemote(request, { httpFetch: { zoneOf } })).plan;
}

const withHeader = (name: string, value: PlanText = 'x') => plan({ headers: [{ name, value }] });
const unsafe = (field: string, problem: string) => ({ code: 'CONFIG_VALUE_UNSAFE', data: { field, problem } });

describe('planRemote', () => {
  test('says what is reached, how, and what is sent along', async () => {
    const made = await plan(
      { url: 'http://192.168.1.5:8080/mcp?a=1', transport: 'sse', headers: [{ name: 'Authorization', value: token }] },
      'private',
    );
    expect(made).toEqual({
      formatVersion: 1,
      kind: 'remote',
      url: 'http://192.168.1.5:8080/mcp?a=1',
      origin: 'http://192.168.1.5:8080',
      tls: 'none',
      zone: 'private',
      transport: 'sse',
      headers: [{ name: 'Authorization', value: token }],
    });
    expect(remotePlanSchema.parse(made)).toEqual(made);
  });

  test.each([
    ['HTTPS://MCP.Example:443/mcp', 'https://mcp.example/mcp'],
    ['https://mcp.example', 'https://mcp.example/'],
    ['https://mcp.example/mcp#secret', 'https://mcp.example/mcp'],
    ['https://mcp.example/mcp#', 'https://mcp.example/mcp'],
    ['https://mcp.example/a/../b', 'https://mcp.example/b'],
    ['https:\\\\mcp.example\\mcp', 'https://mcp.example/mcp'],
    ['https://mcp.exa\nmple/', 'https://mcp.example/'],
    ['https://аррӏе.example/', 'https://xn--80ak6aa92e.example/'],
    ['http://0x7f.1/', 'http://127.0.0.1/'],
    ['https://mcp.example/ä', 'https://mcp.example/%C3%A4'],
  ])('shows %j as %s, which is what will be reached', async (typed, url) => {
    const made = await plan({ url: typed });
    expect([made.url, made.origin]).toEqual([url, new URL(url).origin]);
  });

  test.each([
    ['mcp.example', 'unreadable'],
    ['', 'unreadable'],
    ['https://', 'unreadable'],
    ['https://exa mple/', 'unreadable'],
    ['https://[::1%25eth0]/', 'unreadable'],
    ['https://mcp.example:99999/', 'unreadable'],
    ['ftp://mcp.example/', 'scheme'],
    ['ws://mcp.example/', 'scheme'],
    ['file:///etc/passwd', 'scheme'],
    ['javascript:alert(1)', 'scheme'],
    ['data:text/html,x', 'scheme'],
    ['mailto:a@b.example', 'scheme'],
    ['blob:https://mcp.example/1', 'scheme'],
    ['https://user@mcp.example/', 'userinfo'],
    ['https://:pass@mcp.example/', 'userinfo'],
    ['https://mcp.example@evil.example/', 'userinfo'],
  ])('refuses %j: %s (S11)', (url, reason) =>
    expect(plan({ url })).rejects.toMatchObject({ code: 'CONFIG_URL_INVALID', data: { reason } }),
  );

  test('passes on that a name leads nowhere', async () => {
    const unknown = new AppError('ADDRESS_UNKNOWN', 'gone');
    await expect(plan({}, unknown)).rejects.toBe(unknown);
  });
});

describe('headers of a plan', () => {
  test.each([
    ...[
      'Host',
      'content-length',
      'Content-Type',
      'ACCEPT',
      'Connection',
      'Transfer-Encoding',
      'TE',
      'Upgrade',
      'Expect',
    ],
    ...[
      'Mcp-Session-Id',
      'mcp-protocol-version',
      'MCP-Method',
      'Mcp-Param-Region',
      'Last-Event-ID',
      'Origin',
      'Referer',
    ],
    ...['Sec-Fetch-Site', 'Proxy-Authorization', 'Keep-Alive', 'Trailer', 'Accept-Encoding'],
  ])('%s belongs to the protocol', (name) =>
    expect(withHeader(name)).rejects.toMatchObject(unsafe(`headers.${name}`, 'reserved')),
  );

  test.each([
    'Authorization',
    'X-Api-Key',
    'Cookie',
    'Hostname',
    'X-Mcp-Team',
    'Accept-Language',
    'Mcpx',
    'User-Agent',
  ])('%s is the person’s own affair', async (name) =>
    expect((await withHeader(name)).headers).toEqual([{ name, value: 'x' }]),
  );

  test.each(['', 'X Y', 'X:Y', 'X\r\nY', 'Ä', 'X\0', '(x)'])('%j is no name', (name) =>
    expect(withHeader(name)).rejects.toMatchObject(unsafe(`headers.${name}`, 'name_invalid')),
  );

  test('a name may stand there once, in whatever case', () => {
    const headers = [
      { name: 'X-Key', value: 'a' },
      { name: 'x-key', value: 'b' },
    ];
    return expect(plan({ headers })).rejects.toMatchObject(unsafe('headers.x-key', 'duplicate'));
  });

  test.each([
    ['a\r\nX-Evil: 1', 'control_character'],
    ['a\nb', 'control_character'],
    ['a\0', 'control_character'],
    ['a\tb', 'control_character'],
    ['a\u007f', 'control_character'],
    ['a\u0085', 'control_character'],
    ['Bearer \u2028', 'not_latin1'],
    ['\u202eabc', 'not_latin1'],
    ['\ud800', 'not_latin1'],
    ['日本', 'not_latin1'],
    [' a', 'outer_space'],
    ['a ', 'outer_space'],
  ])('the value %j can’t be sent as it is shown: %s', async (value, problem) => {
    await expect(withHeader('X-Key', value)).rejects.toMatchObject(unsafe('headers.X-Key', problem));
    await expect(withHeader('X-Key', { parts: [value] })).rejects.toMatchObject(unsafe('headers.X-Key', problem));
    expect(headerValueProblem(value)).toBe(problem);
  });

  test.each(['', 'a b', 'Bearer abc.def-ghi_jkl~mno/pqr==', 'é', 'x\u00a0y'])('the value %j can', async (value) => {
    expect(headerValueProblem(value)).toBeUndefined();
    expect((await withHeader('X-Key', value)).headers).toEqual([{ name: 'X-Key', value }]);
  });

  test('an error never repeats a value (S9)', async () => {
    const error = await withHeader('X-Key', 'hunter2\n').catch((caught: unknown) => caught);
    expect(JSON.stringify([error, (error as AppError).message])).not.toContain('hunter2');
  });
});
