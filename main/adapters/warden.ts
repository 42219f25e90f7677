/**
 * A process of its own that outlives a killed host for long enough to end its servers.
 *
 * It reads what the host started, a JSON line each, from its standard input. When that closes without a `bye`, the host
 * is dead, and nobody else will do it. Signals don't end it: it is there for the moment when everything is being ended.
 */
import { createInterface } from 'node:readline';
import { endProcesses } from './processTree.ts';
import type { LaunchedProcesses } from './processTree.ts';
import type { WardenMessage } from './wardenClient.ts';

/** Choice: as long as a running host gives, so that a server can save what it has. */
const TERM_GRACE_MS = 2_000;
const KILL_MS = 3_000;
/** The host may have died between fork and exec, when the new process doesn't carry its marker yet. */
const SETTLE_MS = 300;

for (const signal of ['SIGTERM', 'SIGINT', 'SIGHUP'] as const) process.on(signal, () => undefined);

const launches = new Map<string, LaunchedProcesses>();
let dismissed = false;

for await (const line of createInterface({ input: process.stdin })) {
  // Written by our own client and nobody else: the pipe is private to the two.
  const message = JSON.parse(line) as WardenMessage;
  if (message.type === 'bye') dismissed = true;
  else if (message.type === 'ended') launches.delete(message.marker);
  else launches.set(message.marker, { marker: message.marker, pgid: message.pgid });
}

if (!dismissed && launches.size > 0) {
  await endProcesses([...launches.values()], { graceMs: TERM_GRACE_MS, killMs: KILL_MS, settleMs: SETTLE_MS });
}
process.exit();
