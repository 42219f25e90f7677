/**
 * Many servers that are hostile at once, each in another way, beside one that is good.
 */
import { expect, test } from 'vitest';
import { ownServer } from './testing/startSteeredHost.ts';
import { addTaught, startCheckedHost } from './testing/startTaught.ts';

const HOSTILE = 50;
const note = {
  jsonrpc: '2.0',
  method: 'notifications/message',
  params: { level: 'error', data: { '%repeat': ['x', 500] } },
};
const question = {
  jsonrpc: '2.0',
  id: '%n',
  method: 'elicitation/create',
  params: { message: 'Who?', requestedSchema: { type: 'object', properties: {} } },
};
/** What each of them floods with. */
const WAYS: readonly object[] = [
  note,
  question,
  { jsonrpc: '2.0', id: '%n', method: 'ping' },
  { jsonrpc: '2.0', id: '%n', result: {} },
  { jsonrpc: '2.0', method: 'notifications/progress', params: { progressToken: '%token', progress: '%n' } },
  { jsonrpc: '2.0', method: 'notifications/tools/list_changed' },
  { jsonrpc: '2.0', method: 'notifications/resources/updated', params: { uri: 'x://%n' } },
];

test(`${HOSTILE} hostile servers at once do not keep a good one from being called`, { timeout: 90_000 }, async () => {
  const host = await startCheckedHost({ callLimits: { idleTimeoutMs: 60_000, maxTotalMs: 120_000 } });
  const good = await addTaught(host);
  const hostile = await Promise.all(
    Array.from({ length: HOSTILE }, () => host.run('server.propose', { definition: ownServer('taught') })),
  );
  for (const { serverId } of hostile) await host.agree(await host.decision(serverId));
  for (const { serverId } of hostile) await host.state(serverId, 'running');
  const floods = hostile.map(({ serverId }, index) =>
    host.outcome(serverId, 'flood', { line: WAYS[index % WAYS.length], times: 500 }),
  );
  let over = false;
  const all = Promise.all(floods).then((outcomes) => {
    over = true;
    return outcomes;
  });
  let calls = 0;
  do {
    await good.isWell();
    calls += 1;
  } while (!over);
  for (const outcome of await all) expect(outcome).toMatchObject({ kind: 'complete' });
  await good.isWell();
  expect(calls).toBeGreaterThan(0);
  expect(host.server(good.serverId).state.kind).toBe('running');
});
