/**
 * A task with something in every field, for tests.
 */
import { callView, type CallView } from '../../../app/contract/calls.ts';
import { taskView } from '../../../app/contract/tasks.ts';
import type { TaskCall } from './taskWords.ts';

type Change = Readonly<Record<string, unknown>>;

/** Parsed, so that the example can't drift from the contract. */
export function exampleTask(change: Change = {}, taskChange: Change = {}): TaskCall {
  const task = taskView.parse({
    taskId: 'task-1',
    edition: 'core',
    status: 'working',
    statusMessage: 'Reading page 3 of 10',
    createdAtMs: 1_000,
    expiresAtMs: 3_601_000,
    heardAtMs: 48_000,
    pollIntervalMs: 5_000,
    following: 'active',
    canCancel: true,
    endsWithServer: false,
    ...taskChange,
  });
  return { ...plainCall(change), task };
}

/** A call that is no task. */
export function plainCall(change: Change = {}): CallView {
  return callView.parse({
    callId: 'call_00000001',
    serverId: 'srv_example00',
    serverName: 'Notes',
    toolName: 'research',
    state: 'running',
    startedAtMs: 1_000,
    argumentsLine: '{"topic":"tides"}',
    ...change,
  });
}
