import { mkdir, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, test, vi } from 'vitest';
import type { CallOutcome } from '../app/contract/calls.ts';
import type { RequestId, ServerId } from '../app/contract/ids.ts';
import { requestId } from '../app/contract/ids.ts';
import { LOOK_MS } from '../app/input/watchRoots.ts';
import { systemRandomIds } from './adapters/randomIds.ts';
import { startHttpServer } from './testing/httpServers.ts';
import { prompt } from './testing/samplingModels.ts';
import { newCallId, ownServer, startSteeredHost, textWith, type SteeredHost } from './testing/startSteeredHost.ts';
import { startTaught, textOf } from './testing/startTaught.ts';

const newRequestId = (): RequestId => requestId.parse(systemRandomIds.next('req'));
const answerIn = (outcome: CallOutcome): unknown => JSON.parse(textOf(outcome));
const said = (text: string) => ({ kind: 'complete', content: [{ type: 'text', text }] });

async function startWhole(name: 'whole2025' | 'whole2026' = 'whole2025') {
  const host = await startSteeredHost();
  const serverId = await host.add(ownServer(name));
  const call = (toolName: string, args: Record<string, unknown> = {}) => host.outcome(serverId, toolName, args);
  const read = async (uri: string, evenIfCached = false) => {
    const request = { requestId: newRequestId(), serverId, uri, evenIfCached };
    return (await host.host.run('resource.read', request)).outcome;
  };
  return { host, serverId, call, read };
}

const updateHeard = (host: SteeredHost) =>
  host.waitFor('an update', ({ servers }) =>
    servers.find((each) => each.subscriptions.some(({ updatedAtMs }) => updatedAtMs !== undefined)),
  );

async function pickFolder(host: SteeredHost, name: string) {
  const path = join(host.dataDir, name);
  await mkdir(path);
  const started = await host.host.run('picker.start', { want: 'directory', multiple: false, extensions: [] });
  if (started.kind !== 'browse') throw new Error('The picker does not browse.');
  const { pickerId } = started;
  let { folder } = started;
  while (folder.parentEntryId !== undefined) {
    folder = await host.host.run('picker.list', { pickerId, entryId: folder.parentEntryId });
  }
  for (const segment of path.split('/').filter((each) => each !== '')) {
    const entry = folder.entries.find((each) => each.name === segment);
    if (entry === undefined) throw new Error(`${segment} is not in ${folder.path}.`);
    folder = await host.host.run('picker.list', { pickerId, entryId: entry.entryId });
  }
  const { picks } = await host.host.run('picker.choose', { pickerId, entryIds: [folder.selfEntryId] });
  const [pick] = picks;
  if (pick === undefined) throw new Error('Nothing was picked.');
  return { path, pickId: pick.pickId };
}

