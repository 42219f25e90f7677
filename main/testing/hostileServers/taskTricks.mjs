// A server that plays tricks with tasks, over stdio and by hand: of 2025-11-25, or of 2026-07-28 with `modern` as its argument.
// Which trick is said by the tool that is called (`TRICKS` and `ODD_FIELDS`); how a task would go without one: it works, and at
// the third question has completed. `listsMany` and `listsForEver` change what tasks/list (older edition) answers from then on,
// `resourceAsTask` is a resource that answers as a task, and `slanders` tells of the task named in its argument: that it is over,
// or what its argument `said` has, `times` over. The tool `heard` tells what this server was asked, oldest first. What it tells
// where it leaks is the value of LEAKED in its environment.
import { randomUUID } from 'node:crypto';
import process from 'node:process';
import { answer, send, serve, text } from '../servers/wire.mjs';

const isModern = process.argv[2] === 'modern';
const EXTENSION = 'io.modelcontextprotocol/tasks';
const LOUD = `\u001b[31m\u202e${'look here \u2066'.repeat(100_000)}`;
const HUGE = text('x'.repeat(10_000_000));
const FLOOD = 1_000;
const DONE = text('done');
const LEAKED = process.env.LEAKED ?? '';

/** Said of the task, whenever anything is said of it. `ttl` and `pollInterval` bear the name their edition has for them. */
const ODD_FIELDS = {
  ttlZero: { ttl: 0 },
  ttlNegative: { ttl: -1 },
  ttlHuge: { ttl: 1e15 },
  ttlText: { ttl: '60000' },
  ttlAbsent: { ttl: undefined },
  pollZero: { pollInterval: 0 },
  pollNegative: { pollInterval: -5 },
  pollHuge: { pollInterval: 1e12 },
  pollText: { pollInterval: 'NaN' },
  createdNever: { createdAt: 'the day before yesterday', lastUpdatedAt: '' },
  createdLongAgo: { createdAt: '-271821-04-20T00:00:00Z', lastUpdatedAt: '+275760-09-13T00:00:00Z' },
  statusUnknown: { status: 'pondering' },
  statusLoud: { statusMessage: LOUD },
  idEmpty: { taskId: '' },
  idNumber: { taskId: 7 },
  idHuge: { taskId: 'i'.repeat(1_000_000) },
  fieldsMissing: { status: undefined, createdAt: undefined, lastUpdatedAt: undefined },
};

const working = () => ({ status: 'working' });
/**
 * `created` is said of a new task, `get` of one that is asked for, the nth time, and `result` answers with its result; where
 * nothing is returned, nothing is answered.
 */
const TRICKS = {
  neverEnds: { get: working },
  jumpsBack: { get: (n) => ({ status: n === 1 || n > 3 ? 'completed' : 'working' }) },
  /** Working, failed, cancelled, and completed: no end is one. */
  changesItsEnd: { get: (n) => ({ status: ['failed', 'cancelled', 'completed'][Math.min(n, 3) - 1] }) },
  changesId: { get: () => ({ taskId: randomUUID() }) },
  claims: { created: ({ taskId }) => ({ taskId }), get: working },
  bornDone: { created: () => ({ status: 'completed' }) },
  bornWaiting: { created: () => ({ status: 'input_required' }) },
  neverAnswersGet: { get: () => undefined },
  /** Answers the first question only. */
  fallsSilent: { get: (n) => (n === 1 ? { status: 'working' } : undefined) },
  neverAnswersResult: { result: () => undefined },
  refusesCancel: { get: working, cancel: { error: { code: -32603, message: 'Not while it works.' } } },
  hugeResult: { result: () => HUGE },
  noResult: { result: () => ({ content: 'none' }) },
  floods: { get: () => ({ status: 'input_required' }), questions: () => FLOOD },
  /** Asks the same under the same key, or by the same id, after it was answered. */
  asksAgain: { get: () => ({ status: 'input_required' }), questions: () => 1 },
  /** Asks for what no server may ask for. */
  asksOddly: { get: () => ({ status: 'input_required' }), questions: () => 1, method: 'tools/call' },
  /** Says its secret wherever it may say anything: while it works, and in its result or its error. */
  leaks: {
    created: leak,
    get: leak,
    reports: LEAKED,
    result: () => ({ ...text(LEAKED), structuredContent: { [LEAKED]: LEAKED } }),
  },
  leaksAndFails: {
    created: leak,
    get: (n) => ({ ...leak(), ...(n < 2 ? {} : { status: 'failed' }) }),
    error: { code: -32603, message: `failed with ${LEAKED}`, data: LEAKED },
  },
};
function leak() {
  return { statusMessage: `it is ${LEAKED}` };
}
for (const [name, change] of Object.entries(ODD_FIELDS)) TRICKS[name] = { created: () => change, get: () => change };

