/**
 * Servers that ask a person too much, take back what they asked, or are gone before they hear the answer.
 *
 * @see MCP 2025-11-25 client/elicitation
 */
import { describe, expect, test } from 'vitest';
import type { DecisionView } from '../app/contract/decisions.ts';
import type { FormDecisionView } from '../app/contract/input.ts';
import { newCallId, textWith } from './testing/startSteeredHost.ts';
import { addTaught, startCheckedHost, startTaught, textOf, type CheckedHost } from './testing/startTaught.ts';

const schema = (properties: object, more = {}) => ({ type: 'object', properties, ...more });
const form = (properties: object = { name: { type: 'string' } }, message = 'Who?') => ({
  method: 'elicitation/create',
  params: { message, requestedSchema: schema(properties) },
});
const refusedAsTooMany = { code: -32603, message: textWith('Too many questions') };
const decline = { kind: 'elicitation_form', action: 'decline', secretsConfirmed: false } as const;

const open = (host: CheckedHost, count: number): Promise<readonly FormDecisionView[]> =>
  host.waitFor(`${count} questions`, ({ decisions }) => {
    const forms = decisions.filter((each): each is FormDecisionView => each.kind === 'elicitation_form');
    return forms.length === count ? forms : undefined;
  });

describe('a flood of questions (§Security Considerations)', () => {
  test('leaves five of a server waiting; the others are refused, its log says so, and another server is heard', async () => {
    const { host, serverId, ask } = await startTaught();
    const other = await addTaught(host);
    const asking = ask(...Array.from({ length: 50 }, () => form()));
    await open(host, 5);
    await host.logged(serverId, 'A question was refused: the server asks too many.');
    const heard = other.ask(form({ other: { type: 'boolean' } }));
    const views = await open(host, 6);
    const theirs = views.find((view) => view.serverId === other.serverId);
    expect(theirs).toMatchObject({ fields: [{ key: 'other' }] });
    for (const view of views) await host.reply(view, decline);
    const answers = await asking;
    expect(answers.slice(0, 5)).toEqual(Array.from({ length: 5 }, () => ({ result: { action: 'decline' } })));
    expect(answers.slice(5)).toEqual(Array.from({ length: 45 }, () => ({ error: refusedAsTooMany })));
    expect(await heard).toEqual([{ result: { action: 'decline' } }]);
  });

  test('of more than twenty a minute is refused, however fast they are answered, until the minute is over', async () => {
    const { host, ask } = await startTaught();
    const declineAll = ({ decisions }: { readonly decisions: readonly DecisionView[] }): void => {
      for (const view of decisions)
        if (view.kind === 'elicitation_form') void host.reply(view, decline).catch(() => undefined);
    };
    host.host.subscribe(() => declineAll(host.host.snapshot()));
    const answers = [];
    for (let asked = 0; asked < 25; asked += 1) answers.push(...(await ask(form())));
    expect(answers.filter(({ result }) => result !== undefined)).toHaveLength(20);
    expect(answers.slice(20)).toEqual(Array.from({ length: 5 }, () => ({ error: refusedAsTooMany })));
    host.clock.advance(61_000);
    expect(await ask(form())).toEqual([{ result: { action: 'decline' } }]);
  });

  test('grows no larger with every end of the server (S10)', async () => {
    const { host, serverId, call, ask } = await startTaught();
    for (let round = 0; round < 3; round += 1) {
      const asking = ask(...Array.from({ length: 8 }, () => form())).catch(() => undefined);
      await open(host, 5);
      await call('exit', { code: 0 });
      await asking;
      await open(host, 0);
      host.clock.advance(61_000);
      await host.state(serverId, 'running');
    }
    const began = (await host.records('decision.input')).filter(({ phase }) => phase === 'begun');
    expect(began).toHaveLength(15);
    const withdrawn = (await host.records('decision.input')).filter(({ decision }) => decision === 'withdrawn');
    expect(withdrawn).toHaveLength(15);
  });

  test('is not let through by ending and starting anew', async () => {
    const { host, serverId, call, ask } = await startTaught();
    host.host.subscribe(() => {
      for (const view of host.host.snapshot().decisions) {
        if (view.kind === 'elicitation_form') void host.reply(view, decline).catch(() => undefined);
      }
    });
    for (let asked = 0; asked < 20; asked += 1) await ask(form());
    await call('exit', { code: 0 });
    await host.host.run('server.restart', { serverId });
    await host.state(serverId, 'running');
    expect(await ask(form())).toEqual([{ error: refusedAsTooMany }]);
  });
});

