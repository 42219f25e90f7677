// The SDK's store of tasks, which outlives sessions: who owns a task is said by its server, a task may end with an error, and
// whoever works on one hears that it was cancelled.
import { InMemoryTaskStore } from '@modelcontextprotocol/sdk/experimental/tasks/stores/in-memory.js';

const LONGEST_TTL_MS = 3_600_000;
const USUAL_INTERVAL_MS = 50;

export class TaskStore extends InMemoryTaskStore {
  #ownerOf;
  #errors = new Map();
  #cancelled = new Map();

  /** @param ownerOf The owner by session; undefined is everybody. Without a session, all may see all. */
  constructor(ownerOf) {
    super();
    this.#ownerOf = (sessionId) => (sessionId === undefined ? undefined : ownerOf(sessionId));
  }

  /** Null for `pollInterval` names none. The task is a copy, which stays as it was. */
  async createTask({ ttl = null, pollInterval = USUAL_INTERVAL_MS }, requestId, request, sessionId) {
    const shortTtl = ttl === null ? null : Math.min(ttl, LONGEST_TTL_MS);
    const owner = this.#ownerOf(sessionId);
    const task = await super.createTask({ ttl: shortTtl, pollInterval }, requestId, request, owner);
    if (pollInterval === null) delete task.pollInterval;
    this.#cancelled.set(task.taskId, new AbortController());
    return { ...task };
  }

  signal(taskId) {
    return this.#cancelled.get(taskId).signal;
  }

  async endWithError(taskId, error) {
    this.#errors.set(taskId, error);
    await super.updateTaskStatus(taskId, 'failed', error.message);
  }

  async getTask(taskId, sessionId) {
    return super.getTask(taskId, this.#ownerOf(sessionId));
  }

  async getTaskResult(taskId, sessionId) {
    if (this.#errors.has(taskId)) throw this.#errors.get(taskId);
    return super.getTaskResult(taskId, this.#ownerOf(sessionId));
  }

  async updateTaskStatus(taskId, status, statusMessage, sessionId) {
    await super.updateTaskStatus(taskId, status, statusMessage, this.#ownerOf(sessionId));
    if (status === 'cancelled') this.#cancelled.get(taskId).abort();
  }

  async listTasks(cursor, sessionId) {
    return super.listTasks(cursor, this.#ownerOf(sessionId));
  }
}
