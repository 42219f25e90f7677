// Tasks of the extension `io.modelcontextprotocol/tasks` in this process: their states, questions and ends, and who is told.
import { randomUUID } from 'node:crypto';
import { failure } from './taskTools.mjs';

const LONGEST_TTL_MS = 3_600_000;
const USUAL_INTERVAL_MS = 50;
const FINAL = ['completed', 'failed', 'cancelled'];

const tasks = new Map();
/** Called with a task whenever it changed. */
export const watchers = new Set();
export const forgetTasks = () => tasks.clear();

/** @throws with -32602 where there is none of this id, or none of this owner. */
export function findTask(taskId, owner) {
  const task = tasks.get(taskId);
  if (task === undefined || task.owner !== owner) throw failure(-32602, 'There is no such task.');
  return task;
}

/** As tasks/get and notifications/tasks tell it. */
export const viewOf = ({ view, questions }) =>
  view.status === 'input_required'
    ? { ...view, inputRequests: Object.fromEntries([...questions].map(([key, { request }]) => [key, request])) }
    : view;

function change(task, what) {
  // As cancelled or failed or completed as it is, it stays.
  if (FINAL.includes(task.view.status)) return;
  task.view = { ...task.view, ...what, lastUpdatedAt: new Date().toISOString() };
  for (const watcher of watchers) watcher(task);
}

/** Begins a call as a task; it is findable before this returns. */
export function beginTask(tool, args, owner) {
  const { ttl = null, pollInterval = USUAL_INTERVAL_MS, onCancel = 'stop' } = args;
  const ttlMs = ttl === null ? null : Math.min(ttl, LONGEST_TTL_MS);
  const now = new Date().toISOString();
  const view = { taskId: randomUUID(), status: 'working', createdAt: now, lastUpdatedAt: now, ttlMs };
  if (pollInterval !== null) view.pollIntervalMs = pollInterval;
  const task = { view, owner, onCancel, questions: new Map(), stop: new AbortController(), isUnwanted: false };
  tasks.set(view.taskId, task);
  if (ttlMs !== null) setTimeout(() => tasks.delete(view.taskId), ttlMs);
  void run(task, tool, args);
  return view;
}

async function run(task, tool, args) {
  const job = {
    signal: task.stop.signal,
    step: async (n, of) => change(task, { statusMessage: `step ${n} of ${of}` }),
    ask: (requests) => ask(task, requests),
  };
  try {
    const result = await tool.run(args, job);
    change(
      task,
      task.isUnwanted && task.onCancel === 'late' ? { status: 'cancelled' } : { status: 'completed', result },
    );
  } catch (error) {
    if (job.signal.aborted) return change(task, { status: 'cancelled', statusMessage: 'Cancelled.' });
    const { code = -32603, message, data } = error;
    change(task, { status: 'failed', statusMessage: message, error: { code, message, data } });
  }
}

async function ask(task, requests) {
  const answers = Object.entries(requests).map(async ([key, request]) => {
    const { promise, resolve, reject } = Promise.withResolvers();
    task.questions.set(key, { request, resolve });
    task.stop.signal.addEventListener('abort', () => reject(task.stop.signal.reason));
    return [key, await promise];
  });
  change(task, { status: 'input_required', statusMessage: 'Waits for an answer.' });
  return Object.fromEntries(await Promise.all(answers));
}

/** Takes what was answered of what is open, and ignores the rest. */
export function answerQuestions(task, responses) {
  for (const [key, response] of Object.entries(responses)) {
    task.questions.get(key)?.resolve(response);
    task.questions.delete(key);
  }
  if (task.view.status !== 'input_required') return;
  change(task, task.questions.size === 0 ? { status: 'working', statusMessage: 'Goes on.' } : {});
}

/** Takes the wish, and follows it as the call said; never before this was answered. */
export function cancelTask(task) {
  task.isUnwanted = true;
  if (task.onCancel === 'stop') setImmediate(() => task.stop.abort());
}
