/**
 * The MCP SDK's own transports over our fetch, against real servers of the SDK.
 */
import { randomUUID } from 'node:crypto';
import { Client, SSEClientTransport, StreamableHTTPClientTransport } from '@modelcontextprotocol/client';
import { McpServer } from '@modelcontextprotocol/sdk/server/mcp.js';
import { SSEServerTransport } from '@modelcontextprotocol/sdk/server/sse.js';
import { StreamableHTTPServerTransport } from '@modelcontextprotocol/sdk/server/streamableHttp.js';
import { describe, expect, onTestFinished, test } from 'vitest';
import type { ConsentedConnection, Fetch } from '../../app/ports/httpFetch.ts';
import { remotePlan } from '../../app/testing/remotePlans.ts';
import { startHttpServer } from '../testing/httpServers.ts';
import { createHttpFetch } from './httpFetch.ts';

const MAX_BYTES = 100_000;

function createServer(): McpServer {
  const server = new McpServer({ name: 'test', version: '1.0.0' });
  server.registerTool('short', {}, () => ({ content: [{ type: 'text', text: 'hello' }] }));
  server.registerTool('long', {}, () => ({ content: [{ type: 'text', text: 'x'.repeat(2 * MAX_BYTES) }] }));
  return server;
}

function fetchOf(origin: string): Fetch {
  const httpFetch = createHttpFetch();
  onTestFinished(() => httpFetch.close());
  const connection = remotePlan({ url: origin, zone: 'loopback' }) as ConsentedConnection;
  return httpFetch.toServer(connection, { maxMessageBytes: MAX_BYTES });
}

async function startStreamable(enableJsonResponse: boolean) {
  const transport = new StreamableHTTPServerTransport({ sessionIdGenerator: () => randomUUID(), enableJsonResponse });
  await createServer().connect(transport);
  const server = await startHttpServer((request, response) => void transport.handleRequest(request, response));
  return {
    server,
    client: new StreamableHTTPClientTransport(new URL(server.origin), { fetch: fetchOf(server.origin) }),
  };
}

/* eslint-disable @typescript-eslint/no-deprecated -- the transport of old servers is what this is about. */
async function startSse() {
  const transports: SSEServerTransport[] = [];
  const server = await startHttpServer((request, response) => {
    if (request.method === 'POST') return void transports[0]?.handlePostMessage(request, response);
    const transport = new SSEServerTransport('/messages', response);
    transports.push(transport);
    void createServer().connect(transport);
  });
  return { server, client: new SSEClientTransport(new URL(server.origin), { fetch: fetchOf(server.origin) }) };
}
/* eslint-enable @typescript-eslint/no-deprecated */

describe('the SDK over our fetch', () => {
  test.each([
    ['Streamable HTTP answered by event streams', () => startStreamable(false)],
    ['Streamable HTTP answered in one piece', () => startStreamable(true)],
    ['HTTP+SSE', startSse],
  ])('speaks %s, and cuts off a message that is too large', async (_name, start) => {
    const { client: transport } = await start();
    const client = new Client({ name: 'test', version: '1.0.0' });
    const errors: unknown[] = [];
    client.onerror = (error) => errors.push(error);
    await client.connect(transport);
    onTestFinished(() => client.close());
    expect(await client.callTool({ name: 'short' })).toMatchObject({ content: [{ text: 'hello' }] });
    const call = client.callTool({ name: 'long' }, { timeout: 500 });
    await expect(call).rejects.toThrow();
    expect(String(errors)).toContain('more at once than is accepted');
  });
});
