// A server of 2025-11-25 whose tools run as tasks (`taskTools.mjs`), on the official SDK's experimental tasks: over stdio, or
// with `http` as its first argument over Streamable HTTP on 127.0.0.1, where it prints its port as one JSON line. What else
// its arguments may say:
//
//   list, cancel         offers tasks/list, tasks/cancel
//   announce             sends notifications/tasks/status for every task
//   ask-again            asks anew at each tasks/result what is still open; as the SDK does it, a question is asked once, and
//                        dies with its session
//   says-400             answers 400 to a session that it does not know, as servers made after the SDK's example do, and not 404
//   own=session          finds tasks only in the session they began in
//   own=authorization    finds tasks only for whom sends the same Authorization header
//
// Tasks live in this process, whatever becomes of a session. Over HTTP `/forget` ends all sessions, `/forget-tasks` all tasks,
// `/heard` tells what was posted, `/release?GATE` opens a gate; `/away` has it cut every connection until `/back`.
import { randomUUID } from 'node:crypto';
import process from 'node:process';
import { Server } from '@modelcontextprotocol/sdk/server/index.js';
import { StdioServerTransport } from '@modelcontextprotocol/sdk/server/stdio.js';
import { StreamableHTTPServerTransport } from '@modelcontextprotocol/sdk/server/streamableHttp.js';
import { Protocol } from '@modelcontextprotocol/sdk/shared/protocol.js';
import { CallToolRequestSchema, ListToolsRequestSchema } from '@modelcontextprotocol/sdk/types.js';
import { z } from 'zod';
import { asksAsTask } from './asksAsTask.mjs';
import { serveHttp } from './controlledHttp.mjs';
import { createQuestions } from './taskQuestions.mjs';
import { TaskStore } from './taskStore2025.mjs';
import { failure, hear, tools as common } from './taskTools.mjs';

const [way = 'stdio', ...flags] = process.argv.slice(2);
const RELATED = 'io.modelcontextprotocol/related-task';
const tools = { ...common, asksAsTask };
const sessions = new Map();
const store = new TaskStore((sessionId) => {
  if (flags.includes('own=session')) return sessionId;
  return flags.includes('own=authorization') ? (sessions.get(sessionId)?.authorization ?? 'nobody') : undefined;
});
const questions = createQuestions(flags.includes('ask-again'));

async function createServer(transport) {
  const offered = ['list', 'cancel'].filter((each) => flags.includes(each));
  const requests = { tools: { call: {} } };
  const tasks = { ...Object.fromEntries(offered.map((each) => [each, {}])), requests };
  const server = new Server(
    { name: 'tasks', version: '1.0.0' },
    {
      capabilities: { tools: {}, tasks },
      taskStore: store,
      taskMessageQueue: questions.queue,
      defaultTaskPollInterval: 20,
    },
  );
  for (const each of ['list', 'cancel']) if (!offered.includes(each)) server.removeRequestHandler(`tasks/${each}`);
  server.setRequestHandler(ListToolsRequestSchema, () => ({ tools: Object.entries(tools).map(describe) }));
  // `Server` would insist that a call as a task is answered with one.
  const setRequestHandler = Protocol.prototype.setRequestHandler.bind(server);
  setRequestHandler(CallToolRequestSchema, ({ params }, extra) => call(server, params, extra));
  transport.onmessage = (message) => {
    hear(message);
    if (message.method === 'tasks/result') questions.askAgain(server, message.params.taskId);
  };
  await server.connect(transport);
}

function describe([name, { support, properties }]) {
  return { name, inputSchema: { type: 'object', properties }, execution: { taskSupport: support } };
}

async function call(server, { name, arguments: args = {}, task, _meta }, extra) {
  const tool = tools[name];
  if (tool === undefined) throw failure(-32602, `There is no tool ${name}.`);
  if (tool.support === 'required' && task === undefined) throw failure(-32601, `${name} has to be called as a task.`);
  if (tool.support === 'forbidden' && task !== undefined) throw failure(-32601, `${name} can't be called as a task.`);
  if (task === undefined || tool.isNoTask) return tool.run(args, plainJob(extra));
  const { ttl = task.ttl, pollInterval } = args;
  const created = await extra.taskStore.createTask({ ttl, pollInterval });
  void runTask(server, tool, { args, taskId: created.taskId, progressToken: _meta?.progressToken });
  const immediately = { 'io.modelcontextprotocol/model-immediate-response': tool.immediately };
  return { task: created, ...(tool.immediately === undefined ? {} : { _meta: immediately }) };
}

