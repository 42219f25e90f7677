/**
 * Sessions of remote servers that outlive this run, since tasks live in them.
 *
 * A session id is as good as a sign-in to some servers: it is a secret, kept with the others. SECURITY(S9)
 *
 * @see MCP 2025-11-25 transports §Session Management
 */
import { z } from 'zod';
import type { ServerId } from '../contract/ids.ts';
import type { SecretStore } from '../ports/secretStore.ts';
import { secretOwner } from './storedServers.ts';

const KEY = 'session';

export const keptSession = z.strictObject({
  sessionId: z.string().min(1),
  /** What the server answered to `initialize`, which a session taken up again does without. */
  initialized: z.looseObject({ protocolVersion: z.string() }),
  /** Whose it is: under another sign-in it is not used. */
  identity: z.string(),
});
export type KeptSession = Readonly<z.infer<typeof keptSession>>;

export class KeptSessions {
  private readonly store: SecretStore;

  constructor(store: SecretStore) {
    this.store = store;
  }

  find(serverId: ServerId, identity: string): KeptSession | undefined {
    const text = this.store.get(secretOwner(serverId), KEY);
    if (text === undefined) return undefined;
    // Only this class writes it; what is not readable was written by another version.
    const session = keptSession.safeParse(JSON.parse(text)).data;
    return session?.identity === identity ? session : undefined;
  }

  /** Whether its end may not be told to the server: its tasks would end with it. */
  has(serverId: ServerId): boolean {
    return this.store.get(secretOwner(serverId), KEY) !== undefined;
  }

  /** @throws {AppError} `STORE_DISK_FULL`, `STORE_READ_ONLY` */
  keep(serverId: ServerId, session: KeptSession): void {
    const text = JSON.stringify(session);
    // Every task of a session comes by here, and each change waits for the disk.
    if (this.store.get(secretOwner(serverId), KEY) !== text) this.store.set(secretOwner(serverId), KEY, text);
  }

  drop(serverId: ServerId): void {
    if (this.has(serverId)) this.store.delete(secretOwner(serverId), KEY);
  }
}