describe('a question', () => {
  test('that the server takes back closes, and its late answer is refused (§Cancellation)', async () => {
    const { host, call, teach } = await startTaught();
    // A call that goes on, so that its end takes nothing back.
    await teach({ 'tools/call taught': [{ lines: [{ jsonrpc: '2.0', id: 'mine', ...form() }] }] });
    void call('taught');
    const [view] = await open(host, 1);
    await call('script', {
      lines: [{ jsonrpc: '2.0', method: 'notifications/cancelled', params: { requestId: 'mine' } }],
    });
    await open(host, 0);
    await expect(host.reply(view as FormDecisionView, decline)).rejects.toMatchObject({ code: 'DECISION_NOT_FOUND' });
    expect(await host.records('decision.input')).toMatchObject([{ phase: 'begun' }, { decision: 'withdrawn' }]);
  });

  test.each([
    [
      'whose call ended',
      (host: CheckedHost, _serverId: string, callId: string) =>
        host.host.run('call.cancel', { callId: callId as never }),
    ],
    [
      'of a server that is stopped',
      (host: CheckedHost, serverId: string) => host.host.run('server.stop', { serverId: serverId as never }),
    ],
    [
      'of a server that is removed',
      (host: CheckedHost, serverId: string) => host.host.run('server.remove', { serverId: serverId as never }),
    ],
  ])('%s closes', async (_name, end) => {
    const { host, serverId, call } = await startTaught();
    const id = newCallId();
    const calling = call('ask', { requests: [form()] }, id);
    const [view] = await open(host, 1);
    await end(host, serverId, id);
    expect(await calling).toMatchObject({ kind: expect.stringMatching(/cancelled|failed/) as unknown });
    await open(host, 0);
    await expect(host.reply(view as FormDecisionView, decline)).rejects.toMatchObject({ code: 'DECISION_NOT_FOUND' });
  });

  test('asked under the id of another one does not take its place', async () => {
    const { host, call, teach } = await startTaught();
    const twice = [form({ first: { type: 'string' } }), form({ second: { type: 'string' } })];
    await teach({ 'tools/call taught': [{ lines: twice.map((each) => ({ jsonrpc: '2.0', id: 'same', ...each })) }] });
    void call('taught');
    const views = await open(host, 2);
    expect(views.map(({ fields }) => fields[0]?.key)).toEqual(['first', 'second']);
    const [first] = views;
    const stale = { ...(first as FormDecisionView), digest: views[1]?.digest ?? '' } as FormDecisionView;
    await expect(host.reply(stale, decline)).rejects.toMatchObject({ code: 'DECISION_STALE' });
  });
});