describe.each(['whole2025', 'whole2026'] as const)('a form asked for by %s', (name) => {
  test('waits at the desk with its server, and its answer goes back into the same call', async () => {
    const { host, serverId, call } = await startWhole(name);
    const calling = call('ask_form');
    const form = await host.question('elicitation_form');
    expect(form).toMatchObject({
      serverId,
      serverName: name,
      message: 'Who are you?',
      duringTools: ['ask_form'],
      fields: [
        { kind: 'text', key: 'name', title: 'Your name', required: true },
        { kind: 'number', key: 'age', integer: true, minimum: 0, required: false },
      ],
    });
    // “node” alone would say nothing.
    expect(form.serverOrigin).toContain(`${name}.mjs`);
    const content = { name: 'Ada', age: 36 };
    await host.reply(form, { kind: 'elicitation_form', action: 'accept', content, secretsConfirmed: false });
    expect(await calling).toMatchObject(said(JSON.stringify({ action: 'accept', content })));
    expect(await host.records('decision.input')).toMatchObject([
      { phase: 'begun', digestShown: form.digest, details: { asked: 'elicitation_form', duringTools: ['ask_form'] } },
      { phase: 'ended', decision: 'agreed', decidedBy: 'person', outcome: 'accept' },
    ]);
    // What was answered is the person's and the server's alone (S9).
    expect(JSON.stringify(await host.records('decision.input'))).not.toContain('Ada');
  });

  test.each(['decline', 'cancel'] as const)('can be left by %s, and the server hears which', async (action) => {
    const { host, call } = await startWhole(name);
    const calling = call('ask_form');
    const form = await host.question('elicitation_form');
    await host.reply(form, { kind: 'elicitation_form', action, secretsConfirmed: false });
    expect(await calling).toMatchObject(said(JSON.stringify({ action })));
  });

  test('is not answered by what does not fit it (§Security Considerations)', async () => {
    const { host, call } = await startWhole(name);
    const calling = call('ask_form');
    const form = await host.question('elicitation_form');
    const answer = (content: Record<string, string | number>) =>
      host.reply(form, { kind: 'elicitation_form', action: 'accept', content, secretsConfirmed: false });
    await expect(answer({ age: 3 })).rejects.toMatchObject({
      code: 'DECISION_ANSWER_INVALID',
      data: { field: 'name', problem: 'REQUIRED' },
    });
    await expect(answer({ name: 'Ada', age: -1 })).rejects.toMatchObject({
      data: { field: 'age', problem: 'TOO_SMALL' },
    });
    await answer({ name: 'Ada' });
    expect(await calling).toMatchObject({ kind: 'complete' });
  });

  test('is taken back when its call is cancelled or the host quits', async () => {
    const { host, serverId } = await startWhole(name);
    const id = newCallId();
    const calling = host.outcome(serverId, 'ask_form', {}, id);
    const form = await host.question('elicitation_form');
    await host.host.run('call.cancel', { callId: id });
    expect(await calling).toEqual({ kind: 'cancelled' });
    await host.waitFor('an empty desk', ({ decisions }) => (decisions.length === 0 ? true : undefined));
    const late = { kind: 'elicitation_form', action: 'decline', secretsConfirmed: false } as const;
    await expect(host.reply(form, late)).rejects.toMatchObject({ code: 'DECISION_NOT_FOUND' });
  });

  test('stops the clock of its call while the person thinks', async () => {
    const host = await startSteeredHost({ callLimits: { idleTimeoutMs: 60_000, maxTotalMs: 3_600_000 } });
    const serverId = await host.add(ownServer(name));
    const calling = host.outcome(serverId, 'ask_form');
    const form = await host.question('elicitation_form');
    host.clock.advance(10 * 60_000);
    await host.reply(form, { kind: 'elicitation_form', action: 'decline', secretsConfirmed: false });
    expect(await calling).toMatchObject(said('{"action":"decline"}'));
  });

  test('that nobody answers is left after a quarter of an hour', async () => {
    const { host, call } = await startWhole(name);
    const calling = call('ask_form');
    await host.question('elicitation_form');
    host.clock.advance(15 * 60_000);
    expect(await calling).toMatchObject(said('{"action":"cancel"}'));
  });
});

test.each(['whole2025', 'whole2026'] as const)(
  'what a person leaves unanswered is not sent to %s, whatever the server fills in',
  async (name) => {
    const { host, call } = await startWhole(name);
    const properties = { keep: { type: 'boolean', default: true }, size: { type: 'string', default: 'm' } };
    const calling = call('ask_form', { requestedSchema: { type: 'object', properties } });
    const form = await host.question('elicitation_form');
    await host.reply(form, {
      kind: 'elicitation_form',
      action: 'accept',
      content: { size: 'l' },
      secretsConfirmed: false,
    });
    expect(await calling).toMatchObject(said(JSON.stringify({ action: 'accept', content: { size: 'l' } })));
  },
);

test('a form of a server of 2025-11-25 keeps the pattern of a field, and an answer has to match it', async () => {
  const { host, call } = await startWhole();
  const zip = { type: 'string', pattern: '^[0-9]{5}$' };
  const calling = call('ask_form', { requestedSchema: { type: 'object', properties: { zip }, required: ['zip'] } });
  const form = await host.question('elicitation_form');
  expect(form.fields).toMatchObject([{ kind: 'text', key: 'zip', pattern: zip.pattern }]);
  const answer = (text: string) => {
    const content = { zip: text };
    return host.reply(form, { kind: 'elicitation_form', action: 'accept', content, secretsConfirmed: false });
  };
  await expect(answer('1234x')).rejects.toMatchObject({ code: 'DECISION_ANSWER_INVALID', data: { field: 'zip' } });
  await answer('12345');
  expect(await calling).toMatchObject(said('{"action":"accept","content":{"zip":"12345"}}'));
});

