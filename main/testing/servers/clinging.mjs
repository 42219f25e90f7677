// Works, and clings to life: ignores its input closing and every signal it can, and so do its two children, one of them in a
// session of its own. Its one tool tells the ids of all three.
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import process from 'node:process';
import { setInterval } from 'node:timers';
import { fileURLToPath } from 'node:url';
import { answer, serve, text, usual } from './wire.mjs';

for (const signal of ['SIGTERM', 'SIGINT', 'SIGHUP']) process.on(signal, () => {});
setInterval(() => {}, 1_000);

const stubborn = fileURLToPath(import.meta.resolve('../hostileServers/stubborn.mjs'));
const pids = [process.pid];
for (const detached of [false, true]) {
  const child = spawn(process.execPath, [stubborn, 'child'], {
    detached,
    stdio: ['ignore', 'ignore', 'ignore', 'ipc'],
  });
  const [pid] = await once(child, 'message');
  pids.push(pid);
}

serve({
  ...usual,
  'tools/list': (message) => answer(message, { tools: [{ name: 'pids', inputSchema: { type: 'object' } }] }),
  'tools/call': (message) => answer(message, text(JSON.stringify(pids))),
});
