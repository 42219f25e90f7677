/**
 * Loaded into the suite's process where it can't have a network of its own: its servers listen on every interface of the
 * machine, and this keeps them on 127.0.0.1.
 *
 * The suite asks for a port and, in the same breath, which one it got. Naming a host makes `listen` answer that too late,
 * so this changes the step of Node's that takes the address. Where a Node has no such step, the suite does not start.
 */
import { Server } from 'node:net';

type SetUp = (this: Server, address: string | null, port: number, family: number, ...more: readonly unknown[]) => void;

const STEP = '_listen2';
const LOCAL = '127.0.0.1';

const setUp: unknown = Reflect.get(Server.prototype, STEP);
if (!isSetUp(setUp)) throw new Error('The suite cannot be kept on this machine: this Node listens in another way.');
Reflect.set(Server.prototype, STEP, function (this: Server, ...[address, port, _family, ...more]: Parameters<SetUp>) {
  if (address !== null && address !== LOCAL) throw new Error(`The suite would listen on ${address}.`);
  setUp.call(this, LOCAL, port, 4, ...more);
});

function isSetUp(value: unknown): value is SetUp {
  return typeof value === 'function';
}