describe('an address to open', () => {
  const url = 'https://sign.example/confirm?code=12345';

  test('is opened once the person agreed, and the answer says no more than that (MCP 2025-11-25 client/elicitation)', async () => {
    const { host, call } = await startWhole();
    const calling = call('ask_url', { url });
    const asked = await host.question('elicitation_url');
    expect(asked).toMatchObject({
      message: 'Please sign.',
      url: { url, host: 'sign.example', registrable: 'sign.example', rest: '/confirm?code=12345', warnings: [] },
    });
    expect(host.opened).toEqual([]);
    await host.reply(asked, { kind: 'elicitation_url', action: 'open' });
    expect(await calling).toMatchObject(said('{"action":"accept"}'));
    expect(host.opened).toEqual([url]);
    expect(await host.records('url.opened')).toMatchObject([
      { phase: 'begun', details: { host: 'sign.example' } },
      { phase: 'ended', outcome: 'opened' },
    ]);
    expect(JSON.stringify(await host.records('url.opened'))).not.toContain('12345');
  });

  test.each(['decline', 'cancel'] as const)('is not opened after %s', async (action) => {
    const { host, call } = await startWhole();
    const calling = call('ask_url', { url });
    await host.reply(await host.question('elicitation_url'), { kind: 'elicitation_url', action });
    expect(await calling).toMatchObject(said(JSON.stringify({ action })));
    expect(host.opened).toEqual([]);
  });

  test.each(['javascript:alert(1)', 'file:///etc/passwd', 'http://sign.example/', 'https://a.example/"x'])(
    'that is none of the web’s is refused without a question: %s (S11)',
    async (bad) => {
      const { host, serverId, call } = await startWhole();
      expect(await call('ask_url', { url: bad })).toMatchObject({
        isError: true,
        content: [{ text: textWith('-32602') }],
      });
      expect(host.opened).toEqual([]);
      await host.logged(serverId, 'An address was refused');
    },
  );

  test('is not reached by Gatehouse itself, before, while or after it is opened (S11)', async () => {
    const web = await startHttpServer((_request, response) => response.end('signed'));
    const { host, call } = await startWhole();
    const local = `${web.origin}/sign?code=12345`;
    const calling = call('ask_url', { url: local });
    const asked = await host.question('elicitation_url');
    expect(web.connections()).toBe(0);
    await host.reply(asked, { kind: 'elicitation_url', action: 'open' });
    expect(await calling).toMatchObject(said('{"action":"accept"}'));
    expect(host.opened).toEqual([local]);
    expect(web.connections()).toBe(0);
    // It is there to be reached.
    await fetch(local);
    expect(web.connections()).toBe(1);
  });

  test('that a call needs first leads back to that call, by the person’s word (error -32042)', async () => {
    const { host, serverId, call } = await startWhole();
    const calling = call('needs_visit', { url, id: 'v-1' });
    await host.reply(await host.question('elicitation_url'), { kind: 'elicitation_url', action: 'open' });
    const waiting = await host.question('elicitation_wait');
    expect(waiting).toMatchObject({ host: 'sign.example', duringTools: ['needs_visit'] });
    await host.outcome(serverId, 'visit', { id: 'v-1', tell: false });
    await host.reply(waiting, { kind: 'elicitation_wait', action: 'finished' });
    expect(await calling).toMatchObject(said('thank you'));
    const begun = (await host.records('tool.call')).filter(({ phase }) => phase === 'begun');
    expect(begun.filter(({ label }) => label.endsWith('needs_visit'))).toHaveLength(1);
  });

  test('leads back as well by the server’s word, whose unknown ids are ignored (notifications/elicitation/complete)', async () => {
    const { host, serverId, call } = await startWhole();
    const calling = call('needs_visit', { url, id: 'v-2' });
    await host.reply(await host.question('elicitation_url'), { kind: 'elicitation_url', action: 'open' });
    await host.question('elicitation_wait');
    await host.outcome(serverId, 'visit', { id: 'another', tell: true });
    await host.outcome(serverId, 'visit', { id: 'v-2', tell: true });
    expect(await calling).toMatchObject(said('thank you'));
    expect(host.host.snapshot().decisions).toEqual([]);
  });

  test('that is declined ends the call that needs it', async () => {
    const { host, call } = await startWhole();
    const calling = call('needs_visit', { url, id: 'v-3' });
    await host.reply(await host.question('elicitation_url'), { kind: 'elicitation_url', action: 'decline' });
    expect(await calling).toMatchObject({
      kind: 'failed',
      error: { code: 'CALL_INPUT_REFUSED', data: { why: 'decline' } },
    });
  });

  test('comes in a round of the modern era, and the retry tells whether it was visited (MCP 2026-07-28 patterns/mrtr)', async () => {
    const { host, serverId, call } = await startWhole('whole2026');
    const calling = call('needs_visit', { url, id: 'v-4' });
    await host.reply(await host.question('elicitation_url'), { kind: 'elicitation_url', action: 'open' });
    // Finished, they say, but the server has seen nobody: it asks again.
    await host.reply(await host.question('elicitation_wait'), { kind: 'elicitation_wait', action: 'finished' });
    await host.reply(await host.question('elicitation_url'), { kind: 'elicitation_url', action: 'open' });
    await host.outcome(serverId, 'visit', { id: 'v-4' });
    await host.reply(await host.question('elicitation_wait'), { kind: 'elicitation_wait', action: 'finished' });
    expect(await calling).toMatchObject(said('thank you'));
  });
});

