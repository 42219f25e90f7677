/**
 * Run as a process of its own, to be killed: a host in the data folder named first on its command line, which then does
 * what is named second. It says when it begins and what came of it, a JSON line each. SIGTERM ends it in order.
 *
 *   node runHost.ts DATA_DIR serve SCRIPT          starts a server by hand, agrees, and tells its process ids
 *   node runHost.ts DATA_DIR install BUNDLE KEY    installs a bundle and agrees, under a key in hexadecimal
 */
import { callId } from '../../app/contract/ids.ts';
import type { ServerId } from '../../app/contract/ids.ts';
import { ARMING_MS } from '../../app/servers/agreementView.ts';
import { composeHost } from '../composeHost.ts';
import { composeSteered, steeredClock } from './composeSteered.ts';
import { startTestHost } from './startTestHost.ts';

const [dataDir = '', act = '', file = '', key = ''] = process.argv.slice(2);
const say = (value: object): void => void process.stdout.write(`${JSON.stringify(value)}\n`);

const clock = steeredClock();
const compose = act === 'install' ? composeSteered({ clock, key: Buffer.from(key, 'hex') }) : composeHost;
const test = await startTestHost(dataDir, compose);
process.on('SIGTERM', () => void test.stop().then(() => process.exit(0)));

say({ begins: act });
if (act === 'install') await install();
else await serve();

async function install(): Promise<void> {
  await test.host.openFile(file);
  const decision = await test.decision();
  clock.advance(ARMING_MS);
  await test.answer(decision, 'agree');
  const { serverId } = await test.state(decision.serverId, 'running');
  say({ serverId });
}

async function serve(): Promise<void> {
  const definition = { name: 'server', command: process.execPath, args: [file], env: [] };
  const { serverId } = await test.addTyped(definition);
  say({ pids: JSON.parse(await callForText(serverId, 'pids')) as unknown });
}

async function callForText(serverId: ServerId, toolName: string): Promise<string> {
  const id = callId.parse('call_00000000');
  const { outcome } = await test.host.run('tool.call', { callId: id, serverId, toolName, arguments: {} });
  const block = outcome.kind === 'complete' ? outcome.content[0] : undefined;
  if (block?.type !== 'text') throw new Error(`The call failed: ${JSON.stringify(outcome)}`);
  return block.text;
}