const tasks = new Map();
const heard = [];
let listing = 'none';

const complete = (message, result) =>
  answer(message, isModern ? { resultType: 'complete', ttlMs: 0, cacheScope: 'private', ...result } : result);
const refuse = ({ id }) => send({ id, error: { code: -32602, message: 'There is no such task.' } });

/** In the words of its edition. */
function inWords(task, change = {}) {
  const { ttl, pollInterval, ...said } = { ...task, ttl: 60_000, pollInterval: 20, ...change };
  return isModern ? { ...said, ttlMs: ttl, pollIntervalMs: pollInterval } : { ...said, ttl, pollInterval };
}

/** A task, as it begins. */
function newTask(change) {
  const at = new Date().toISOString();
  return { taskId: randomUUID(), status: 'working', createdAt: at, lastUpdatedAt: at, ...change };
}

const answerWithTask = (message, task) => answer(message, isModern ? { resultType: 'task', ...task } : { task });

function create(message, name) {
  const trick = TRICKS[name];
  const own = newTask();
  const { arguments: args = {}, _meta } = message.params;
  const said = inWords(own, trick.created?.(args));
  tasks.set(said.taskId, {
    own: { ...own, taskId: said.taskId },
    trick,
    asked: 0,
    progressToken: _meta?.progressToken,
  });
  return answerWithTask(message, said);
}

function get(message) {
  const task = tasks.get(message.params.taskId);
  if (task === undefined) return refuse(message);
  task.asked += 1;
  const { own, trick, asked, progressToken } = task;
  if (trick.reports !== undefined) {
    void send({ method: 'notifications/progress', params: { progressToken, progress: asked, message: trick.reports } });
  }
  const usual = { status: asked < 3 ? 'working' : 'completed' };
  const change = trick.get === undefined ? {} : trick.get(asked);
  if (change === undefined) return undefined;
  const said = inWords(own, { ...usual, ...change });
  if (!isModern) return answer(message, said);
  return complete(message, { ...said, ...detailOf(said.status, trick) });
}

function detailOf(status, trick) {
  if (status === 'input_required') return { inputRequests: Object.fromEntries(questionsOf(trick)) };
  if (status === 'failed') return { error: trick.error ?? { code: -32603, message: 'failed' } };
  return status === 'completed' ? { result: trick.result === undefined ? DONE : trick.result() } : {};
}

function questionsOf({ questions = () => 0, method = 'elicitation/create' }) {
  const requestedSchema = { type: 'object', properties: { name: { type: 'string' } } };
  return Array.from({ length: questions() }, (_, index) => [
    `question ${index}`,
    { method, params: { mode: 'form', message: `question ${index}`, requestedSchema } },
  ]);
}

/** Of the older edition. With questions it asks them all here, and again, by the same ids, once one was answered. */
function result(message) {
  const task = tasks.get(message.params.taskId);
  if (task === undefined) return refuse(message);
  const { trick, own } = task;
  const _meta = { 'io.modelcontextprotocol/related-task': { taskId: own.taskId } };
  if (trick.error !== undefined) return send({ id: message.id, error: trick.error });
  if (trick.questions === undefined) {
    const said = trick.result === undefined ? DONE : trick.result();
    return said === undefined ? undefined : answer(message, { ...said, _meta });
  }
  for (const [key, { method, params }] of questionsOf(trick)) {
    void send({ id: key, method, params: { ...params, _meta } });
  }
  task.askAgain = () => result(message);
}

