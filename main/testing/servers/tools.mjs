// A server whose tools misbehave, each when it is called and in the way its arguments say.
import { Buffer } from 'node:buffer';
import process from 'node:process';
import { setTimeout } from 'node:timers';
import { answer, send, serve, text, usual, write } from './wire.mjs';

const outputSchema = { type: 'object', properties: { celsius: { type: 'number' } }, required: ['celsius'] };
const asked = new Map();
const cancelled = new Map();

/** Writes lines as they are, `$id` and `$token` filled in, then a result; without one it answers no more. */
async function script(message) {
  const { lines = [], result } = message.params.arguments;
  const fill = (line) =>
    line
      .replaceAll('"$id"', JSON.stringify(message.id))
      .replaceAll('"$token"', () => JSON.stringify(message.params._meta?.progressToken));
  for (const line of lines) await write(`${fill(line)}\n`);
  if (result !== undefined) await answer(message, result);
}

/** Writes as fast as the pipe takes it, for so long. */
function flood(stream, chunk, ms) {
  const endMs = Date.now() + ms;
  return new Promise((over) => {
    const go = () => {
      while (Date.now() < endMs) if (!stream.write(chunk)) return stream.once('drain', go);
      over();
    };
    go();
  });
}

const tools = {
  echo: (message) => answer(message, text(JSON.stringify(message.params.arguments))),
  script,
  measured: script,
  exit: ({ params }) => process.exit(params.arguments.code),
  kill_self: () => process.kill(process.pid, 'SIGKILL'),
  huge_line: async ({ params }) => {
    const chunk = Buffer.alloc(1_000_000, 'x');
    for (let sent = 0; sent < params.arguments.bytes; sent += chunk.length) await write(chunk);
  },
  flood_stderr: async (message) => {
    await flood(process.stderr, `${'e'.repeat(99)}\n`.repeat(1_000), message.params.arguments.ms);
    return answer(message, text('flooded'));
  },
  flood_stdout: async (message) => {
    const note = JSON.stringify({
      jsonrpc: '2.0',
      method: 'notifications/message',
      params: { level: 'info', data: 'x'.repeat(20) },
    });
    await flood(process.stdout, `${note}\n`.repeat(500), message.params.arguments.ms);
    return answer(message, text('flooded'));
  },
  // Answers after it was told to stop, then says in an answer to `cancellations` that it did.
  stubborn: (message) => {
    cancelled.set(message.id, async (notification) => {
      await answer(message, text('too late'));
      await send({ id: message.id, error: { code: 1, message: 'and once more' } });
      cancelled.set('last', notification.params);
    });
    const { progressToken } = message.params._meta;
    return send({ method: 'notifications/progress', params: { progressToken, progress: 1 } });
  },
  cancellations: (message) => answer(message, text(JSON.stringify(cancelled.get('last') ?? {}))),
  // Asks the host something in the middle of a call.
  ask: async (message) => {
    const id = `question ${asked.size}`;
    const heard = new Promise((resolve) => asked.set(id, resolve));
    await send({ id, method: message.params.arguments.method, params: {} });
    const { result, error } = await heard;
    await answer(message, text(JSON.stringify({ result, error })));
  },
  after: (message) => void setTimeout(() => void answer(message, text('done')), message.params.arguments.ms),
};

serve({
  ...usual,
  'tools/list': (message) =>
    answer(message, {
      tools: Object.keys(tools).map((name) => ({
        name,
        inputSchema: { type: 'object' },
        ...(name === 'measured' ? { outputSchema } : {}),
      })),
    }),
  'tools/call': (message) => tools[message.params.name](message),
  'notifications/cancelled': (message) => cancelled.get(message.params.requestId)?.(message),
  answered: (message) => asked.get(message.id)?.(message),
});
