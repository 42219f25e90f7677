/**
 * Keeps the suite's servers to this machine: in a network of its own where bubblewrap can make one, else on 127.0.0.1.
 */
import { spawnSync } from 'node:child_process';
import { join } from 'node:path';

/** A network with nothing in it but a loopback interface; files and processes are the machine's. */
const OWN_NETWORK = ['bwrap', '--dev-bind', '/', '/', '--unshare-net', '--die-with-parent', '--'];

interface Confinement {
  readonly how: string;
  /** A command line that runs this script on Node. */
  readonly command: readonly [string, ...string[]];
}

export function confine(script: string): Confinement {
  const node = process.execPath;
  const [program, ...args] = OWN_NETWORK;
  if (program !== undefined && spawnSync(program, [...args, node, '--version']).status === 0) {
    return { how: 'in a network of its own', command: [program, ...args, node, script] };
  }
  return {
    how: 'on 127.0.0.1, since bubblewrap makes no network of its own here',
    command: [node, '--import', join(import.meta.dirname, 'keepLocal.ts'), script],
  };
}
