// Questions that tasks of 2025-11-25 ask, through the SDK's queue: it hands them over at tasks/result, each once.
import { InMemoryTaskMessageQueue } from '@modelcontextprotocol/sdk/experimental/tasks/stores/in-memory.js';
import { z } from 'zod';

const CONNECTION_CLOSED = -32000;
/** On a request it says which attempt at which question it is, and stays here: it is no text. */
const ATTEMPT = Symbol('attempt');

class Attempts extends InMemoryTaskMessageQueue {
  async dequeue(taskId, sessionId) {
    for (;;) {
      const queued = await super.dequeue(taskId, sessionId);
      const { question, attempt } = queued?.message[ATTEMPT] ?? {};
      if (attempt?.signal.aborted) continue;
      if (question !== undefined) question.isDue = true;
      return queued;
    }
  }
}

/** @param isLasting What isn't answered outlives its connection, and is asked again at the next tasks/result. */
export function createQuestions(isLasting) {
  /** What is not answered; due is what was handed over, or can't be any more. */
  const open = new Set();

  function put(server, question) {
    const { taskId, resolve, reject } = question;
    const attempt = new AbortController();
    Object.assign(question, { attempt, isDue: false });
    const request = { ...question.request, [ATTEMPT]: { question, attempt } };
    const options = { relatedTask: { taskId }, timeout: 600_000, signal: attempt.signal };
    server.request(request, z.looseObject({}), options).then(resolve, (error) => {
      if (question.attempt !== attempt) return;
      if (!isLasting || error.code !== CONNECTION_CLOSED) return reject(error);
      question.isDue = true;
      attempt.abort();
    });
  }

  return {
    queue: new Attempts(),
    async ask(server, { taskId, request, signal }) {
      const question = { taskId, request, ...Promise.withResolvers() };
      open.add(question);
      const withdraw = () => {
        question.attempt.abort('The task was cancelled.');
        question.reject(signal.reason);
      };
      signal.addEventListener('abort', withdraw);
      put(server, question);
      try {
        return await question.promise;
      } finally {
        signal.removeEventListener('abort', withdraw);
        open.delete(question);
      }
    },
    askAgain(server, taskId) {
      if (!isLasting) return;
      for (const question of [...open].filter((each) => each.taskId === taskId && each.isDue)) {
        const { attempt } = question;
        put(server, question);
        attempt.abort('It is asked again.');
      }
    },
  };
}
