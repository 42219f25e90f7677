/**
 * Tasks of the reference server of everything, in both directions: its own, and what it would have this host do as one.
 *
 * @see MCP 2025-11-25 basic/utilities/tasks
 */
import { createRequire } from 'node:module';
import { describe, expect, test } from 'vitest';
import { prompt } from './testing/samplingModels.ts';
import { newCallId, startSteeredHost } from './testing/startSteeredHost.ts';

const require = createRequire(import.meta.url);
const everything = require.resolve('@modelcontextprotocol/server-everything/dist/index.js');

async function start() {
  const host = await startSteeredHost();
  const definition = { name: 'Everything', command: process.execPath, args: [everything, 'stdio'], env: [] };
  const serverId = await host.add(definition);
  return {
    host,
    serverId,
    /** Calls the one tool that has this in its name. */
    call: async (part: string, args: Record<string, unknown>) => {
      const { tools } = await host.host.run('server.tools', { serverId });
      const found = tools.filter(({ name }) => name.includes(part)).map(({ name }) => name);
      expect(found).toHaveLength(1);
      return host.outcome(serverId, found[0] ?? '', args);
    },
  };
}

describe('a query of the reference server, which has to be called as a task', () => {
  const query = 'simulate-research-query';

  test('is followed through its stages to its report', async () => {
    const { host, serverId } = await start();
    const said = new Set<string>();
    host.host.subscribe((event) => {
      if (event.type === 'call.changed') said.add(event.call.task?.statusMessage ?? '');
    });
    const callId = newCallId();
    const outcome = await host.outcome(serverId, query, { topic: 'tea' }, callId);
    expect(outcome).toMatchObject({ kind: 'task', task: { edition: 'core', status: 'working', canCancel: true } });
    await host.waitFor('its end', ({ calls }) => calls.find((call) => call.state === 'complete'));
    const detail = await host.host.run('call.get', { callId });
    expect(detail).toMatchObject({ call: { task: { status: 'completed', following: 'over' } } });
    expect(JSON.stringify(detail.outcome)).toContain('# Research Report: tea');
    expect([...said].filter((each) => each.endsWith('...')).length).toBeGreaterThan(1);
  });

  test('asks at the desk where it is ambiguous, for this very call, and goes on with the answer', async () => {
    const { host, serverId } = await start();
    const callId = newCallId();
    await host.outcome(serverId, query, { topic: 'python', ambiguous: true }, callId);
    const form = await host.question('elicitation_form');
    expect(form).toMatchObject({ serverId, duringTools: [query], ofCall: callId, fields: [{ key: 'interpretation' }] });
    const { calls } = host.host.snapshot();
    expect(calls.find((call) => call.callId === callId)?.task).toMatchObject({ status: 'input_required' });
    const content = { interpretation: 'snake' };
    await host.reply(form, { kind: 'elicitation_form', action: 'accept', content, secretsConfirmed: false });
    await host.waitFor('its end', (now) => now.calls.find((call) => call.state === 'complete'));
    const { outcome } = await host.host.run('call.get', { callId });
    expect(JSON.stringify(outcome)).toContain('# Research Report: python (snake)');
  });

  test('is cancelled while it works', async () => {
    const { host, serverId } = await start();
    const callId = newCallId();
    await host.outcome(serverId, query, { topic: 'tea' }, callId);
    await host.host.run('call.cancel', { callId });
    const ended = await host.waitFor('its end', ({ calls }) => calls.find((call) => call.endedAtMs !== undefined));
    expect(ended).toMatchObject({ state: 'cancelled', task: { status: 'cancelled', following: 'over' } });
  });
});

describe('what the reference server would have done as a task by this host', () => {
  test('is a form: it looks after it until a person answered, and has the answer', async () => {
    const { host, call } = await start();
    const calling = call('elicitation-request-async', {});
    const form = await host.question('elicitation_form');
    const fields = form.fields.filter(({ required }) => required);
    const content = Object.fromEntries(fields.map(({ key }) => [key, 'Ada']));
    await host.reply(form, { kind: 'elicitation_form', action: 'accept', content, secretsConfirmed: false });
    const outcome = await calling;
    // What it says where it had to ask again and again; an answer at once it calls [SYNC].
    expect(JSON.stringify(outcome)).toContain('[COMPLETED]');
    expect(JSON.stringify(outcome)).toContain('Ada');
  });

  test('is a message of a model, once sampling is on', async () => {
    const { host, serverId, call } = await start();
    const { sampling } = host.server(serverId).preferences;
    await host.host.run('server.prefer', { serverId, change: { sampling: { ...sampling, enabled: true } } });
    await host.host.run('server.restart', { serverId });
    await host.state(serverId, 'running');
    const calling = call('sampling-request-async', { prompt: 'Say hello.' });
    const asked = await host.question('sampling_prompt');
    expect(JSON.stringify(asked.messages)).toContain('Say hello.');
    await host.reply(asked, prompt({ action: 'by_hand', text: 'Hello from a person.' }));
    const outcome = JSON.stringify(await calling);
    expect(outcome).toContain('[COMPLETED]');
    expect(outcome).toContain('Hello from a person.');
  });
});
