// A server of the older era on the official SDK that offers and asks for everything: over stdio, or with `http` as its
// argument over Streamable HTTP and HTTP+SSE on 127.0.0.1, where it prints its port as one JSON line.
import { randomUUID } from 'node:crypto';
import { createServer } from 'node:http';
import process from 'node:process';
import { setTimeout } from 'node:timers';
import { completable } from '@modelcontextprotocol/sdk/server/completable.js';
import { McpServer, ResourceTemplate } from '@modelcontextprotocol/sdk/server/mcp.js';
import { SSEServerTransport } from '@modelcontextprotocol/sdk/server/sse.js';
import { StdioServerTransport } from '@modelcontextprotocol/sdk/server/stdio.js';
import { StreamableHTTPServerTransport } from '@modelcontextprotocol/sdk/server/streamableHttp.js';
import {
  CreateMessageResultSchema,
  ElicitResultSchema,
  ListRootsResultSchema,
  SubscribeRequestSchema,
  UnsubscribeRequestSchema,
  UrlElicitationRequiredError,
} from '@modelcontextprotocol/sdk/types.js';
import { z } from 'zod';

const text = (value) => ({
  content: [{ type: 'text', text: typeof value === 'string' ? value : JSON.stringify(value) }],
});
const wait = (ms) => new Promise((done) => setTimeout(done, ms));
/** Ids of addresses that were visited, by the server's own word. */
const visited = new Set();

function createWhole() {
  const mcp = new McpServer(
    { name: 'whole', title: 'The whole of it', version: '1.2.3', websiteUrl: 'https://whole.example/' },
    {
      capabilities: { logging: {}, completions: {}, resources: { subscribe: true, listChanged: true } },
      instructions: 'Ask for everything.',
    },
  );
  const { server } = mcp;
  const watched = new Set();
  let count = 0;

  mcp.registerTool('echo', { inputSchema: { message: z.string() } }, ({ message }) => text(message));
  mcp.registerTool(
    'ask_form',
    { inputSchema: { requestedSchema: z.any().optional() } },
    async ({ requestedSchema }, extra) =>
      text(
        await extra.sendRequest(
          {
            method: 'elicitation/create',
            params: {
              message: 'Who are you?',
              requestedSchema: requestedSchema ?? {
                type: 'object',
                properties: { name: { type: 'string', title: 'Your name' }, age: { type: 'integer', minimum: 0 } },
                required: ['name'],
              },
            },
          },
          ElicitResultSchema,
          { timeout: 600_000 },
        ),
      ),
  );
  mcp.registerTool('ask_url', { inputSchema: { url: z.string() } }, async ({ url }, extra) =>
    text(
      await extra.sendRequest(
        {
          method: 'elicitation/create',
          params: { mode: 'url', message: 'Please sign.', url, elicitationId: 'asked-1' },
        },
        ElicitResultSchema,
        { timeout: 600_000 },
      ),
    ),
  );
  // Works only once its address was visited, which `visit` stands for.
  mcp.registerTool('needs_visit', { inputSchema: { url: z.string(), id: z.string() } }, ({ url, id }) => {
    if (visited.has(id)) return text('thank you');
    throw new UrlElicitationRequiredError([{ mode: 'url', message: 'Visit this first.', url, elicitationId: id }]);
  });
  mcp.registerTool('visit', { inputSchema: { id: z.string(), tell: z.boolean() } }, async ({ id, tell }) => {
    visited.add(id);
    if (tell)
      await server.notification({ method: 'notifications/elicitation/complete', params: { elicitationId: id } });
    return text('visited');
  });
  mcp.registerTool('sample', { inputSchema: { params: z.any().optional() } }, async ({ params }, extra) =>
    text(
      await extra.sendRequest(
        {
          method: 'sampling/createMessage',
          params: params ?? {
            messages: [{ role: 'user', content: { type: 'text', text: 'Say hello.' } }],
            maxTokens: 100,
            systemPrompt: 'Be brief.',
          },
        },
        CreateMessageResultSchema.loose?.() ?? CreateMessageResultSchema,
        { timeout: 600_000 },
      ),
    ),
  );
  mcp.registerTool('roots', {}, async (extra) =>
    text(await extra.sendRequest({ method: 'roots/list' }, ListRootsResultSchema)),
  );
  mcp.registerTool('capabilities', {}, () => text(server.getClientCapabilities() ?? {}));
  mcp.registerTool('log', { inputSchema: { level: z.string(), data: z.any() } }, async ({ level, data }) => {
    await server.sendLoggingMessage({ level, logger: 'whole', data });
    return text('logged');
  });
  mcp.registerTool('slow', { inputSchema: { steps: z.number(), ms: z.number() } }, async ({ steps, ms }, extra) => {
    for (let step = 1; step <= steps; step += 1) {
      await wait(ms);
      const progressToken = extra._meta?.progressToken;
      if (progressToken === undefined) continue;
      const params = { progressToken, progress: step, total: steps, message: `step ${step}` };
      await extra.sendNotification({ method: 'notifications/progress', params });
    }
    return text('slow and done');
  });
  // Ends the stream of its own answer, which a client then takes up again where it was left.
  mcp.registerTool('dropped', {}, async (extra) => {
    extra.closeSSEStream?.();
    await wait(200);
    return text('taken up again');
  });
  mcp.registerTool('count', {}, async () => {
    count += 1;
    if (watched.has('count://now')) {
      await server.notification({ method: 'notifications/resources/updated', params: { uri: 'count://now' } });
    }
    return text(String(count));
  });
  mcp.registerTool('grow', {}, () => {
    mcp.registerResource(`grown ${count}`, `grown://${randomUUID()}`, {}, () => ({ contents: [] }));
    mcp.registerPrompt(`grown-${randomUUID()}`, {}, () => ({ messages: [] }));
    return text('grown');
  });

  mcp.registerResource(
    'Count',
    'count://now',
    { title: 'The count', mimeType: 'text/plain', description: 'Grows.' },
    (uri) => ({
      contents: [{ uri: uri.href, mimeType: 'text/plain', text: String(count) }],
    }),
  );
  mcp.registerResource('Dot', 'dot://png', { mimeType: 'image/png' }, (uri) => ({
    contents: [
      {
        uri: uri.href,
        mimeType: 'image/png',
        blob: 'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==',
      },
    ],
  }));
  const cities = ['Berlin', 'Bern', 'Bergen', 'Zürich'];
  mcp.registerResource(
    'Weather',
    new ResourceTemplate('weather://{city}/{day}', {
      list: undefined,
      complete: {
        city: (value) => cities.filter((city) => city.startsWith(value)),
        // Tells that the other values came along.
        day: (value, context) => [`${value}${context?.arguments?.city ?? 'nowhere'}`],
      },
    }),
    { mimeType: 'text/plain' },
    (uri, { city, day }) => ({ contents: [{ uri: uri.href, text: `${city} on ${day}: rain` }] }),
  );
  mcp.registerPrompt(
    'greet',
    {
      title: 'Greet somebody',
      argsSchema: { name: completable(z.string(), (value) => cities.filter((city) => city.startsWith(value))) },
    },
    ({ name }) => ({
      description: 'A greeting.',
      messages: [
        { role: 'user', content: { type: 'text', text: `Greet ${name}.` } },
        { role: 'assistant', content: { type: 'resource_link', uri: 'count://now', name: 'Count' } },
      ],
    }),
  );
  server.setRequestHandler(SubscribeRequestSchema, ({ params }) => (watched.add(params.uri), {}));
  server.setRequestHandler(UnsubscribeRequestSchema, ({ params }) => (watched.delete(params.uri), {}));
  server.oninitialized = () => process.stderr.write(`initialized ${server.getClientVersion()?.name}\n`);
  return mcp;
}

