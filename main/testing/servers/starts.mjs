// Starts in the way its first argument names: well, badly or never.
import process from 'node:process';
import { appendFileSync, closeSync } from 'node:fs';
import { setInterval, setTimeout } from 'node:timers';
import { fileURLToPath } from 'node:url';
import { answer, hello, send, serve, usual, write } from './wire.mjs';

const heard = ({ method }) => process.stderr.write(`heard ${method}\n`);
const schema = { type: 'object' };
const byeAfter = (ms) => setTimeout(() => process.exit(9), ms);

const ways = {
  well: () => serve(usual),
  silent: () => serve({ 'server/discover': heard, initialize: heard }),
  dies: () => process.exit(3),
  dies_of_discover: () => serve({ ...usual, 'server/discover': () => process.exit(4) }),
  // What runs at the next start is another program than the one that was agreed to.
  swaps_itself_at_discover: () =>
    serve({
      ...usual,
      'server/discover': () => {
        appendFileSync(fileURLToPath(import.meta.url), '\n// changed\n');
        process.exit(4);
      },
    }),
  dies_of_initialize: () => serve({ initialize: () => process.exit(5) }),
  closes_its_input: () => {
    closeSync(0);
    setInterval(() => {}, 1_000);
  },
  refuses: () => serve({ initialize: ({ id }) => send({ id, error: { code: -32000, message: 'not you' } }) }),
  garbles: () => serve({ initialize: (message) => answer(message, { protocolVersion: 7 }) }),
  old_version: () =>
    serve({ ...usual, initialize: (message) => answer(message, { ...hello, protocolVersion: '1999-12-31' }) }),
  other_era: () =>
    serve({
      'server/discover': ({ id }) =>
        send({
          id,
          error: { code: -32022, message: 'too old', data: { supported: ['2099-01-01'], requested: '2026-07-28' } },
        }),
    }),
  never_lists: () => serve({ ...usual, 'tools/list': heard }),
  pages_for_ever: () => {
    let page = 0;
    serve({
      ...usual,
      'tools/list': (message) =>
        answer(message, { tools: [{ name: `t${(page += 1)}`, inputSchema: schema }], nextCursor: `page ${page}` }),
    });
  },
  large_pages: () => {
    let page = 0;
    const description = 'x'.repeat(8_000_000);
    serve({
      ...usual,
      'tools/list': (message) =>
        answer(message, {
          tools: [{ name: `t${(page += 1)}`, description, inputSchema: schema }],
          nextCursor: `${page}`,
        }),
    });
  },
  odd_entries: () =>
    serve({
      ...usual,
      'tools/list': (message) =>
        answer(message, {
          tools: [
            { name: 'good', inputSchema: schema },
            { name: 'no schema' },
            'no tool',
            null,
            { name: 'good', inputSchema: schema },
          ],
        }),
    }),
  no_list: () => serve({ ...usual, 'tools/list': (message) => answer(message, { tools: 'many' }) }),
  large_names: () =>
    serve({
      ...usual,
      initialize: (message) =>
        answer(message, {
          ...hello,
          capabilities: {
            ...hello.capabilities,
            ...Object.fromEntries(Array.from({ length: 5_000 }, (_, i) => [`x${i}`, {}])),
          },
          serverInfo: { name: 'n'.repeat(1_000_000), title: 't'.repeat(1_000_000), version: 'v'.repeat(1_000_000) },
          instructions: 'i'.repeat(1_000_000),
        }),
    }),
  // The list is asked for before the news of its change, and answered after it, as it was.
  grows_while_listed: () => {
    let asked = 0;
    serve({
      ...usual,
      'tools/list': async (message) => {
        asked += 1;
        if (asked > 1) return answer(message, { tools: [{ name: 'grown', inputSchema: schema }] });
        await send({ method: 'notifications/tools/list_changed' });
        setTimeout(() => void answer(message, { tools: [] }), 700);
      },
    });
  },
  noisy: async () => {
    await write('Welcome!\n\n{"level":30,"msg":"started","id":0}\n[1, {"jsonrpc": 3}]\n\u0000\u001b[31m\xff\n');
    serve(usual);
  },
  crashes_soon: () => {
    serve({
      ...usual,
      'tools/list': async (message) => {
        await usual['tools/list'](message);
        byeAfter(100);
      },
    });
  },
};

await ways[process.argv[2]]();
