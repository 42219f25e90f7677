/**
 * What travels when a session is taken up again, over a real HTTP server of this file's own.
 *
 * @see MCP 2025-11-25 transports §Session Management; basic §Requests
 */
import { createServer } from 'node:http';
import type { IncomingMessage, ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { text } from 'node:stream/consumers';
import type { JSONRPCMessage } from '@modelcontextprotocol/client';
import { expect, onTestFinished, test } from 'vitest';
import { z } from 'zod';
import { HttpTransport } from '../app/protocol/httpTransport.ts';
import { systemClock } from './adapters/clock.ts';

const posted = z.object({
  id: z.union([z.string(), z.number()]).optional(),
  method: z.string(),
  params: z.object({ requestId: z.unknown() }).partial().optional(),
});

/** A session of an earlier run, whose server answers each request with an answer to that run's request of id 1 before its own. */
async function takeUpSession() {
  const seen: z.infer<typeof posted>[] = [];
  const answer = async (request: IncomingMessage, response: ServerResponse): Promise<void> => {
    if (request.method !== 'POST') {
      response.writeHead(405).end();
      return;
    }
    const message = posted.parse(JSON.parse(await text(request)));
    seen.push(message);
    const answers = [1, message.id].map((id) => JSON.stringify({ jsonrpc: '2.0', id, result: { to: id } }));
    response.writeHead(200, { 'content-type': 'text/event-stream' });
    response.end(answers.map((each) => `data: ${each}\n\n`).join(''));
  };
  const server = createServer((request, response) => void answer(request, response));
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  onTestFinished(() => void server.close());
  const transport = new HttpTransport({
    url: new URL(`http://127.0.0.1:${(server.address() as AddressInfo).port}/mcp`),
    kind: 'streamable_http',
    fetch,
    headers: {},
    clock: systemClock,
    onWire: () => undefined,
    onLost: () => undefined,
    resume: { sessionId: 'of an earlier run', initialized: { protocolVersion: '2025-11-25', capabilities: {} } },
  });
  const received: JSONRPCMessage[] = [];
  transport.onmessage = (message) => received.push(message);
  await transport.start();
  onTestFinished(() => transport.close({ keepSession: true }));
  return { transport, received, seen };
}

test('the handshake is answered from what is known, and nothing of it is sent', async () => {
  const { transport, received, seen } = await takeUpSession();
  expect(transport.sessionId).toBeUndefined();
  await transport.send({ jsonrpc: '2.0', id: 0, method: 'initialize', params: {} });
  expect(received).toMatchObject([{ id: 0, result: { protocolVersion: '2025-11-25' } }]);
  expect(transport.sessionId).toBe('of an earlier run');
  await transport.send({ jsonrpc: '2.0', method: 'notifications/initialized' });
  expect(seen).toEqual([]);
});

test('no id of the run before is used again, and what answers one of those is nobody’s', async () => {
  const { transport, received, seen } = await takeUpSession();
  await transport.send({ jsonrpc: '2.0', id: 1, method: 'tasks/result', params: { taskId: 'b' } });
  await expect.poll(() => received.length).toBe(1);
  const [request] = seen;
  expect(request?.id).not.toBe(1);
  expect(received).toEqual([{ jsonrpc: '2.0', id: 1, result: { to: request?.id } }]);
});

test('a cancellation names the request as the server knows it', async () => {
  const { transport, seen } = await takeUpSession();
  await transport.send({ jsonrpc: '2.0', id: 7, method: 'tools/call', params: {} });
  await transport.send({ jsonrpc: '2.0', method: 'notifications/cancelled', params: { requestId: 7 } });
  const [request, cancelled] = seen;
  expect(cancelled?.params?.requestId).toBe(request?.id);
});