describe('rounds of input (MCP 2026-07-28 basic/patterns/mrtr)', () => {
  test('that never end are given up', async () => {
    const { call } = await startWhole('whole2026');
    expect(await call('endless')).toMatchObject({ kind: 'failed', error: { code: 'CALL_INPUT_TOO_OFTEN' } });
  });

  test('echo the server’s state as it came and use a new id each time', async () => {
    const { host, serverId, call } = await startWhole('whole2026');
    const calling = call('ask_form');
    const form = await host.question('elicitation_form');
    await host.reply(form, { kind: 'elicitation_form', action: 'decline', secretsConfirmed: false });
    await calling;
    const { messages } = await host.host.run('server.wire', { serverId, afterSeq: 0 });
    const calls = messages.filter(
      ({ direction, method, kind }) => direction === 'sent' && method === 'tools/call' && kind === 'request',
    );
    expect(calls).toHaveLength(2);
    expect(new Set(calls.map(({ id }) => id)).size).toBe(2);
    expect(calls[0]?.text).not.toContain('requestState');
    expect(JSON.parse(calls[1]?.text ?? '')).toMatchObject({
      params: { requestState: 'state of ask_form', inputResponses: { who: { action: 'decline' } } },
    });
  });
});

test('a call that is cancelled is taken back by its id, and a server of 2026-07-28 hears it (basic/transports/stdio)', async () => {
  const { host, serverId } = await startWhole('whole2026');
  const id = newCallId();
  const calling = host.outcome(serverId, 'slow', { steps: 100, ms: 50 }, id);
  const sent = async (method: string) => {
    const { messages } = await host.host.run('server.wire', { serverId, afterSeq: 0 });
    return messages.filter((each) => each.direction === 'sent' && each.method === method);
  };
  await vi.waitFor(async () => expect(await sent('tools/call')).toHaveLength(1));
  await host.host.run('call.cancel', { callId: id });
  expect(await calling).toEqual({ kind: 'cancelled' });
  await host.logged(serverId, 'slow was cancelled');
  const [call] = await sent('tools/call');
  const cancelled = await sent('notifications/cancelled');
  expect(cancelled.map(({ text }) => JSON.parse(text) as unknown)).toMatchObject([{ params: { requestId: call?.id } }]);
});

describe('folders for a server (MCP 2025-11-25 client/roots)', () => {
  test('are those a person picked for it and no others, and a change is announced', async () => {
    const { host, serverId, call } = await startWhole();
    expect(await call('roots')).toMatchObject(said('{"roots":[]}'));
    const one = await pickFolder(host, 'My folder');
    await host.host.run('server.setRoots', { serverId, roots: [{ pickId: one.pickId }, { keep: '/etc' }] });
    expect(host.server(serverId).preferences.roots).toEqual([{ path: one.path }]);
    const uri = `file://${one.path.replace('My folder', 'My%20folder')}`;
    expect(await call('roots')).toMatchObject(said(JSON.stringify({ roots: [{ uri, name: 'My folder' }] })));
    const { messages } = await host.host.run('server.wire', { serverId, afterSeq: 0 });
    expect(messages.map(({ method }) => method)).toContain('notifications/roots/list_changed');
    await host.host.run('server.setRoots', { serverId, roots: [] });
    expect(await call('roots')).toMatchObject(said('{"roots":[]}'));
  });

  test('that are gone are not told of, and the log says so', async () => {
    const { host, serverId, call } = await startWhole();
    const one = await pickFolder(host, 'gone');
    await host.host.run('server.setRoots', { serverId, roots: [{ pickId: one.pickId }] });
    await rm(one.path, { recursive: true });
    expect(await call('roots')).toMatchObject(said('{"roots":[]}'));
    await host.logged(serverId, '1 of its folders can’t be opened');
  });

  test('that vanish or come back while it runs are announced (§Root List Changes)', async () => {
    const { host, serverId, call } = await startWhole();
    const announced = async () => {
      const { messages } = await host.host.run('server.wire', { serverId, afterSeq: 0 });
      return messages.filter(({ method }) => method === 'notifications/roots/list_changed').length;
    };
    const one = await pickFolder(host, 'moved');
    await host.host.run('server.setRoots', { serverId, roots: [{ pickId: one.pickId }] });
    expect(await announced()).toBe(1);
    await rm(one.path, { recursive: true });
    host.clock.advance(LOOK_MS);
    await host.logged(serverId, '1 can’t be opened any more and 0 can again');
    expect(await announced()).toBe(2);
    expect(await call('roots')).toMatchObject(said('{"roots":[]}'));
    await mkdir(one.path);
    host.clock.advance(LOOK_MS);
    await host.logged(serverId, '0 can’t be opened any more and 1 can again');
    expect(await announced()).toBe(3);
    expect(await call('roots')).toMatchObject({ content: [{ text: textWith(one.path) }] });
  });

  test('stay after a restart of Gatehouse', async () => {
    const { host, serverId } = await startWhole();
    const one = await pickFolder(host, 'kept');
    await host.host.run('server.setRoots', { serverId, roots: [{ pickId: one.pickId }] });
    await host.stop();
    const again = await startSteeredHost({ again: host });
    expect(again.server(serverId).preferences.roots).toEqual([{ path: one.path }]);
  });
});

