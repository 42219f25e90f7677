/**
 * Hosts in this process and in one of their own are connected to servers of tasks, and can be killed and started again.
 */
import { expect, test } from 'vitest';
import { newCallId, startSteeredHost } from './startSteeredHost.ts';
import { startDrivenHost } from './startDrivenHost.ts';
import { localTaskServer, startTasks, startTaskServer, taskTricks } from './startTasks.ts';

const said = (text: string) => ({ kind: 'complete', content: [{ type: 'text', text }] });

test.each([
  ['2025', 'stdio'],
  ['2025', 'http'],
  ['2026', 'stdio'],
  ['2026', 'http'],
] as const)('a host is connected to a server of tasks of %s over %s', async (edition, over) => {
  const { host, serverId, call, release, heard } = await startTasks({ edition, over });
  const serverCapabilities =
    edition === '2025' ? { tasks: {} } : { extensions: { 'io.modelcontextprotocol/tasks': {} } };
  const era = edition === '2025' ? 'legacy' : 'modern';
  expect(host.server(serverId).state).toMatchObject({ connection: { era, serverCapabilities } });
  expect(await call('plain', { text: 'here' })).toMatchObject(said('here'));
  const waiting = call('plain', { gate: 'g' });
  await release('g');
  expect(await waiting).toMatchObject(said('done'));
  expect(await heard()).toContainEqual(expect.objectContaining({ method: 'tools/call', name: 'plain' }));
});

test.each(['legacy', 'modern'] as const)('a host is connected to the server of tricks of the %s era', async (era) => {
  const host = await startSteeredHost();
  expect(await host.outcome(await host.add(taskTricks(era)), 'isWell')).toMatchObject(said('well'));
});

test('a host that is killed is started again in its folder, in a process of its own or in this one', async () => {
  const server = await startTaskServer('2025');
  const killed = startDrivenHost();
  const serverId = await killed.connect(server.definition('Bearer canary-7c2e'));
  await killed.add(localTaskServer('2026'));
  const call = (text: string) => ({ callId: newCallId(), serverId, toolName: 'plain', arguments: { text } });
  expect((await killed.run('tool.call', call('first'))).outcome).toMatchObject(said('first'));
  await killed.kill();

  const again = startDrivenHost(killed);
  expect((await again.run('tool.call', call('second'))).outcome).toMatchObject(said('second'));
  expect((await again.run('mirror.snapshot', {})).servers).toHaveLength(2);
  await again.stop();
  const here = await startSteeredHost({ again });
  expect(await here.outcome(serverId, 'plain', { text: 'third' })).toMatchObject(said('third'));
  expect((await server.seen()).at(-1)?.headers).toMatchObject({ authorization: 'Bearer canary-7c2e' });
});
