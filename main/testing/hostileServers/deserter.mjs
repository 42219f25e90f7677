// Prints the ids of two stubborn children, one in its group and one in a session of its own, and exits without them.
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import process from 'node:process';
import { fileURLToPath } from 'node:url';

const stubborn = fileURLToPath(import.meta.resolve('./stubborn.mjs'));
const pids = [process.pid];
for (const detached of [false, true]) {
  const stdio = ['ignore', 'ignore', 'ignore', 'ipc'];
  const child = spawn(process.execPath, [stubborn, 'child'], { detached, stdio });
  const [pid] = await once(child, 'message');
  pids.push(pid);
}
process.stdout.write(`${JSON.stringify({ pids })}\nlast line, without an end`, () => process.exit(7));
