import { describe, expect, test } from 'vitest';
import { callOutcome } from '../contract/calls.ts';
import { AppError, toErrorView } from '../contract/errors.ts';
import type { TaskView } from '../contract/tasks.ts';
import type { TaskOffer, McpConnection } from '../protocol/mcpConnection.ts';
import type { RunningServer } from '../servers/slot.ts';
import { MAX_STATUS_MESSAGE } from '../tasks/taskReport.ts';
import type { CallEnd } from './callStates.ts';
import { createdTask, editionAsked, endedTask, sentTask, toKept } from './taskViews.ts';

const SECRET = 'canary-19';
const redact = (text: string): string => text.replaceAll(SECRET, '…');
const IMMEDIATE_RESPONSE = 'io.modelcontextprotocol/model-immediate-response';

/** What these functions look at of a server. */
function serverWith(tasks: TaskOffer, pid?: number): RunningServer {
  return { connection: { tasks }, link: { redact, pid } } as unknown as RunningServer;
}
const remote = serverWith({ edition: 'core', canCancel: true, canList: false });
const report = { taskId: 't', status: 'working', pollInterval: 500 } as const;
const complete = (text: string, more: object = {}): CallEnd => ({
  kind: 'complete',
  content: [{ type: 'text', text }],
  structuredCheck: 'not_declared',
  isError: false,
  ...more,
});

describe('a task as it begins', () => {
  test('is on its own before its server has said anything', () => {
    const sent = sentTask('core', remote, 1_000);
    expect(sent).toMatchObject({ edition: 'core', status: 'working', createdAtMs: 1_000, following: 'active' });
    expect(sent.taskId).toBeUndefined();
    expect(sent).toMatchObject({ canCancel: true, endsWithServer: false });
    const local = serverWith({ edition: 'extension', canCancel: false, canList: false }, 4711);
    expect(sentTask('extension', local, 1_000)).toMatchObject({ canCancel: false, endsWithServer: true });
  });

  test('lives by our clock for as long as its server says, whatever time it is there', () => {
    const sent = sentTask('core', remote, 1_000);
    const created = { ...report, ttlMs: 60_000, createdAtMs: 5 };
    expect(createdTask(sent, created, remote, undefined)).toMatchObject({ createdAtMs: 1_000, expiresAtMs: 61_000 });
    expect(createdTask(sent, report, remote, undefined).expiresAtMs).toBeUndefined();
  });

  test('has what may be read meanwhile, where that is text', () => {
    const sent = sentTask('core', remote, 1_000);
    const immediate = (meta: unknown) => createdTask(sent, report, remote, meta).immediateResponse;
    expect(immediate({ [IMMEDIATE_RESPONSE]: 'It has begun.' })).toBe('It has begun.');
    expect(immediate({ [IMMEDIATE_RESPONSE]: 'x'.repeat(100_000) })).toHaveLength(20_000);
    for (const meta of [undefined, null, 'text', {}, { [IMMEDIATE_RESPONSE]: { text: 'no' } }]) {
      expect(immediate(meta)).toBeUndefined();
    }
  });

  test('keeps no secret of its server, and none that is cut in half (S9)', () => {
    const sent = sentTask('core', remote, 1_000);
    const statusMessage = `${'x'.repeat(MAX_STATUS_MESSAGE - 4)}${SECRET}`;
    const task = createdTask(sent, { ...report, statusMessage }, remote, { [IMMEDIATE_RESPONSE]: `with ${SECRET}` });
    expect(JSON.stringify(task)).not.toContain('cana');
    expect(task.statusMessage).toMatch(/^x+…$/);
  });
});

describe('a task as it ends', () => {
  const task: TaskView = { ...sentTask('core', remote, 1_000), problem: toErrorView(undefined) };

  test('is followed no more, and what was wrong meanwhile is of no matter', () => {
    expect(endedTask(task, complete('done'))).toMatchObject({ following: 'over' });
    expect(endedTask(task, complete('done')).problem).toBeUndefined();
    expect(endedTask(task, undefined).problem).toBeUndefined();
  });

  test('says why, where that is how it ended', () => {
    const error = toErrorView(new AppError('TASK_EXPIRED', 'Over.'));
    expect(endedTask(task, { kind: 'failed', error }).problem).toEqual(error);
  });
});

describe('an outcome as it is kept', () => {
  test('has no secret of its server, wherever that stands (S9)', () => {
    const deep = { [SECRET]: [{ text: `a ${SECRET}` }, SECRET], count: 7, nothing: null };
    const kept = toKept(complete(SECRET, { structuredContent: deep, structuredCheck: 'valid' }), redact);
    expect(JSON.stringify(kept)).not.toContain(SECRET);
    expect(kept).toMatchObject({ structuredContent: { '…': [{ text: 'a …' }, '…'], count: 7, nothing: null } });
    const error = toErrorView(new AppError('SERVER_PROTOCOL_ERROR', 'Broke.', { data: { said: SECRET } }));
    expect(JSON.stringify(toKept({ kind: 'failed', error }, redact))).not.toContain(SECRET);
  });

  test('that has no secret is kept as it is', () => {
    for (const end of [complete('done'), complete('', { isError: true }), { kind: 'cancelled' } as const]) {
      expect(toKept(end, redact)).toEqual(end);
      expect(callOutcome.safeParse(toKept(end, redact)).success).toBe(true);
    }
  });

  test('of more than four megabytes is not, and says so', () => {
    const fits = complete('x'.repeat(4 * 1024 * 1024 - 1_000));
    expect(toKept(fits, redact)).toEqual(fits);
    expect(toKept(complete('x'.repeat(4 * 1024 * 1024)), redact)).toMatchObject({
      kind: 'failed',
      error: { code: 'TASK_RESULT_NOT_KEPT' },
    });
  });
});

describe('whether a call is sent as a task (MCP 2025-11-25 basic/utilities/tasks §Tool-Level Negotiation)', () => {
  test.each([
    ['required', false, 'core'],
    ['required', true, 'core'],
    ['optional', true, 'core'],
    ['optional', false, undefined],
    ['forbidden', true, undefined],
  ] as const)('of a tool whose support is %s, wanted: %s', (support, wanted, edition) => {
    expect(editionAsked(support, wanted, { tasks: { edition: 'core' } } as McpConnection)).toBe(edition);
  });

  test('is impossible where it has to be, and the server takes none', () => {
    const connection = { tasks: { edition: undefined } } as McpConnection;
    expect(() => editionAsked('impossible', true, connection)).toThrow(
      expect.objectContaining({ code: 'TASK_TOOL_IMPOSSIBLE' }),
    );
  });
});
