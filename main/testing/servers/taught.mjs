// A server whose every answer is in its test's hand, over stdio: of the older era, or of 2026-07-28 with `modern` as its
// argument. `teach` says what it answers from then on, by method, or by `tools/call NAME`; `script` and `flood` write lines.
//
// What is taught holds places to fill: "%id" (or "%text", the same as text) and "%token" of the request, %n for how often the method was asked, "%inputs"
// for the answers a retry brought and "%state" for the SHA-256 of its state. Large values are short in what is taught:
// {"%repeat": ["x", 3]} is "xxx", {"%list": [entry, 3]} is three entries with %i counted up.
import { createHash } from 'node:crypto';
import process from 'node:process';
import { write } from './wire.mjs';

const isModern = process.argv[2] === 'modern';
const info = { name: 'taught', version: '1.0.0' };
const capabilities = {
  tools: { listChanged: !isModern },
  resources: { subscribe: true },
  prompts: {},
  completions: {},
  logging: {},
};
/** What is answered to each method, in order; the last one again and again. */
const lessons = new Map();
const counts = new Map();
/** Who waits for an answer to a request of ours, by its id. */
const waiting = new Map();
let lastQuestion = 0;

const complete = (result) => ({
  result: isModern ? { resultType: 'complete', ttlMs: 0, cacheScope: 'private', ...result } : result,
});
const text = (value) => complete({ content: [{ type: 'text', text: JSON.stringify(value) }] });

const tools = {
  teach: ({ params }) => {
    for (const [method, answers] of Object.entries(params.arguments)) {
      const learnt = answers.map((answer) => JSON.stringify(expand(answer)));
      lessons.set(method, learnt);
      counts.delete(method);
    }
    return text('learnt');
  },
  script: async (message) => {
    for (const line of message.params.arguments.lines) await say(line, message, 0);
    return text('written');
  },
  flood: async (message) => {
    const { line, times } = message.params.arguments;
    for (let n = 1; n <= times; n += 1) await say(line, message, n);
    return text('flooded');
  },
  /** Asks all at once and tells the answers, in the order of the requests. */
  ask: async (message) => {
    const { requests } = message.params.arguments;
    const answers = requests.map(async (request) => {
      const id = `question ${(lastQuestion += 1)}`;
      const heard = new Promise((resolve) => waiting.set(id, resolve));
      await say({ jsonrpc: '2.0', id, ...request }, message, lastQuestion);
      const { result, error } = await heard;
      return { result, error };
    });
    return text(await Promise.all(answers));
  },
  counts: () => text(Object.fromEntries(counts)),
  exit: ({ params }) => process.exit(params.arguments.code),
  taught: () => text('nothing yet'),
};

const discovered = { supportedVersions: ['2026-07-28'], _meta: { 'io.modelcontextprotocol/serverInfo': info } };
const usual = {
  initialize: () => ({ result: { protocolVersion: '2025-11-25', capabilities, serverInfo: info } }),
  ...(isModern ? { 'server/discover': () => complete({ ...discovered, capabilities }) } : {}),
  ping: () => complete({}),
  'logging/setLevel': () => complete({}),
  'tools/list': () =>
    complete({ tools: Object.keys(tools).map((name) => ({ name, inputSchema: { type: 'object' } })) }),
};

function expand(value) {
  if (typeof value !== 'object' || value === null) return value;
  if (Array.isArray(value)) return value.map(expand);
  if (value['%repeat'] !== undefined) return value['%repeat'][0].repeat(value['%repeat'][1]);
  if (value['%list'] !== undefined) {
    const entry = JSON.stringify(expand(value['%list'][0]));
    return Array.from({ length: value['%list'][1] }, (_, index) => JSON.parse(entry.replaceAll('%i', index)));
  }
  return Object.fromEntries(Object.entries(value).map(([key, item]) => [key, expand(item)]));
}

function fill(template, { id, params = {} }, n) {
  const state = createHash('sha256')
    .update(params.requestState ?? '')
    .digest('hex');
  return template
    .replaceAll('"%id"', () => JSON.stringify(id))
    .replaceAll('"%text"', () => JSON.stringify(String(id)))
    .replaceAll('"%token"', () => JSON.stringify(params._meta?.progressToken))
    .replaceAll('"%inputs"', () => JSON.stringify(JSON.stringify(params.inputResponses ?? null)))
    .replaceAll('%state', state)
    .replaceAll('%n', String(n));
}

/** A line as it is where it is text, so that it need not be JSON. */
const say = (line, message, n) =>
  write(`${fill(typeof line === 'string' ? line : JSON.stringify(expand(line)), message, n)}\n`);

async function respond(message) {
  const method = message.method === 'tools/call' ? `tools/call ${message.params.name}` : message.method;
  const n = (counts.get(method) ?? 0) + 1;
  counts.set(method, n);
  const lesson = lessons.get(method)?.[Math.min(n, lessons.get(method).length) - 1];
  if (lesson === undefined) {
    const own = message.method === 'tools/call' ? tools[message.params.name] : usual[message.method];
    const unknown = { error: { code: -32601, message: `${message.method} is not known` } };
    return say(JSON.stringify({ jsonrpc: '2.0', id: message.id, ...((await own?.(message)) ?? unknown) }), message, n);
  }
  const { lines = [], ...response } = JSON.parse(fill(lesson, message, n));
  for (const line of lines) await say(line, message, n);
  // Taught lines and no response, it never answers.
  if (Object.keys(response).length > 0)
    await say(JSON.stringify({ jsonrpc: '2.0', id: message.id, ...response }), message, n);
}

function take(line) {
  const message = JSON.parse(line);
  if (message.method === undefined) waiting.get(message.id)?.(message);
  else if (message.id !== undefined) void respond(message);
}

// By hand: `readline` ends lines at U+2028 as well.
let rest = '';
process.stdin.setEncoding('utf8').on('data', (chunk) => {
  const lines = (rest + chunk).split('\n');
  rest = lines.pop();
  lines.forEach(take);
});
