/**
 * What is held for a server, as whoever has the key of the secret store reads it.
 */
import { join } from 'node:path';
import { HeldTokens, type Held } from '../../app/authorization/heldTokens.ts';
import type { ServerId } from '../../app/contract/ids.ts';
import { createSecretStore } from '../adapters/secretStore.ts';
import type { SteeredHost } from './startSteeredHost.ts';

export function heldIn({ dataDir, key }: Pick<SteeredHost, 'dataDir' | 'key'>, serverId: ServerId): Held | undefined {
  const secretStore = createSecretStore({ file: join(dataDir, 'secrets.json'), key });
  return new HeldTokens(secretStore, () => undefined).of(serverId);
}