describe('what is declared to a server', () => {
  test('is forms, addresses and folders; sampling only once it is switched on', async () => {
    const { host, serverId, call } = await startWhole();
    expect(await call('capabilities')).toMatchObject(
      said(
        JSON.stringify({
          elicitation: { form: {}, url: {} },
          roots: { listChanged: true },
          tasks: { list: {}, cancel: {}, requests: { elicitation: { create: {} } } },
          extensions: { 'io.modelcontextprotocol/tasks': {} },
        }),
      ),
    );
    const { sampling } = host.server(serverId).preferences;
    await host.host.run('server.prefer', { serverId, change: { sampling: { ...sampling, enabled: true } } });
    await host.host.run('server.restart', { serverId });
    await host.state(serverId, 'running');
    expect(await call('capabilities')).toMatchObject({ content: [{ text: textWith('"sampling":{"tools":{}}') }] });
  });
});

describe('sampling (MCP 2025-11-25 client/sampling)', () => {
  async function startSampled(name: 'whole2025' | 'whole2026') {
    const started = await startWhole(name);
    const { host, serverId } = started;
    const { sampling } = host.server(serverId).preferences;
    await host.host.run('server.prefer', { serverId, change: { sampling: { ...sampling, enabled: true } } });
    await host.host.run('server.restart', { serverId });
    await host.state(serverId, 'running');
    return started;
  }
  const byHand = { role: 'assistant', content: { type: 'text', text: 'Hello.' }, model: textWith('by a person') };

  test('that a person answers by hand comes back to the server that asked', async () => {
    const { host, serverId, call } = await startSampled('whole2025');
    const calling = call('sample');
    const asked = await host.question('sampling_prompt');
    expect(asked).toMatchObject({
      serverId,
      duringTools: ['sample'],
      messages: [{ role: 'user', content: [{ type: 'text', text: 'Say hello.' }] }],
      systemPrompt: 'Be brief.',
      maxTokens: 100,
    });
    await host.reply(asked, prompt({ action: 'by_hand', text: 'Hello.' }));
    expect(answerIn(await calling)).toMatchObject({ ...byHand, stopReason: 'endTurn' });
  });

  test('that is declined is error -1', async () => {
    const { host, call } = await startSampled('whole2025');
    const calling = call('sample');
    await host.reply(await host.question('sampling_prompt'), prompt({ action: 'decline' }));
    expect(await calling).toMatchObject({ isError: true, content: [{ text: textWith('error -1: User rejected') }] });
  });

  test('comes among other questions of a round, whose answers go back together (MCP 2026-07-28 basic/patterns/mrtr)', async () => {
    const { host, call } = await startSampled('whole2026');
    const calling = call('ask_all');
    const content = { name: 'Ada' };
    const form = await host.question('elicitation_form');
    await host.reply(form, { kind: 'elicitation_form', action: 'accept', content, secretsConfirmed: false });
    await host.reply(await host.question('sampling_prompt'), prompt({ action: 'by_hand', text: 'Hello.' }));
    expect(answerIn(await calling)).toMatchObject({
      who: { action: 'accept', content },
      said: byHand,
      roots: { roots: [] },
    });
  });
});

