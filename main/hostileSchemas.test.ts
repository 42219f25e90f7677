/**
 * Schemas of tools that lead in circles, elsewhere or nowhere, and arguments that tools want in headers.
 *
 * @see MCP 2025-11-25 server/tools §Output Schema; MCP 2026-07-28 basic/transports/streamable-http §Custom Headers
 */
import { describe, expect, test } from 'vitest';
import { startHttpServer } from './testing/httpServers.ts';
import { answerJson, startHttpMcp } from './testing/startHttpMcp.ts';
import { startCheckedHost, startTaught } from './testing/startTaught.ts';
import { newCallId } from './testing/startSteeredHost.ts';

const LIST_CHANGED = '{"jsonrpc":"2.0","method":"notifications/tools/list_changed"}';
const MODERN = { resultType: 'complete', ttlMs: 0, cacheScope: 'private' };

/** `{"a":{"a":…}}`, so many levels of it. */
function nested(levels: number, member: string, innermost: unknown): unknown {
  return Array.from({ length: levels }).reduce<unknown>((inner) => ({ [member]: inner }), innermost);
}

describe('the schema of a result', () => {
  test('that leads elsewhere is not followed: the call works, its result is shown unchecked, nothing is fetched (MCP 2026-07-28 basic §$ref Resolution)', async () => {
    const elsewhere = await startHttpServer((_request, response) => response.end('{"type":"object"}'));
    const there = `${elsewhere.origin}/schema.json`;
    const { host, teach, call, isWell } = await startTaught();
    const schemas: readonly (readonly [object, string])[] = [
      [{ $ref: there }, 'schema_unsupported'],
      [{ type: 'object', properties: { a: { $ref: `${there}#/a` } } }, 'schema_unsupported'],
      [{ $schema: there, type: 'object' }, 'schema_unsupported'],
      [{ $id: there, $ref: 'other.json' }, 'schema_unsupported'],
      [{ $dynamicRef: there }, 'schema_unsupported'],
      [{ allOf: [{ $ref: 'file:///etc/passwd' }] }, 'schema_unsupported'],
      [{ $ref: '#' }, 'schema_unsupported'],
      [{ $defs: { a: { $ref: '#/$defs/b' }, b: { $ref: '#/$defs/a' } }, $ref: '#/$defs/a' }, 'schema_unsupported'],
      [{ $ref: '#/$defs/nothing' }, 'schema_unsupported'],
      [{ pattern: '(', properties: { a: { pattern: '(' } } }, 'schema_unsupported'],
      [nested(200, 'not', {}) as object, 'schema_unsupported'],
      [{ enum: nested(900, 'a', 1) }, 'schema_unsupported'],
    ];
    for (const [outputSchema, structuredCheck] of schemas) {
      const names = ['teach', 'script', 'counts', 'taught'];
      const tools = names.map((name) => ({
        name,
        inputSchema: { type: 'object', $ref: there },
        outputSchema: name === 'taught' ? outputSchema : undefined,
      }));
      await teach({
        'tools/list': [{ result: { tools } }],
        'tools/call taught': [{ result: { content: [], structuredContent: { a: 'b' } } }],
      });
      const before = host.host.snapshot().servers[0]?.toolsRevision ?? 0;
      await call('script', { lines: [LIST_CHANGED] });
      await host.waitFor('the new list', ({ servers }) => (servers[0]?.toolsRevision ?? 0) > before || undefined);
      const outcome = await call('taught');
      expect([outputSchema, outcome]).toMatchObject([
        outputSchema,
        { kind: 'complete', structuredContent: { a: 'b' }, structuredCheck },
      ]);
    }
    expect(elsewhere.connections()).toBe(0);
    await isWell();
  });
});