function answered({ id }) {
  for (const task of tasks.values()) if (task.trick === TRICKS.asksAgain && id === 'question 0') task.askAgain?.();
}

function cancel(message) {
  const task = tasks.get(message.params.taskId);
  if (task === undefined) return refuse(message);
  if (task.trick.cancel !== undefined) return send({ id: message.id, ...task.trick.cancel });
  // It says yes and goes on.
  return isModern ? complete(message, {}) : answer(message, inWords(task.own));
}

function list(message) {
  const entry = () => inWords(newTask());
  if (listing === 'many') return answer(message, { tasks: Array.from({ length: 10_000 }, entry) });
  if (listing === 'forEver') return answer(message, { tasks: [entry()], nextCursor: randomUUID() });
  return answer(message, { tasks: [] });
}

/** Says that a task is over, which may be another server's. */
async function slander(message) {
  const { taskId, said = {}, times = 1 } = message.params.arguments;
  const method = isModern ? 'notifications/tasks' : 'notifications/tasks/status';
  for (let n = 1; n <= times; n += 1) {
    const news = inWords(newTask({ taskId, status: 'completed', statusMessage: `news ${n}`, ...said }));
    await send({ method, params: { ...news, ...(isModern ? { result: text('a lie') } : {}) } });
  }
  return complete(message, text('said'));
}

const plain = {
  listsMany: (message) => ((listing = 'many'), complete(message, text('it does'))),
  listsForEver: (message) => ((listing = 'forEver'), complete(message, text('it does'))),
  slanders: slander,
  heard: (message) => complete(message, text(JSON.stringify(heard))),
  isWell: (message) => complete(message, text('well')),
};

const capabilities = { tools: {}, resources: {} };
const serverInfo = { name: 'tricks', version: '1.0.0' };
const usual = isModern
  ? {
      'server/discover': (message) =>
        complete(message, {
          supportedVersions: ['2026-07-28'],
          capabilities: { ...capabilities, extensions: { [EXTENSION]: {} } },
          _meta: { 'io.modelcontextprotocol/serverInfo': serverInfo },
        }),
      'tasks/update': (message) => (tasks.has(message.params.taskId) ? complete(message, {}) : refuse(message)),
    }
  : {
      initialize: (message) =>
        answer(message, {
          protocolVersion: '2025-11-25',
          capabilities: { ...capabilities, tasks: { list: {}, cancel: {}, requests: { tools: { call: {} } } } },
          serverInfo,
        }),
      ping: (message) => answer(message, {}),
      'tasks/result': result,
      'tasks/list': list,
    };

/** The same handlers, of which it is known what came to them. */
const hearing = (handlers) =>
  Object.fromEntries(
    Object.entries(handlers).map(([method, handle]) => [
      method,
      (message) => {
        const { taskId, name } = message.params ?? {};
        heard.push({ method, taskId, name, atMs: Date.now() });
        return handle(message);
      },
    ]),
  );

const handlers = {
  ...usual,
  answered,
  'tasks/get': get,
  'tasks/cancel': cancel,
  'tools/list': (message) => {
    const as = (taskSupport) => (name) => ({
      name,
      inputSchema: { type: 'object' },
      ...(isModern ? {} : { execution: { taskSupport } }),
    });
    return complete(message, {
      tools: [...Object.keys(TRICKS).map(as('required')), ...Object.keys(plain).map(as('forbidden'))],
    });
  },
  'tools/call': (message) => {
    const { name } = message.params;
    return plain[name] === undefined ? create(message, name) : plain[name](message);
  },
  'resources/list': (message) =>
    complete(message, { resources: [{ uri: 'trick://resourceAsTask', name: 'resourceAsTask' }] }),
  'resources/templates/list': (message) => complete(message, { resourceTemplates: [] }),
  'resources/read': (message) => answerWithTask(message, inWords(newTask())),
};
serve(hearing(handlers));