describe('resources', () => {
  test('are listed with their templates, and read', async () => {
    const { host, serverId, read } = await startWhole();
    const { resources, templates, dropped } = await host.host.run('server.resources', { serverId });
    expect(resources.map(({ uri, label }) => [uri, label])).toEqual([
      ['count://now', 'The count'],
      ['dot://png', 'Dot'],
    ]);
    expect(templates).toMatchObject([{ uriTemplate: 'weather://{city}/{day}', variables: ['city', 'day'] }]);
    expect(dropped).toBe(0);
    expect(await read('count://now')).toEqual({
      kind: 'complete',
      result: { contents: [{ uri: 'count://now', mimeType: 'text/plain', text: '0' }], cached: false },
    });
    expect(await read('dot://png')).toMatchObject({
      result: { contents: [{ mimeType: 'image/png', base64: textWith('iVBOR') }] },
    });
    expect(await host.records('resource.read')).toMatchObject([
      { phase: 'begun', label: 'whole2025: count://now' },
      { phase: 'ended', outcome: 'complete' },
      { phase: 'begun' },
      { phase: 'ended' },
    ]);
  });

  test.each(['whole2025', 'whole2026'] as const)('that are not there are said to be so by %s', async (name) => {
    const { read } = await startWhole(name);
    expect(await read('nowhere://a')).toMatchObject({ kind: 'failed', error: { code: 'RESOURCE_NOT_FOUND' } });
  });

  test('of a template are read at the address it makes (RFC 6570)', async () => {
    const { host, read } = await startWhole();
    const { uri } = await host.host.run('resource.expand', {
      uriTemplate: 'weather://{city}/{day}',
      values: { city: 'Zürich', day: '1/2' },
    });
    expect(uri).toBe('weather://Z%C3%BCrich/1%2F2');
    expect(await read('weather://Bern/today')).toMatchObject({
      result: { contents: [{ text: 'Bern on today: rain' }] },
    });
    await expect(
      host.host.run('resource.expand', { uriTemplate: 'weather://{city', values: {} }),
    ).rejects.toMatchObject({ code: 'RESOURCE_TEMPLATE_INVALID' });
  });

  test.each(['whole2025', 'whole2026'] as const)('that are watched say when %s changed them', async (name) => {
    const { host, serverId, call } = await startWhole(name);
    await host.host.run('resource.subscribe', { serverId, uri: 'count://now' });
    expect(host.server(serverId).subscriptions).toEqual([{ uri: 'count://now' }]);
    await call('count');
    await updateHeard(host);
    await host.host.run('resource.unsubscribe', { serverId, uri: 'count://now' });
    expect(host.server(serverId).subscriptions).toEqual([]);
  });

  test.each(['whole2025', 'whole2026'] as const)(
    'that are watched and let go at the same moment are all heeded by %s',
    async (name) => {
      const { host, serverId, call } = await startWhole(name);
      const watch = (uri: string) => host.host.run('resource.subscribe', { serverId, uri });
      const watched = () => host.server(serverId).subscriptions.map(({ uri }) => uri);
      await Promise.all([watch('count://now'), watch('kept://a')]);
      expect(watched()).toEqual(['count://now', 'kept://a']);
      // The server was not told to forget the first.
      await call('count');
      await updateHeard(host);
      await Promise.all([
        host.host.run('resource.unsubscribe', { serverId, uri: 'count://now' }),
        watch('weather://Bern'),
      ]);
      expect(watched()).toEqual(['kept://a', 'weather://Bern']);
    },
  );

  test('that were watched are watched again once their server was killed and started anew', async () => {
    const { host, serverId, call } = await startWhole('whole2026');
    await host.host.run('resource.subscribe', { serverId, uri: 'count://now' });
    const { messages: before } = await host.host.run('server.wire', { serverId, afterSeq: 0 });
    await call('die');
    await host.state(serverId, 'failed');
    await host.host.run('server.restart', { serverId });
    await host.state(serverId, 'running');
    await vi.waitFor(async () => {
      const { messages } = await host.host.run('server.wire', { serverId, afterSeq: before.at(-1)?.seq ?? 0 });
      expect(messages).toContainEqual(
        expect.objectContaining({ direction: 'received', method: 'notifications/subscriptions/acknowledged' }),
      );
      const asked = messages.filter(
        ({ direction, method, text }) =>
          direction === 'sent' && method === 'subscriptions/listen' && text.includes('count://now'),
      );
      expect(asked).toHaveLength(1);
    });
    expect(host.server(serverId).subscriptions).toEqual([{ uri: 'count://now' }]);
    await call('count');
    await updateHeard(host);
  });

  test.each([
    ['legacy', 'resources/subscribe'],
    ['modern', 'subscriptions/listen'],
  ] as const)(
    'that a server of the %s era refuses to watch are refused each time, and never watched',
    async (era, asked) => {
      const { host, serverId, call } = await startTaught(era);
      const watch = () => host.run('resource.subscribe', { serverId, uri: 'count://now' });
      for (let times = 1; times <= 2; times += 1) {
        await expect(watch()).rejects.toMatchObject({ code: 'SERVER_PROTOCOL_ERROR' });
        expect(host.server(serverId).subscriptions).toEqual([]);
        expect(answerIn(await call('counts'))).toMatchObject({ [asked]: times });
      }
    },
  );

  test('that a server leaves out of what it says it watches are refused each time (MCP 2026-07-28 basic/patterns/subscriptions)', async () => {
    const { host, serverId, teach, call } = await startTaught('modern');
    const params = { notifications: {}, _meta: { 'io.modelcontextprotocol/subscriptionId': '%id' } };
    const acknowledged = { jsonrpc: '2.0', method: 'notifications/subscriptions/acknowledged', params };
    await teach({ 'subscriptions/listen': [{ lines: [acknowledged] }] });
    const watch = () => host.run('resource.subscribe', { serverId, uri: 'count://now' });
    for (let times = 1; times <= 2; times += 1) {
      await expect(watch()).rejects.toMatchObject({
        code: 'SERVER_FEATURE_MISSING',
        data: { uris: ['count://now'] },
      });
      expect(host.server(serverId).subscriptions).toEqual([]);
      expect(answerIn(await call('counts'))).toMatchObject({ 'subscriptions/listen': times });
    }
  });

  test('that a form was answered for are asked for anew, however long they stay (MCP 2026-07-28 caching)', async () => {
    const { host, serverId, teach } = await startTaught('modern');
    const properties = { name: { type: 'string' } };
    const form = {
      method: 'elicitation/create',
      params: { message: 'Who?', requestedSchema: { type: 'object', properties } },
    };
    const asking = { result: { resultType: 'input_required', inputRequests: { who: form } } };
    const contents = [{ uri: 'for://one', text: 'read %n' }];
    const read = { result: { resultType: 'complete', contents, ttlMs: 60_000, cacheScope: 'private' } };
    await teach({ 'resources/read': [asking, read, asking, read] });
    for (const text of ['read 2', 'read 4']) {
      const request = { requestId: newRequestId(), serverId, uri: 'for://one', evenIfCached: false };
      const reading = host.run('resource.read', request);
      const question = await host.question('elicitation_form');
      await host.reply(question, { kind: 'elicitation_form', action: 'decline', secretsConfirmed: false });
      expect((await reading).outcome).toMatchObject({ result: { contents: [{ text }], cached: false } });
    }
  });

  test('that stay as they are for a while are read anew once their server was restarted', async () => {
    const { host, serverId, read } = await startWhole('whole2026');
    await read('kept://a');
    expect(await read('kept://a')).toMatchObject({ result: { cached: true } });
    await host.host.run('server.restart', { serverId });
    await host.state(serverId, 'running');
    expect(await read('kept://a')).toMatchObject({ result: { contents: [{ text: 'read 1' }], cached: false } });
  });

  test('that stay as they are for a while are read once, unless asked for anew (MCP 2026-07-28 caching)', async () => {
    const { read } = await startWhole('whole2026');
    expect(await read('kept://a')).toMatchObject({ result: { contents: [{ text: 'read 1' }], cached: false } });
    expect(await read('kept://a')).toMatchObject({ result: { contents: [{ text: 'read 1' }], cached: true } });
    expect(await read('kept://a', true)).toMatchObject({ result: { contents: [{ text: 'read 2' }], cached: false } });
  });

  test('that a list gained are seen when somebody looks again', async () => {
    const { host, serverId, call } = await startWhole();
    const before = await host.host.run('server.resources', { serverId });
    await call('grow');
    await host.waitFor('news of the list', ({ servers }) =>
      servers.find((each) => each.resourcesRevision > before.resourcesRevision),
    );
    const after = await host.host.run('server.resources', { serverId });
    expect(after.resources).toHaveLength(before.resources.length + 1);
  });

  test('of a server that has none are an empty list, and reading says that it offers none', async () => {
    const host = await startSteeredHost();
    const serverId = await host.add(ownServer('tools'));
    expect(await host.host.run('server.resources', { serverId })).toMatchObject({ resources: [], templates: [] });
    const request = { requestId: newRequestId(), serverId, uri: 'a://b', evenIfCached: false };
    expect((await host.host.run('resource.read', request)).outcome).toMatchObject({
      error: { code: 'SERVER_FEATURE_MISSING' },
    });
  });
});