describe('arguments in headers', () => {
  const annotated = (header: unknown, type = 'string') => ({
    type: 'object',
    properties: { a: { type, 'x-mcp-header': header } },
  });

  async function startWith(tools: readonly unknown[]) {
    const server = await startHttpMcp(
      { 'tools/list': (exchange) => answerJson(exchange, { ...MODERN, tools }) },
      'modern',
    );
    const host = await startCheckedHost();
    const serverId = await host.connect(server.definition);
    const call = async (toolName: string, args: Record<string, unknown>) =>
      (await host.run('tool.call', { callId: newCallId(), serverId, toolName, arguments: args })).outcome;
    return { server, host, serverId, call };
  }

  test('of names that are none, twice the same, or where no argument is, leave their tool out (RFC 9110 §5.6.2)', async () => {
    const bad = ['', 'a b', 'a:b', 'a\r\nX-Evil: 1', 'é', 'x\u0000', 7, null, ['a']].map((header) => annotated(header));
    const twice = {
      type: 'object',
      properties: { a: annotated('Same').properties.a, b: annotated('same').properties.a },
    };
    const misplaced = [
      { type: 'object', 'x-mcp-header': 'A' },
      { type: 'object', items: annotated('A') },
      { type: 'object', anyOf: [annotated('A')] },
      annotated('A', 'object'),
    ];
    const schemas = [...bad, twice, ...misplaced];
    const tools = [
      { name: 'good', inputSchema: annotated('Good') },
      ...schemas.map((inputSchema, index) => ({ name: `bad${index}`, inputSchema })),
    ];
    const { host, serverId } = await startWith(tools);
    const { tools: listed } = await host.run('server.tools', { serverId });
    expect(listed.map(({ name }) => name)).toEqual(['good']);
    await host.logged(serverId, `${schemas.length} entries`);
  });

  test('carry what a header can’t in base64, and set no other header (RFC 9110 §5.5)', async () => {
    const names = ['Authorization', 'Mcp-Session-Id', 'Content-Length', 'Host', 'Value'];
    const properties = Object.fromEntries(names.map((name) => [name, { type: 'string', 'x-mcp-header': name }]));
    const { server, call } = await startWith([{ name: 'do', inputSchema: { type: 'object', properties } }]);
    const values = ['a\r\nX-Evil: 1', '\u0000', ' padded ', '日本', '=?base64?eA==?=', '', '\ud800'];
    for (const value of values) {
      const args = Object.fromEntries(names.map((name) => [name, value]));
      expect([value, await call('do', args)]).toMatchObject([value, { kind: 'complete' }]);
      const { headers = {} } = server.requests.at(-1) ?? {};
      expect(headers['x-evil']).toBeUndefined();
      expect(headers.authorization).toBeUndefined();
      expect(headers.host).toBe(new URL(server.origin).host);
      for (const name of names) {
        const sent = headers[`mcp-param-${name.toLowerCase()}`];
        expect([value, typeof sent === 'string' ? decoded(sent) : sent]).toEqual([value, value.toWellFormed()]);
      }
    }
  });

  test('too long for any header fail their call and no other', async () => {
    const { call } = await startWith([{ name: 'do', inputSchema: annotated('Long') }]);
    expect(await call('do', { a: 'x'.repeat(10_000_000) })).toMatchObject({
      kind: 'failed',
      error: { code: expect.stringMatching(/^SERVER_/) as unknown },
    });
    expect(await call('do', { a: 'x' })).toMatchObject({ kind: 'complete' });
  });
});

function decoded(header: string): string {
  const [, base64] = /^=\?base64\?(.*)\?=$/.exec(header) ?? [];
  return base64 === undefined ? header : Buffer.from(base64, 'base64').toString();
}

test('tools that change between calls are called as they are listed at that moment', async () => {
  const { host, serverId, teach, call, isWell } = await startTaught();
  const list = (...names: readonly string[]) => ({
    result: { tools: [...names, 'script', 'counts'].map((name) => ({ name, inputSchema: { type: 'object' } })) },
  });
  await teach({
    'tools/list': [list('taught'), list('teach'), list()],
    'tools/call taught': [{ lines: [LIST_CHANGED], result: { content: [] } }],
  });
  await call('script', { lines: [LIST_CHANGED] });
  await host.waitFor('the first list', ({ servers }) =>
    servers.find(({ state }) => state.kind === 'running' && state.connection.toolCount === 3),
  );
  expect(await call('taught')).toMatchObject({ kind: 'complete' });
  await host.waitFor('a list without it', () => (host.server(serverId).toolsRevision > 2 ? true : undefined));
  expect(await call('taught')).toMatchObject({ kind: 'failed', error: { code: 'TOOL_NOT_FOUND' } });
  await isWell();
});

test('a list that changes whenever it is read is read a bounded number of times, and the newest one counts', async () => {
  const { host, serverId, teach, call, isWell } = await startTaught();
  const tools = ['teach', 'script', 'counts'].map((name) => ({ name, inputSchema: { type: 'object' } }));
  await teach({
    'tools/list': [
      { lines: [LIST_CHANGED], result: { tools: [...tools, { name: 'v%n', inputSchema: { type: 'object' } }] } },
    ],
  });
  await call('script', { lines: [LIST_CHANGED] });
  await host.waitFor('the new list', ({ servers }) =>
    servers.find(({ state }) => state.kind === 'running' && state.connection.toolCount === 4),
  );
  const listed = await host.run('server.tools', { serverId });
  expect(listed.tools.at(-1)?.name).toMatch(/^v\d+$/);
  await isWell();
});