/** Events of streams, so that a client can take one up where it was left. */
function eventStore() {
  const events = [];
  return {
    storeEvent: async (streamId, message) => {
      events.push({ streamId, message });
      return String(events.length);
    },
    replayEventsAfter: async (lastEventId, { send }) => {
      const { streamId } = events[Number(lastEventId) - 1];
      for (const [index, event] of events.entries()) {
        if (index >= Number(lastEventId) && event.streamId === streamId) await send(String(index + 1), event.message);
      }
      return streamId;
    },
  };
}

function serveHttp(options) {
  const sessions = new Map();
  const streams = new Map();
  const seen = [];
  const http = createServer(async (request, response) => {
    const { pathname, searchParams } = new URL(request.url, 'http://127.0.0.1');
    const { method, headers } = request;
    const sessionId = headers['mcp-session-id'];
    if (pathname === '/seen') return response.end(JSON.stringify(seen));
    if (pathname === '/forget') {
      sessions.clear();
      return response.end();
    }
    seen.push({ method, pathname, headers });
    if (options.key !== undefined && headers['authorization'] !== `Bearer ${options.key}`) {
      return response.writeHead(401, { 'www-authenticate': 'Bearer' }).end();
    }
    if (pathname === '/sse' && method !== 'GET') return response.writeHead(405).end();
    if (pathname === '/sse') {
      const transport = new SSEServerTransport('/messages', response);
      streams.set(transport.sessionId, transport);
      response.on('close', () => streams.delete(transport.sessionId));
      return createWhole().connect(transport);
    }
    if (pathname === '/messages')
      return streams.get(searchParams.get('sessionId'))?.handlePostMessage(request, response);
    if (pathname !== '/mcp') return response.writeHead(404).end();
    if (sessionId !== undefined) {
      const known = sessions.get(sessionId);
      return known === undefined ? response.writeHead(404).end() : known.handleRequest(request, response);
    }
    const transport = new StreamableHTTPServerTransport({
      sessionIdGenerator: () => randomUUID(),
      eventStore: eventStore(),
      retryInterval: 50,
      onsessioninitialized: (id) => sessions.set(id, transport),
      onsessionclosed: (id) => sessions.delete(id),
    });
    await createWhole().connect(transport);
    return transport.handleRequest(request, response);
  });
  http.listen(Number(process.env.PORT ?? 0), '127.0.0.1', () =>
    process.stdout.write(`${JSON.stringify({ port: http.address().port })}\n`),
  );
}

if (process.argv[2] === 'http') serveHttp({ key: process.argv[3] });
else await createWhole().connect(new StdioServerTransport());
