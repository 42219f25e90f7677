/**
 * One start of a server that was agreed to, with its records: before anything runs or is reached, and when it is ready.
 */
import type { Audit } from '../audit/audit.ts';
import { toErrorView } from '../contract/errors.ts';
import type { Sha256 } from '../contract/ids.ts';
import type { ConsentedConnection } from '../ports/httpFetch.ts';
import type { ConsentedLaunch } from '../ports/processLauncher.ts';
import { connectServer } from './connectServer.ts';
import type { ConnectDeps } from './connectServer.ts';
import { launchServer } from './launchServer.ts';
import type { LaunchDeps, StartOptions } from './launchServer.ts';
import { slotId } from './slot.ts';
import type { RunningServer, Slot } from './slot.ts';

export interface StartDeps extends LaunchDeps, ConnectDeps {
  readonly audit: Audit;
}

/** What passed the gate. */
export type Consented = ConsentedLaunch | ConsentedConnection;

/** @throws {AppError} what `launchServer` and `connectServer` throw. */
export async function startServer(
  slot: Slot,
  consented: Consented,
  digest: Sha256,
  options: StartOptions,
  deps: StartDeps,
): Promise<RunningServer> {
  const isRemote = 'kind' in consented;
  const record = deps.audit.begin({
    kind: isRemote ? 'server.connect' : 'server.launch',
    subject: slotId(slot),
    label: slot.stored.name,
    digestShown: digest,
    decision: 'agreed',
    decidedBy: 'grant',
    details: isRemote
      ? { origin: consented.origin, era: options.era }
      : { command: consented.resolvedCommand, era: options.era },
  });
  let running: RunningServer | undefined;
  try {
    running = isRemote
      ? await connectServer(slot, consented, options, deps)
      : await launchServer(slot, consented, options, deps);
    const { link, tools, connection } = running;
    const { transport, protocolVersion } = connection.view;
    record.end({
      outcome: 'ready',
      details: {
        ...(link.pid === undefined ? {} : { pid: link.pid }),
        transport,
        protocolVersion,
        tools: tools.known?.tools.length ?? 0,
      },
    });
    return running;
  } catch (error) {
    // Also when only its record could not be written: nothing runs that is not on record.
    await running?.link.stop();
    record.end({ outcome: toErrorView(error).code });
    throw error;
  }
}
