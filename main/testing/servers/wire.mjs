// The server's end of MCP 2025-11-25 over stdio, by hand, so that it can also be got wrong. Handlers are found by method and
// get the whole message; `answer` and `send` write one.
import process from 'node:process';
import { createInterface } from 'node:readline';

export const write = (text) => new Promise((written) => process.stdout.write(text, written));
export const send = (message) => write(`${JSON.stringify({ jsonrpc: '2.0', ...message })}\n`);
export const answer = ({ id }, result) => send({ id, result });
export const text = (...texts) => ({ content: texts.map((each) => ({ type: 'text', text: each })) });

/** What a server says of itself, as an older one does: `server/discover` is a method it doesn't know. */
export const hello = {
  protocolVersion: '2025-11-25',
  capabilities: { tools: { listChanged: true } },
  serverInfo: { name: 'by-hand', version: '1.0.0' },
};
export const usual = {
  initialize: (message) => answer(message, hello),
  ping: (message) => answer(message, {}),
  'tools/list': (message) => answer(message, { tools: [{ name: 'still_here', inputSchema: { type: 'object' } }] }),
  'tools/call': (message) => answer(message, text('still here')),
};

/** Reads messages until the input closes. Answers to our own requests go to `handlers.answered`. */
export function serve(handlers) {
  createInterface({ input: process.stdin }).on('line', (line) => {
    const message = JSON.parse(line);
    if (message.method === undefined) void handlers.answered?.(message);
    else if (handlers[message.method] !== undefined) void handlers[message.method](message);
    else if (message.id !== undefined) {
      void send({ id: message.id, error: { code: -32601, message: `${message.method} is not known` } });
    }
  });
}
