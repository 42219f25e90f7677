/**
 * Addresses that servers want opened: what is no address of the web reaches neither the browser nor any log (S9, S11).
 *
 * @see MCP 2025-11-25 client/elicitation §Safe URL Handling
 */
import { describe, expect, test } from 'vitest';
import type { DecisionView } from '../app/contract/decisions.ts';
import { newCallId } from './testing/startSteeredHost.ts';
import { startTaught, textOf, type CheckedHost, type Taught } from './testing/startTaught.ts';

const CODE = 'one-time-code-4f9a';
const asked = (url: unknown) => ({
  method: 'elicitation/create',
  params: { mode: 'url', message: 'Sign here.', url, elicitationId: 'e-1' },
});

const BAD = [
  `javascript:alert('${CODE}')`,
  ` javascript:alert(${CODE})`,
  `JaVaScRiPt:alert(${CODE})`,
  `java\nscript:alert(${CODE})`,
  `file:///etc/passwd?${CODE}`,
  `data:text/html,${CODE}`,
  `blob:https://a.example/${CODE}`,
  `smb://host/${CODE}`,
  `ms-msdt:/id ${CODE}`,
  `vbscript:${CODE}`,
  `http://sign.example/${CODE}`,
  `//sign.example/${CODE}`,
  `/${CODE}`,
  `https:`,
  `https://`,
  `https://a.example/"${CODE}`,
  `https://a.example/'${CODE}`,
  `https://a.example/ ${CODE}`,
  `https://a.example/\n${CODE}`,
  `https://a.example/\t${CODE}`,
  `https://a.example/\u0000${CODE}`,
  `https://a.example/\u202e${CODE}`,
  `https://a.example/\`${CODE}\``,
  `https://a.example\\@b.example/${CODE}`,
  `https://a.example/${'x'.repeat(100_000)}${CODE}`,
  `--gpu-launcher=${CODE}`,
  '',
];

/** Everything that is kept or shown of what a server asked, but for the question itself. */
async function everythingKept(host: CheckedHost, serverId: Taught['serverId']): Promise<string> {
  const { records } = await host.run('activity.list', { limit: 200 });
  const { messages } = await host.run('server.wire', { serverId, afterSeq: 0 });
  return JSON.stringify([
    records,
    await host.log(serverId),
    messages,
    host.host.snapshot().calls,
    host.host.snapshot().servers,
  ]);
}

describe('an address that is none of the web’s', () => {
  test('asked for in the older era reaches neither the browser nor a record nor a log', async () => {
    const { host, serverId, ask, isWell } = await startTaught();
    for (const url of [...BAD, 7, null, ['https://a.example/']]) {
      const [answer] = await ask(asked(url));
      expect([url, answer?.error]).toEqual([url, expect.objectContaining({ code: expect.any(Number) as unknown })]);
      host.clock.advance(10_000);
    }
    expect(host.opened).toEqual([]);
    expect(host.host.snapshot().decisions).toEqual([]);
    const refused = (await host.records('decision.input')).filter(({ decision }) => decision === 'refused');
    // The others are refused as no address at all.
    expect(refused).toHaveLength(BAD.filter((url) => URL.canParse(url)).length);
    expect(await everythingKept(host, serverId)).not.toContain(CODE);
    await isWell();
  });

  test('asked for in a round, or by an error that wants a visit, is refused as well', async () => {
    for (const era of ['modern', 'legacy'] as const) {
      const { host, serverId, answerTo } = await startTaught(era);
      for (const url of BAD) {
        const data = { elicitations: [asked(url).params] };
        const outcome =
          era === 'modern'
            ? await answerTo({ result: { resultType: 'input_required', inputRequests: { a: asked(url) } } })
            : await answerTo({ error: { code: -32042, message: 'Visit first.', data } });
        expect([url, outcome]).toMatchObject([url, { kind: 'failed', error: { code: 'CALL_INPUT_REFUSED' } }]);
        host.clock.advance(10_000);
      }
      expect(host.opened).toEqual([]);
      expect(await everythingKept(host, serverId)).not.toContain(CODE);
    }
  });

  test('by the thousand leaves a bounded number of records, and does not keep other questions out (S10)', async () => {
    const { host, call } = await startTaught();
    const requests = Array.from({ length: 1_000 }, () => asked('javascript:alert(1)'));
    const answers = JSON.parse(textOf(await call('ask', { requests }))) as readonly { error: { code: number } }[];
    expect(new Set(answers.map(({ error }) => error.code))).toEqual(new Set([-32602, -32603]));
    expect(await host.records('decision.input')).toHaveLength(20);
  });
});

