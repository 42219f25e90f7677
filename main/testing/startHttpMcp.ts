/**
 * An MCP server over Streamable HTTP whose every answer is in its test's hand, on 127.0.0.1.
 */
import type { IncomingMessage, ServerResponse } from 'node:http';
import { text as textOfStream } from 'node:stream/consumers';
import type { RemoteServer } from '../../app/contract/servers.ts';
import { startHttpServer, type StartedServer } from './httpServers.ts';

export interface Exchange {
  readonly request: IncomingMessage;
  readonly response: ServerResponse;
  /** What was posted. */
  readonly message: Posted;
  /** How often this was asked, this time included. */
  readonly count: number;
}

interface Posted {
  readonly id?: string | number;
  readonly method?: string;
  readonly params?: Readonly<Record<string, unknown>>;
}

/** By method of the protocol, or `GET` and `DELETE`; what is not here is answered as a good server does. */
export type HttpLessons = Readonly<Record<string, (exchange: Exchange) => unknown>>;

export interface HttpMcp extends StartedServer {
  readonly definition: RemoteServer;
  /** Methods of the protocol that were posted, and `GET` and `DELETE`, oldest first. */
  readonly asked: readonly string[];
}

const INFO = { name: 'over HTTP', version: '1.0.0' };
const CAPABILITIES = { tools: {}, resources: {} };
const TOOLS = [{ name: 'do', inputSchema: { type: 'object' } }];

/** With a session in the older era. */
export async function startHttpMcp(lessons: HttpLessons, era: 'legacy' | 'modern' = 'legacy'): Promise<HttpMcp> {
  const usual = era === 'legacy' ? legacy : modern;
  const asked: string[] = [];
  const server = await startHttpServer((request, response) => {
    void textOfStream(request).then((body) => {
      const message = (body === '' ? {} : JSON.parse(body)) as Posted;
      const what = message.method ?? (request.method === 'POST' ? 'answer' : (request.method ?? ''));
      asked.push(what);
      const count = asked.filter((each) => each === what).length;
      const lesson = lessons[what] ?? usual[what] ?? unknown;
      return lesson({ request, response, message, count });
    });
  });
  const definition: RemoteServer = {
    name: 'Hostile',
    url: `${server.origin}/mcp`,
    transport: 'streamable_http',
    headers: [],
  };
  return { ...server, asked, definition };
}

export function answerJson(
  { response, message }: Exchange,
  result: unknown,
  headers: Record<string, string> = {},
): void {
  response.writeHead(200, { 'content-type': 'application/json', ...headers });
  response.end(JSON.stringify({ jsonrpc: '2.0', id: message.id, result }));
}

/** Starts an event stream with these pieces in it and leaves it open. */
export function beginEvents({ response }: Pick<Exchange, 'response'>, ...pieces: readonly string[]): void {
  response.writeHead(200, { 'content-type': 'text/event-stream' });
  response.flushHeaders();
  for (const piece of pieces) response.write(piece);
}

export function eventOf(message: object, more = ''): string {
  return `${more}data: ${JSON.stringify({ jsonrpc: '2.0', ...message })}\n\n`;
}

const unknown = ({ response, message }: Exchange): void => {
  response.writeHead(400, { 'content-type': 'application/json' });
  response.end(JSON.stringify({ jsonrpc: '2.0', id: message.id, error: { code: -32601, message: 'not known' } }));
};

const done = { content: [{ type: 'text', text: 'done' }] };

const legacy: HttpLessons = {
  initialize: (exchange) =>
    answerJson(
      exchange,
      { protocolVersion: '2025-11-25', capabilities: CAPABILITIES, serverInfo: INFO },
      { 'mcp-session-id': 'session-1' },
    ),
  'notifications/initialized': ({ response }) => response.writeHead(202).end(),
  'notifications/cancelled': ({ response }) => response.writeHead(202).end(),
  answer: ({ response }) => response.writeHead(202).end(),
  GET: ({ response }) => response.writeHead(405).end(),
  DELETE: ({ response }) => response.writeHead(200).end(),
  'tools/list': (exchange) => answerJson(exchange, { tools: TOOLS }),
  'tools/call': (exchange) => answerJson(exchange, done),
};

const modernResult = { resultType: 'complete', ttlMs: 0, cacheScope: 'private' };
const modern: HttpLessons = {
  'server/discover': (exchange) =>
    answerJson(exchange, {
      ...modernResult,
      supportedVersions: ['2026-07-28'],
      capabilities: CAPABILITIES,
      _meta: { 'io.modelcontextprotocol/serverInfo': INFO },
    }),
  'tools/list': (exchange) => answerJson(exchange, { ...modernResult, tools: TOOLS }),
  'tools/call': (exchange) => answerJson(exchange, { ...modernResult, ...done }),
};
