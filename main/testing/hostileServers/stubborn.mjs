// Ignores its input closing and every signal it can. Starts three of its kind: one in its group, one in a session of its
// own, one in a session of its own that lost its parent. None holds a pipe. Prints all their ids as one JSON line.
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import process from 'node:process';
import { setInterval } from 'node:timers';

const role = process.argv[2] ?? 'leader';
for (const signal of ['SIGTERM', 'SIGINT', 'SIGHUP']) process.on(signal, () => {});
process.stdin.on('error', () => {});
setInterval(() => {}, 1_000);

/** Starts another one and waits until it is past caring. The channel it says so on is closed then. */
async function again(nextRole, options) {
  const child = spawn(process.execPath, [import.meta.filename, nextRole], {
    ...options,
    stdio: ['ignore', 'ignore', 'ignore', 'ipc'],
  });
  const [message] = await once(child, 'message');
  if (child.connected) child.disconnect();
  child.unref();
  return message;
}

if (role === 'leader') {
  const inGroup = await again('child');
  const inSession = await again('child', { detached: true });
  const orphan = await again('middle');
  process.stdout.write(`${JSON.stringify({ pids: [process.pid, inGroup, inSession, orphan] })}\n`);
} else if (role === 'middle') {
  const orphan = await again('child', { detached: true });
  process.send(orphan, () => process.exit());
} else {
  process.send(process.pid, () => process.disconnect());
}