describe('an address that may be opened', () => {
  test('is opened once, only after the answer, and as it was shown', async () => {
    const { host, serverId, ask } = await startTaught();
    const asking = ask(asked(`https://sign.example/a?code=${CODE}`));
    const view = await host.question('elicitation_url');
    expect(host.opened).toEqual([]);
    await host.reply(view, { kind: 'elicitation_url', action: 'open' });
    await expect(host.reply(view, { kind: 'elicitation_url', action: 'open' })).rejects.toMatchObject({
      code: 'DECISION_NOT_FOUND',
    });
    expect(await asking).toEqual([{ result: { action: 'accept' } }]);
    expect(host.opened).toEqual([view.url.url]);
    expect(await everythingKept(host, serverId)).not.toContain(CODE);
  });

  test.each<[string, object]>([
    ['https://user:secret@sign.example/', { userinfo: 'user:secret', host: 'sign.example', warnings: ['USERINFO'] }],
    [
      'https://accounts.google.com@evil.example/',
      { userinfo: 'accounts.google.com', host: 'evil.example', warnings: ['USERINFO'] },
    ],
    ['https://xn--pple-43d.com/', { host: 'xn--pple-43d.com', hostUnicode: 'аpple.com' }],
    ['https://аpple.com/', { host: 'xn--pple-43d.com', hostUnicode: 'аpple.com' }],
    ['https://0x7f.1/', { host: '127.0.0.1', warnings: ['LOOPBACK'] }],
    ['https://sign.example:8443/', { port: '8443', warnings: ['UNUSUAL_PORT'] }],
    [`https://a.example/${'x'.repeat(8_000)}`, { warnings: ['LONG'] }],
  ])('with something odd about it is shown with that: %#', async (url, parts) => {
    const { host, ask } = await startTaught();
    const asking = ask(asked(url));
    const view = await host.question('elicitation_url');
    expect(view.url).toMatchObject(parts);
    expect(view.url.warnings.length).toBeGreaterThan(0);
    await host.reply(view, { kind: 'elicitation_url', action: 'cancel' });
    expect(await asking).toEqual([{ result: { action: 'cancel' } }]);
    expect(host.opened).toEqual([]);
  });

  test('in an answer that comes too late is in no log (S9)', async () => {
    const { host, serverId, call } = await startTaught();
    const elicitations = [asked(`https://sign.example/?code=${CODE}`).params];
    const late = {
      jsonrpc: '2.0',
      id: 4_711,
      error: { code: -32042, message: 'Visit first.', data: { elicitations } },
    };
    const half = JSON.stringify({ jsonrpc: '2.0', id: null, ...asked(`https://sign.example/?code=${CODE}`) });
    await call('script', { lines: [late, { ...late, id: null }, half] });
    await host.logged(serverId, 'unknown message ID');
    const log = JSON.stringify(await host.log(serverId));
    expect(log).toContain('https://sign.example');
    expect(log).not.toContain(CODE);
  });
});

describe('an error that wants a visit first (§URL Elicitation Required Error)', () => {
  test('with garbage in it, or a thousand addresses, fails its call and opens nothing', async () => {
    const { host, answerTo, isWell } = await startTaught();
    const good = asked('https://sign.example/').params;
    const bad = [
      undefined,
      null,
      7,
      {},
      { elicitations: null },
      { elicitations: {} },
      { elicitations: [] },
      { elicitations: [null] },
      { elicitations: [{ ...good, mode: 'form' }] },
      { elicitations: [{ ...good, elicitationId: 7 }] },
      { elicitations: Array.from({ length: 1_000 }, () => good) },
    ];
    for (const data of bad) {
      const outcome = await answerTo({ error: { code: -32042, message: 'Visit first.', data } });
      expect([data, outcome]).toMatchObject([data, { kind: 'failed', error: { code: 'CALL_INPUT_REFUSED' } }]);
    }
    expect(host.opened).toEqual([]);
    expect(host.host.snapshot().decisions).toEqual([]);
    await isWell();
  });

  test('for ever again is given up, whatever the person does', async () => {
    const { host, answerTo } = await startTaught();
    const answered = new Set<string>();
    host.host.subscribe(() => host.host.snapshot().decisions.forEach((view) => void answer(host, view, answered)));
    const data = { elicitations: [asked('https://sign.example/').params] };
    const outcome = await answerTo({ error: { code: -32042, message: 'Visit first.', data } });
    expect(outcome).toMatchObject({ kind: 'failed', error: { code: 'CALL_INPUT_TOO_OFTEN' } });
    expect(host.opened).toHaveLength(10);
  });

  test('leaves nothing open when its call is left', async () => {
    const { host, serverId, teach } = await startTaught();
    await teach({
      'tools/call taught': [
        { error: { code: -32042, message: 'x', data: { elicitations: [asked('https://sign.example/').params] } } },
      ],
    });
    const id = newCallId();
    const calling = host.outcome(serverId, 'taught', {}, id);
    await host.reply(await host.question('elicitation_url'), { kind: 'elicitation_url', action: 'open' });
    await host.question('elicitation_wait');
    await host.host.run('call.cancel', { callId: id });
    expect(await calling).toEqual({ kind: 'cancelled' });
    await host.waitFor('an empty desk', ({ decisions }) => (decisions.length === 0 ? true : undefined));
    expect(host.opened).toHaveLength(1);
  });
});

/** Says yes to everything, once. */
async function answer(host: CheckedHost, view: DecisionView, answered: Set<string>): Promise<void> {
  if (answered.has(view.decisionId)) return;
  answered.add(view.decisionId);
  host.clock.advance(5_000);
  if (view.kind === 'elicitation_url') await host.reply(view, { kind: view.kind, action: 'open' });
  if (view.kind === 'elicitation_wait') await host.reply(view, { kind: view.kind, action: 'finished' });
}
