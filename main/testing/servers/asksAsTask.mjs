// A tool that asks its client as a task (MCP 2025-11-25), does with that task what its arguments say, and tells all answers.
//
// Each of `steps` is {"waitMs": 50}, {"until": "completed"} (tasks/get again and again), {"together": [steps]}, or
// {"method": "tasks/get"} with `params` of its own where it isn't to name the task.
import { setTimeout as delay } from 'node:timers/promises';

const UNTIL_MS = 10_000;

async function askAs({ method, params, task = {}, steps = [] }, { request }) {
  const ask = async (what, about) => {
    try {
      return { result: await request({ method: what, params: about }) };
    } catch ({ code, message, data }) {
      return { error: { code, message, data } };
    }
  };
  const created = await ask(method, { ...params, task });
  const taskId = created.result?.task?.taskId;
  const take = async (step) => {
    if (step.waitMs !== undefined) return void (await delay(step.waitMs));
    if (step.together !== undefined) return { together: await Promise.all(step.together.map(take)) };
    if (step.until === undefined) return ask(step.method, step.params ?? { taskId });
    const untilMs = Date.now() + UNTIL_MS;
    for (;;) {
      const got = await ask('tasks/get', { taskId });
      if (got.result?.status === step.until || got.error !== undefined || Date.now() > untilMs) return got;
      await delay(20);
    }
  };
  const answers = [created];
  for (const step of steps) answers.push((await take(step)) ?? {});
  return { content: [{ type: 'text', text: JSON.stringify(answers) }] };
}

export const asksAsTask = {
  support: 'forbidden',
  properties: {
    method: { enum: ['elicitation/create', 'sampling/createMessage'] },
    params: { type: 'object' },
    /** What `task` says of the request: its ttl. */
    task: { type: 'object' },
    steps: { type: 'array', items: { type: 'object' } },
  },
  run: askAs,
};
