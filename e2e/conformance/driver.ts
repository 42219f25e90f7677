/**
 * What the conformance suite starts for each scenario, with the address of the scenario's server as the last argument:
 * the host that is shipped, in a folder of its own, a clerk at its desk, and a person who tries what the server offers.
 *
 * The suite judges what its server saw. What is printed is for whoever reads a failure, but for the last line.
 */
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { takePlace, TURNSTILE } from './turnstile.ts';

async function main(url: string): Promise<void> {
  const turnstile = process.env[TURNSTILE];
  if (turnstile !== undefined) await takePlace(turnstile);
  // Not before it is this driver's turn: most of its work is to load the host.
  const { composeHost } = await import('../../main/composeHost.ts');
  const { FINISHED } = await import('./judge.ts');
  const { tryEverything } = await import('./person.ts');
  const dataDir = await mkdtemp(join(tmpdir(), 'gatehouse-conformance-'));
  const composed = await composeHost({ dataDir, shell: 'loopback', browser: { open: visit } });
  try {
    await tryEverything(composed.host, url, report);
    await composed.host.run('storage.wipe', { confirm: 'wipe everything' });
  } finally {
    await composed.close();
    await rm(dataDir, { recursive: true, force: true, maxRetries: 5 });
  }
  report(FINISHED);
}

/** A browser in which somebody says yes at once: it goes wherever it is sent, and nobody waits for it. */
function visit(url: string): Promise<void> {
  fetch(url).then(
    ({ status }) => report(`browser: ${status}`),
    (error: unknown) => report(`browser: ${String(error)}`),
  );
  return Promise.resolve();
}

function report(line: string): void {
  process.stdout.write(`${line}\n`);
}

await main(process.argv.at(-1) ?? '');
