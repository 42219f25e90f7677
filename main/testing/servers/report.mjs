// Has one tool, `report`: the arguments and the environment it was started with.
import process from 'node:process';
import { answer, serve, usual } from './wire.mjs';

serve({
  ...usual,
  'tools/list': (message) => answer(message, { tools: [{ name: 'report', inputSchema: { type: 'object' } }] }),
  'tools/call': (message) =>
    answer(message, {
      content: [],
      structuredContent: { args: process.argv.slice(2), env: process.env, cwd: process.cwd() },
    }),
});