describe('prompts', () => {
  const get = async (host: SteeredHost, serverId: ServerId, name: string, args: Record<string, string>) =>
    (await host.host.run('prompt.get', { requestId: newRequestId(), serverId, name, arguments: args })).outcome;

  test('are listed with their arguments, and shown before anything is done with them', async () => {
    const { host, serverId } = await startWhole();
    const { prompts } = await host.host.run('server.prompts', { serverId });
    expect(prompts).toMatchObject([
      { name: 'greet', label: 'Greet somebody', arguments: [{ name: 'name', required: true }] },
    ]);
    expect(await get(host, serverId, 'greet', { name: 'Ada' })).toEqual({
      kind: 'complete',
      result: {
        description: 'A greeting.',
        messages: [
          { role: 'user', content: { type: 'text', text: 'Greet Ada.' } },
          { role: 'assistant', content: { type: 'resource_link', uri: 'count://now', name: 'Count' } },
        ],
      },
    });
    expect(await get(host, serverId, 'nobody', {})).toMatchObject({ kind: 'failed' });
  });

  test('get suggestions for an argument, and those of a template see what else is filled in', async () => {
    const { host, serverId } = await startWhole();
    const complete = (
      target: Parameters<typeof host.host.run<'argument.complete'>>[1]['target'],
      name: string,
      value: string,
      others = {},
    ) => host.host.run('argument.complete', { serverId, target, argument: { name, value }, others });
    expect(await complete({ kind: 'prompt', name: 'greet' }, 'name', 'Ber')).toEqual({
      values: ['Berlin', 'Bern', 'Bergen'],
      hasMore: false,
    });
    const template = { kind: 'template', uriTemplate: 'weather://{city}/{day}' } as const;
    expect(await complete(template, 'day', 'in ', { city: 'Bern' })).toMatchObject({ values: ['in Bern'] });
  });

  test('are not completed by a server that did not say it can', async () => {
    const { host, serverId } = await startWhole('whole2026');
    const request = {
      serverId,
      target: { kind: 'prompt', name: 'greet' },
      argument: { name: 'name', value: '' },
      others: {},
    } as const;
    await expect(host.host.run('argument.complete', request)).rejects.toMatchObject({ code: 'SERVER_FEATURE_MISSING' });
  });
});

