// What the tools of `tasks2025.mjs` and `tasks2026.mjs` do, whichever edition carries them. Arguments steer them, so that no
// test has to sleep: a call goes on until its `gate` is opened (by the tool `release`).
//
// What a tool runs in, its job, has: `signal`, aborted once it was cancelled and has to obey; `step(n, of)`, how far it is;
// `ask(requests)`, which asks all at once, each under a key, and answers what was said under the same keys.
import process from 'node:process';
import { setTimeout as delay } from 'node:timers/promises';

export const text = (value) => ({
  content: [{ type: 'text', text: typeof value === 'string' ? value : JSON.stringify(value) }],
});
export const failure = (code, message, data) => Object.assign(new Error(message), { code, data });

const gates = new Map();
function gate(name) {
  if (!gates.has(name)) gates.set(name, Promise.withResolvers());
  return gates.get(name);
}
export const openGate = (name) => gate(name).resolve();

/** What was posted to this server, oldest first, with the task it named, the tool and its text, and the moment it came. */
export const heard = [];
export function hear({ method, params }) {
  if (method === undefined) return;
  heard.push({ method, taskId: params?.taskId, name: params?.name, text: params?.arguments?.text, atMs: Date.now() });
}

/** Resolves when it happens, rejects once the job is cancelled. */
async function unlessCancelled(happens, { signal }) {
  signal.throwIfAborted();
  const { promise, reject } = Promise.withResolvers();
  const cancel = () => reject(signal.reason);
  signal.addEventListener('abort', cancel);
  await Promise.race([happens, promise]).finally(() => signal.removeEventListener('abort', cancel));
}

async function work({ steps = 0, stepMs = 0, gate: name, text: said = 'done' }, job) {
  for (let step = 1; step <= steps; step += 1) {
    await delay(stepMs, undefined, { signal: job.signal });
    await job.step(step, steps);
  }
  if (name !== undefined) await unlessCancelled(gate(name).promise, job);
  return text(said);
}

/** Works first, then asks, in so many rounds, so many questions at once; the answers are its result, by key. */
const asking = (method, params) => async (args, job) => {
  await work(args, job);
  const { rounds = 1, questions = 1 } = args;
  const answers = {};
  for (let round = 1; round <= rounds; round += 1) {
    const keys = Array.from({ length: questions }, (_, index) => `question ${round}.${index + 1}`);
    const requests = keys.map((key) => [key, { method, params: { ...params(args), message: `${args.text ?? key}?` } }]);
    Object.assign(answers, await job.ask(Object.fromEntries(requests)));
  }
  return text(answers);
};

const form = {
  type: 'object',
  properties: { name: { type: 'string', title: 'Your name' } },
  required: ['name'],
};
const number = { type: 'number' };
const string = { type: 'string' };
/** `pollInterval` and `ttl` of the task in milliseconds, whatever was asked for; null for none. */
const timing = {
  steps: number,
  stepMs: number,
  gate: string,
  text: string,
  pollInterval: { type: ['number', 'null'] },
  ttl: { type: ['number', 'null'] },
  /** Once asked to cancel, in the newer edition: `stop` at once (else), `late`, when it would have ended, or `finish`. */
  onCancel: { enum: ['stop', 'late', 'finish'] },
};
const asks = { ...timing, rounds: number, questions: number };

/** `support` is what the older edition says of a tool; in the newer one, `forbidden` tools never become tasks. */
export const tools = {
  work: {
    support: 'required',
    properties: { ...timing, password: { ...string, format: 'password', writeOnly: true } },
    run: work,
  },
  /** In the newer edition it is a task unless `asTask` is false. */
  maybe: { support: 'optional', properties: { ...timing, asTask: { type: 'boolean' } }, run: work },
  asks: {
    support: 'optional',
    properties: { ...asks, requestedSchema: { type: 'object' } },
    run: asking('elicitation/create', ({ requestedSchema = form }) => ({ mode: 'form', requestedSchema })),
  },
  asksModel: {
    support: 'required',
    properties: asks,
    run: asking('sampling/createMessage', ({ text: said = 'Say hello.' }) => ({
      messages: [{ role: 'user', content: { type: 'text', text: said } }],
      maxTokens: 100,
    })),
  },
  visits: {
    support: 'required',
    properties: { ...asks, url: string },
    run: asking('elicitation/create', ({ url }) => ({ mode: 'url', url })),
  },
  fails: {
    support: 'required',
    properties: timing,
    run: async (args, job) => ({ ...(await work(args, job)), isError: true }),
  },
  /** Ends with an error of JSON-RPC. */
  breaks: {
    support: 'required',
    properties: timing,
    run: async (args, job) => {
      await work(args, job);
      throw failure(-32050, args.text ?? 'It broke.', { detail: 'in the middle' });
    },
  },
  /** Says what a model may read at once. */
  immediate: { support: 'required', properties: timing, run: work, immediately: 'It has begun; look again later.' },
  /** Sends word of each change of its status, whoever asked for it. */
  announces: { support: 'required', properties: timing, run: work, announces: true },
  /** Takes a call as a task, and answers it as if it was none. */
  answersPlainly: { support: 'optional', properties: timing, run: work, isNoTask: true },
  plain: { support: 'forbidden', properties: { text: string }, run: work },
  release: {
    support: 'forbidden',
    properties: { gate: string },
    run: ({ gate: name }) => (openGate(name), text('released')),
  },
  /** What this server heard. */
  heard: { support: 'forbidden', properties: {}, run: () => text(heard) },
  exit: { support: 'forbidden', properties: { code: number }, run: ({ code }) => process.exit(code) },
};
