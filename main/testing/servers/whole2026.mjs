// A server of 2026-07-28 on the official SDK that offers and asks for everything: over stdio, or with `http` as its argument
// over Streamable HTTP on 127.0.0.1, where it prints its port as one JSON line.
import { createServer } from 'node:http';
import process from 'node:process';
import { Readable } from 'node:stream';
import { setTimeout } from 'node:timers';
import {
  createMcpHandler,
  fromJsonSchema,
  inputRequired,
  McpServer,
  ResourceTemplate,
} from '@modelcontextprotocol/server';
import { serveStdio } from '@modelcontextprotocol/server/stdio';
import { z } from 'zod';

const text = (value) => ({
  content: [{ type: 'text', text: typeof value === 'string' ? value : JSON.stringify(value) }],
});
const wait = (ms) => new Promise((done) => setTimeout(done, ms));
const visited = new Set();
let count = 0;
let tell = () => undefined;

const form = {
  type: 'object',
  properties: { name: { type: 'string', title: 'Your name' }, age: { type: 'integer', minimum: 0 } },
  required: ['name'],
};

function createWhole() {
  const mcp = new McpServer(
    { name: 'whole', title: 'The whole of it', version: '2.0.0' },
    {
      capabilities: { logging: {}, tools: { listChanged: true }, resources: { subscribe: true, listChanged: true } },
      instructions: 'Ask for everything.',
    },
  );

  mcp.registerTool('echo', { inputSchema: z.object({ message: z.string() }) }, ({ message }) => text(message));
  mcp.registerTool(
    'ask_form',
    { inputSchema: z.object({ requestedSchema: z.any().optional() }) },
    ({ requestedSchema }, { mcpReq }) => {
      const answer = mcpReq.inputResponses?.who;
      if (answer !== undefined) return text(answer);
      return inputRequired({
        inputRequests: {
          who: inputRequired.elicit({ message: 'Who are you?', requestedSchema: requestedSchema ?? form }),
        },
        requestState: 'state of ask_form',
      });
    },
  );
  mcp.registerTool('ask_all', { inputSchema: z.object({}) }, (_args, { mcpReq }) => {
    const responses = mcpReq.inputResponses ?? {};
    if (responses.roots !== undefined) return text(responses);
    return inputRequired({
      inputRequests: {
        who: inputRequired.elicit({ message: 'Who are you?', requestedSchema: form }),
        said: inputRequired.createMessage({
          messages: [{ role: 'user', content: { type: 'text', text: 'Say hello.' } }],
          maxTokens: 100,
        }),
        roots: inputRequired.listRoots(),
      },
    });
  });
  mcp.registerTool(
    'needs_visit',
    { inputSchema: z.object({ url: z.string(), id: z.string() }) },
    ({ url, id }, { mcpReq }) => {
      const answer = mcpReq.inputResponses?.visit;
      if (answer?.action === 'accept' && visited.has(id)) return text('thank you');
      if (answer !== undefined && answer.action !== 'accept') return text(`not visited: ${answer.action}`);
      return inputRequired({
        inputRequests: { visit: inputRequired.elicitUrl({ message: 'Visit this first.', url }) },
      });
    },
  );
  mcp.registerTool('visit', { inputSchema: z.object({ id: z.string() }) }, ({ id }) => {
    visited.add(id);
    return text('visited');
  });
  mcp.registerTool('endless', { inputSchema: z.object({}) }, () => inputRequired({ requestState: 'again' }));
  mcp.registerTool(
    'mirrored',
    {
      inputSchema: fromJsonSchema({
        type: 'object',
        properties: { region: { type: 'string', 'x-mcp-header': 'Region' } },
      }),
    },
    (args) => text(args),
  );
  mcp.registerTool(
    'slow',
    { inputSchema: z.object({ steps: z.number(), ms: z.number() }) },
    async ({ steps, ms }, ctx) => {
      for (let step = 1; step <= steps; step += 1) {
        await wait(ms);
        if (ctx.mcpReq.signal.aborted) process.stderr.write('slow was cancelled\n');
        const progressToken = ctx.mcpReq._meta?.progressToken;
        if (progressToken === undefined) continue;
        const params = { progressToken, progress: step, total: steps };
        await ctx.mcpReq.notify({ method: 'notifications/progress', params });
      }
      return text('slow and done');
    },
  );
  mcp.registerTool('count', { inputSchema: z.object({}) }, () => {
    count += 1;
    tell('count://now');
    return text(String(count));
  });

  // As if from outside.
  mcp.registerTool('die', { inputSchema: z.object({}) }, () => process.kill(process.pid, 'SIGKILL'));

  mcp.registerResource('Count', 'count://now', { mimeType: 'text/plain' }, (uri) => ({
    contents: [{ uri: uri.href, mimeType: 'text/plain', text: String(count) }],
  }));
  // Stays as it is for a minute, by its word, and counts how often it is read.
  let reads = 0;
  mcp.registerResource('Kept', 'kept://a', { mimeType: 'text/plain' }, (uri) => {
    reads += 1;
    return { contents: [{ uri: uri.href, text: `read ${reads}` }], ttlMs: 60_000, cacheScope: 'private' };
  });
  mcp.registerResource(
    'Weather',
    new ResourceTemplate('weather://{city}', { list: undefined }),
    {},
    (uri, { city }) => ({
      contents: [{ uri: uri.href, text: `${city}: rain` }],
    }),
  );
  mcp.registerPrompt('greet', { argsSchema: z.object({ name: z.string() }) }, ({ name }) => ({
    messages: [{ role: 'user', content: { type: 'text', text: `Greet ${name}.` } }],
  }));
  return mcp;
}

function serveHttp() {
  const handler = createMcpHandler(createWhole, {
    legacy: 'reject',
    onerror: (error) => process.stderr.write(`${error.stack}\n`),
  });
  tell = (uri) => handler.notify.resourceUpdated(uri);
  const seen = [];
  const http = createServer(async (request, response) => {
    const url = `http://127.0.0.1${request.url}`;
    if (request.url === '/seen') return response.end(JSON.stringify(seen));
    seen.push({ method: request.method, pathname: new URL(url).pathname, headers: request.headers });
    const closed = new AbortController();
    response.on('close', () => closed.abort());
    const body = request.method === 'POST' ? Readable.toWeb(request) : null;
    const { method, headers } = request;
    const answer = await handler.fetch(
      new Request(url, { method, headers, body, duplex: 'half', signal: closed.signal }),
    );
    response.writeHead(answer.status, Object.fromEntries(answer.headers));
    if (answer.body === null) return response.end();
    Readable.fromWeb(answer.body)
      .on('error', () => response.end())
      .pipe(response);
  });
  http.listen(Number(process.env.PORT ?? 0), '127.0.0.1', () =>
    process.stdout.write(`${JSON.stringify({ port: http.address().port })}\n`),
  );
}

if (process.argv[2] === 'http') serveHttp();
else {
  serveStdio(() => {
    const mcp = createWhole();
    tell = (uri) => mcp.server.sendResourceUpdated({ uri });
    return mcp;
  });
}