describe('log messages (MCP 2025-11-25 server/utilities/logging)', () => {
  test('reach the server’s log with their severity, and the level can be chosen', async () => {
    const { host, serverId, call } = await startWhole();
    await call('log', { level: 'warning', data: 'watch out' });
    await host.logged(serverId, 'watch out');
    const line = (await host.log(serverId)).find(({ text }) => text.includes('watch out'));
    expect(line).toMatchObject({ from: 'message', level: 'warning', text: '[whole] watch out' });
    await host.host.run('server.prefer', { serverId, change: { logLevel: 'error' } });
    await call('log', { level: 'info', data: 'not heard' });
    await call('log', { level: 'error', data: { nested: [1] } });
    await host.logged(serverId, '{"nested":[1]}');
    expect((await host.log(serverId)).some(({ text }) => text.includes('not heard'))).toBe(false);
    expect(host.server(serverId).preferences.logLevel).toBe('error');
  });

  test('are the server’s own choice again when nothing is chosen any more, from its next start on', async () => {
    const { host, serverId, call } = await startWhole();
    await host.host.run('server.prefer', { serverId, change: { logLevel: 'error' } });
    await host.host.run('server.prefer', { serverId, change: { logLevel: 'server', era: 'legacy' } });
    expect(host.server(serverId).preferences).not.toHaveProperty('logLevel', expect.anything());
    await call('log', { level: 'info', data: 'not heard' });
    await host.host.run('server.restart', { serverId });
    await host.state(serverId, 'running');
    await call('log', { level: 'info', data: 'heard again' });
    await host.logged(serverId, 'heard again');
    expect((await host.log(serverId)).some(({ text }) => text.includes('not heard'))).toBe(false);
    const changes = await host.records('server.changed');
    expect(changes.map(({ details }) => details['preferences'])).toMatchObject([
      { logLevel: 'error' },
      { logLevel: 'server', era: 'legacy' },
    ]);
  });

  test('are no longer asked for with each request of the modern era (2026-07-28 server/utilities/logging)', async () => {
    const { host, serverId, call } = await startWhole('whole2026');
    const lastLevel = async () => {
      await call('echo', { message: 'hello' });
      const { messages } = await host.host.run('server.wire', { serverId, afterSeq: 0 });
      const asked = messages.findLast(({ direction, method }) => direction === 'sent' && method === 'tools/call');
      return /logLevel":"(\w+)"/.exec(asked?.text ?? '')?.[1];
    };
    await host.host.run('server.prefer', { serverId, change: { logLevel: 'error' } });
    expect(await lastLevel()).toBe('error');
    await host.host.run('server.prefer', { serverId, change: { logLevel: 'server' } });
    expect(await lastLevel()).toBeUndefined();
  });
});

describe('the protocol log', () => {
  test('has no secret of the server, also after it was stopped (S9)', async () => {
    const host = await startSteeredHost();
    const env = [{ name: 'TOKEN', value: 'canary-9b21', secret: true }];
    const serverId = await host.add({ ...ownServer('whole2025'), env });
    await host.outcome(serverId, 'echo', { message: 'it is canary-9b21' });
    const read = async (): Promise<string> =>
      JSON.stringify(await host.host.run('server.wire', { serverId, afterSeq: 0 }));
    expect(await read()).toContain('it is •••');
    await host.host.run('server.stop', { serverId });
    expect(await read()).not.toContain('canary-9b21');
  });

  test('has both directions from the first message on', async () => {
    const { host, serverId, call } = await startWhole();
    await call('echo', { message: 'hello' });
    const { messages, droppedMessages } = await host.host.run('server.wire', { serverId, afterSeq: 0 });
    expect(droppedMessages).toBe(0);
    expect(messages.slice(0, 2).map(({ direction, method }) => [direction, method])).toEqual([
      ['sent', 'server/discover'],
      ['received', 'server/discover'],
    ]);
    expect(messages.filter(({ method }) => method === 'tools/call').map(({ kind }) => kind)).toEqual([
      'request',
      'result',
    ]);
  });
});