function plainJob(extra) {
  const { progressToken } = extra._meta ?? {};
  const request = (asked) => extra.sendRequest(asked, z.looseObject({}), { timeout: 600_000 });
  return {
    signal: extra.signal,
    request,
    step: async (progress, total) => {
      if (progressToken === undefined) return;
      await extra.sendNotification({
        method: 'notifications/progress',
        params: { progressToken, progress, total, message: `step ${progress}` },
      });
    },
    ask: (requests) => answerEach(requests, request),
  };
}

async function runTask(server, tool, { args, taskId, progressToken }) {
  /** To whom it may concern: the session may be over. */
  const send = (method, params) => server.notification({ method, params }).catch(() => undefined);
  const announce = async () => {
    const task = await store.getTask(taskId);
    if (task !== null && (tool.announces || flags.includes('announce'))) await send('notifications/tasks/status', task);
  };
  try {
    const result = await tool.run(args, taskJob(server, { taskId, progressToken, send, announce }));
    await store.storeTaskResult(taskId, result.isError === true ? 'failed' : 'completed', result);
  } catch (error) {
    // Cancelled, expired or forgotten, it is over already.
    const task = await store.getTask(taskId);
    if (task === null || task.status === 'cancelled') return;
    await store.endWithError(taskId, failure(error.code ?? -32603, error.message, error.data));
  } finally {
    await announce();
  }
}

function taskJob(server, { taskId, progressToken, send, announce }) {
  const signal = store.signal(taskId);
  const move = async (status, statusMessage) => {
    await store.updateTaskStatus(taskId, status, statusMessage);
    await announce();
  };
  return {
    signal,
    step: async (progress, total) => {
      await move('working', `step ${progress} of ${total}`);
      if (progressToken === undefined) return;
      const params = { progressToken, progress, total, message: `step ${progress}`, _meta: { [RELATED]: { taskId } } };
      await send('notifications/progress', params);
    },
    ask: async (requests) => {
      await move('input_required', 'Waits for an answer.');
      const answers = await answerEach(requests, (request) => questions.ask(server, { taskId, request, signal }));
      await move('working', 'Goes on.');
      return answers;
    },
  };
}

async function answerEach(requests, ask) {
  const answers = Object.entries(requests).map(async ([key, { method, params }]) => {
    const elicitationId = params.mode === 'url' ? { elicitationId: key } : {};
    return [key, await ask({ method, params: { ...params, ...elicitationId } })];
  });
  return Object.fromEntries(await Promise.all(answers));
}

async function answerHttp(request, response) {
  const sessionId = request.headers['mcp-session-id'];
  const { authorization } = request.headers;
  if (sessionId !== undefined) {
    const session = sessions.get(sessionId);
    if (session === undefined) {
      if (!flags.includes('says-400')) return response.writeHead(404).end();
      const error = { code: -32000, message: 'Bad Request: No valid session ID provided' };
      return response.writeHead(400).end(JSON.stringify({ jsonrpc: '2.0', error, id: null }));
    }
    session.authorization = authorization;
    return session.transport.handleRequest(request, response);
  }
  const transport = new StreamableHTTPServerTransport({
    sessionIdGenerator: randomUUID,
    onsessioninitialized: (id) => sessions.set(id, { transport, authorization }),
    onsessionclosed: (id) => sessions.delete(id),
  });
  await createServer(transport);
  return transport.handleRequest(request, response);
}

if (way === 'http') {
  serveHttp(answerHttp, {
    '/forget': async () => {
      const ended = [...sessions.values()];
      sessions.clear();
      await Promise.all(ended.map(({ transport }) => transport.close()));
    },
    '/forget-tasks': () => store.cleanup(),
  });
} else {
  process.stdin.on('end', () => process.exit());
  await createServer(new StdioServerTransport());
}