describe('a form', () => {
  test.each<[string, object]>([
    ['password', { type: 'string' }],
    ['field1', { type: 'string', title: 'Your ＡＰＩ k\u200bey' }],
    ['x', { type: 'string', description: 'Enter the PIN of your card' }],
    ['seedPhrase', { type: 'string' }],
  ])('that asks for a secret is flagged, and sent only after a second yes: %s', async (key, property) => {
    const { host, ask } = await startTaught();
    const asking = ask(form({ [key]: property }));
    const [view] = await open(host, 1);
    expect(view?.fields[0]).toMatchObject({ key, looksSecret: true });
    const answer = { kind: 'elicitation_form', action: 'accept', content: { [key]: 'x' } } as const;
    const send = (secretsConfirmed: boolean) => host.reply(view as FormDecisionView, { ...answer, secretsConfirmed });
    await expect(send(false)).rejects.toMatchObject({ code: 'DECISION_NOT_ACKNOWLEDGED' });
    await send(true);
    expect(await asking).toEqual([{ result: { action: 'accept', content: { [key]: 'x' } } }]);
  });

  test('that is none, or too large to be drawn, is refused and never shown', async () => {
    const { host, call, isWell } = await startTaught();
    const many = Object.fromEntries(Array.from({ length: 201 }, (_, index) => [`f${index}`, { type: 'string' }]));
    const long = { '%repeat': ['x', 10_000] };
    const large = Object.fromEntries(
      Array.from({ length: 200 }, (_, index) => [
        `f${index}`,
        { type: 'string', title: long, description: long, default: long },
      ]),
    );
    const bad = [
      many,
      large,
      { a: schema({}) },
      { a: { type: 'string', title: { '%repeat': ['x', 1_000_000] } } },
      { a: null },
      { a: { type: 'file' } },
      { a: { type: 'string', enum: [] } },
      { a: { $ref: '#' } },
    ];
    const outcome = await call('ask', { requests: bad.map((properties) => form(properties)) });
    const answers = JSON.parse(textOf(outcome)) as readonly { error?: unknown }[];
    expect(answers.map(({ error }) => error)).toEqual(
      bad.map((): unknown => expect.objectContaining({ code: -32602 })),
    );
    expect(await host.records('decision.input')).toEqual([]);
    await isWell();
  });

  test('with fields named like parts of every object is answered under those names, or refused, and changes no object', async () => {
    const { host, ask } = await startTaught();
    const asking = ask(form({ constructor: { type: 'number' }, toString: { type: 'boolean' } }));
    const [view] = await open(host, 1);
    expect(view?.fields.map(({ key }) => key)).toEqual(['constructor', 'toString']);
    const content = { constructor: 1, toString: true } as unknown as Record<string, number>;
    await host.reply(view as FormDecisionView, {
      kind: 'elicitation_form',
      action: 'accept',
      content,
      secretsConfirmed: false,
    });
    expect(JSON.stringify(await asking)).toBe(
      '[{"result":{"action":"accept","content":{"constructor":1,"toString":true}}}]',
    );
    const withPrototype = JSON.parse('{"a":{"type":"string"},"__proto__":{"type":"string"}}') as object;
    expect(await ask(form(withPrototype))).toEqual([{ error: expect.objectContaining({ code: -32602 }) as unknown }]);
    expect(Object.keys(Object.prototype)).toEqual([]);
  });

  test('with a pattern made to hang keeps nobody waiting: its answer is refused or taken soon', async () => {
    const { host, ask } = await startTaught();
    const asking = ask(form({ a: { type: 'string', pattern: '^(a+)+$' } }));
    const [view] = await open(host, 1);
    const startedMs = performance.now();
    const content = { a: `${'a'.repeat(40)}!` };
    await host
      .reply(view as FormDecisionView, { kind: 'elicitation_form', action: 'accept', content, secretsConfirmed: false })
      .catch((error: unknown) => expect(error).toMatchObject({ code: 'DECISION_ANSWER_INVALID' }));
    expect(performance.now() - startedMs).toBeLessThan(10_000);
    for (const left of host.host.snapshot().decisions) await host.reply(left, decline);
    await asking;
  });

  test('keeps the words of its server as they are, and says in ours who asks (S12)', async () => {
    const host = await startCheckedHost();
    const { ask, serverId } = await addTaught(host);
    const message = '\u001b[2J<b>Gatehouse</b> asks\u202e you\u0000';
    const asking = ask(form({ a: { type: 'string', title: message } }, message));
    const [view] = await open(host, 1);
    expect(view).toMatchObject({ message, serverId, serverName: 'taught', fields: [{ title: message }] });
    await host.reply(view as FormDecisionView, decline);
    await asking;
  });
});
