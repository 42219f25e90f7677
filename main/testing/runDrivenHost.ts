/**
 * Run as a process of its own, to be killed (`startDrivenHost.ts`): a host that serves its standard streams as it would a
 * page, a message a line. SIGTERM ends it in order.
 *
 *   node runDrivenHost.ts DATA_DIR KEY      KEY in hexadecimal, in the place of the keychain's
 *
 * One line is no message of a page: {"advanceMs": 500} moves its clock on.
 */
import { createInterface } from 'node:readline';
import { serveChannel } from '../../app/serveChannel.ts';
import { composeSteered, steeredClock } from './composeSteered.ts';

const [dataDir = '', key = ''] = process.argv.slice(2);
const clock = steeredClock();
const logBug = (error: unknown): void => console.error(error);
const composed = await composeSteered({ clock, key: Buffer.from(key, 'hex') })({ dataDir, shell: 'loopback' });
process.on('SIGTERM', () => void composed.close().then(() => process.exit(0)));

const lines = createInterface({ input: process.stdin });
const channel = {
  send: (text: string) => void process.stdout.write(`${text}\n`),
  bufferedBytes: () => process.stdout.writableLength,
  onMessage: (listener: (text: string) => void) =>
    void lines.on('line', (line) => {
      const { advanceMs } = JSON.parse(line) as { readonly advanceMs?: number };
      if (advanceMs === undefined) listener(line);
      else clock.advance(advanceMs);
    }),
  onClose: (listener: () => void) => void lines.on('close', listener),
};
serveChannel(composed.host, channel, { clock, logBug });
