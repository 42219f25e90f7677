// A server of 2026-07-28 whose tools become tasks (`taskTools.mjs`) by `io.modelcontextprotocol/tasks`, on the official SDK,
// which leaves the extension to its user: over stdio, or with `http` as its first argument over Streamable HTTP on 127.0.0.1,
// where it prints its port as one JSON line. What else its arguments may say:
//
//   push                 sends notifications/tasks to those that listen
//   refuse               refuses a call with -32021 where the extension isn't declared with it, and doesn't answer it plainly;
//                        what asks a question as a task is always refused
//   own=authorization    finds tasks only for whom sends the same Authorization header
//
// Over HTTP `/forget-tasks` ends all tasks, and as in `tasks2025.mjs` there are `/heard`, `/release?GATE`, `/away` and `/back`.
import process from 'node:process';
import { Readable } from 'node:stream';
import { text as textOfStream } from 'node:stream/consumers';
import {
  CLIENT_CAPABILITIES_META_KEY,
  createMcpHandler,
  MissingRequiredClientCapabilityError,
  Server,
  SUBSCRIPTION_ID_META_KEY,
} from '@modelcontextprotocol/server';
import { serveStdio, StdioServerTransport } from '@modelcontextprotocol/server/stdio';
import { z } from 'zod';
import { serveHttp } from './controlledHttp.mjs';
import { answerQuestions, beginTask, cancelTask, findTask, forgetTasks, viewOf, watchers } from './taskStore2026.mjs';
import { failure, hear, tools } from './taskTools.mjs';

const [way = 'stdio', ...flags] = process.argv.slice(2);
const EXTENSION = 'io.modelcontextprotocol/tasks';
const declared = { extensions: { [EXTENSION]: {} } };
const missing = () => new MissingRequiredClientCapabilityError({ requiredCapabilities: declared });
const ownerBy = (authorization) => (flags.includes('own=authorization') ? (authorization ?? 'nobody') : undefined);
const ownerOf = (ctx) => ownerBy(ctx.http?.req?.headers.get('authorization') ?? undefined);
const declares = (meta) => meta?.[CLIENT_CAPABILITIES_META_KEY]?.extensions?.[EXTENSION] !== undefined;

/** The SDK's own would take a task for a result that has no content, and give it some. */
class TaskServer extends Server {
  _wrapHandler(method, handler) {
    return method === 'tools/call' ? handler : super._wrapHandler(method, handler);
  }
}

function createServer() {
  const server = new TaskServer({ name: 'tasks', version: '2.0.0' }, { capabilities: { tools: {}, ...declared } });
  server.setRequestHandler('tools/list', () => ({
    tools: Object.entries(tools).map(([name, { properties }]) => ({
      name,
      inputSchema: { type: 'object', properties },
    })),
  }));
  server.setRequestHandler('tools/call', ({ params }, ctx) => call(params, ctx));
  const onTask = (method, answer) =>
    server.setRequestHandler(method, { params: z.looseObject({ taskId: z.string() }) }, ({ taskId }, ctx) => {
      if (!declares(ctx.mcpReq.envelope)) throw missing();
      return answer(findTask(taskId, ownerOf(ctx)), ctx) ?? {};
    });
  onTask('tasks/get', viewOf);
  // The SDK takes answers out of the parameters of every request.
  onTask('tasks/update', (task, { mcpReq }) => answerQuestions(task, mcpReq.inputResponses ?? {}));
  onTask('tasks/cancel', cancelTask);
  return server;
}

async function call({ name, arguments: args = {} }, ctx) {
  const tool = tools[name];
  if (tool === undefined) throw failure(-32602, `There is no tool ${name}.`);
  const becomesTask = tool.support !== 'forbidden' && !tool.isNoTask && args.asTask !== false;
  if (becomesTask && declares(ctx.mcpReq.envelope)) {
    return { resultType: 'task', ...beginTask(tool, args, ownerOf(ctx)) };
  }
  if (becomesTask && flags.includes('refuse')) throw missing();
  const ask = () => {
    throw missing();
  };
  return tool.run(args, { signal: ctx.mcpReq.signal, step: () => undefined, ask });
}

/**
 * Answers `subscriptions/listen` where it names tasks, of which the SDK knows nothing.
 *
 * @param send Of a message. @returns What ends it, or nothing where it was refused.
 */
function listen({ id, params }, owner, send) {
  const _meta = { [SUBSCRIPTION_ID_META_KEY]: id };
  if (!declares(params._meta)) {
    const { code, message, data } = missing();
    return void send({ id, error: { code, message, data } });
  }
  const taskIds = params.notifications.taskIds.filter((taskId) => isFound(taskId, owner));
  const agreed = flags.includes('push') ? { taskIds } : {};
  send({ method: 'notifications/subscriptions/acknowledged', params: { notifications: agreed, _meta } });
  const watcher = (task) => {
    if (agreed.taskIds?.includes(task.view.taskId)) {
      send({ method: 'notifications/tasks', params: { ...viewOf(task), _meta } });
    }
  };
  watchers.add(watcher);
  return () => watchers.delete(watcher);
}

function isFound(taskId, owner) {
  try {
    return findTask(taskId, owner) !== undefined;
  } catch {
    return false;
  }
}

const namesTasks = ({ method, params }) =>
  method === 'subscriptions/listen' && Array.isArray(params?.notifications?.taskIds);

const handler = createMcpHandler(createServer, { legacy: 'reject' });

async function answerHttp(request, response) {
  const body = await textOfStream(request);
  const message = body === '' ? {} : JSON.parse(body);
  hear(message);
  if (namesTasks(message)) return listenOverHttp(message, request, response);
  const closed = new AbortController();
  response.on('close', () => closed.abort());
  const { method, headers } = request;
  const init = { method, headers, signal: closed.signal, ...(method === 'POST' ? { body } : {}) };
  const answer = await handler.fetch(new Request(`http://127.0.0.1${request.url}`, init));
  response.writeHead(answer.status, Object.fromEntries(answer.headers));
  if (answer.body === null) return response.end();
  Readable.fromWeb(answer.body)
    .on('error', () => response.end())
    .pipe(response);
}

function listenOverHttp(message, request, response) {
  const send = (said) => {
    const isError = said.error !== undefined;
    const line = JSON.stringify({ jsonrpc: '2.0', ...said });
    if (isError) response.writeHead(400, { 'content-type': 'application/json' }).end(line);
    else if (!response.headersSent) response.writeHead(200, { 'content-type': 'text/event-stream' });
    if (!isError) response.write(`event: message\ndata: ${line}\n\n`);
  };
  const end = listen(message, ownerBy(request.headers.authorization), send);
  if (end !== undefined) response.on('close', end);
}

function serveLocally() {
  process.stdin.on('end', () => process.exit());
  const wire = new StdioServerTransport();
  serveStdio(createServer, { transport: wire });
  const { onmessage } = wire;
  const listening = new Map();
  wire.onmessage = (message, extra) => {
    hear(message);
    const { requestId } = message.params ?? {};
    if (namesTasks(message)) {
      const send = (said) => void wire.send({ jsonrpc: '2.0', ...said });
      return listening.set(message.id, listen(message, undefined, send));
    }
    if (message.method !== 'notifications/cancelled' || !listening.has(requestId)) return onmessage(message, extra);
    listening.get(requestId)?.();
    listening.delete(requestId);
  };
}

if (way === 'http') serveHttp(answerHttp, { '/forget': () => undefined, '/forget-tasks': forgetTasks });
else serveLocally();
