/**
 * What Gatehouse keeps on this machine, seen as a whole.
 */
import type { StoredItem } from '../contract/settings.ts';

export interface Storage {
  describe(): Promise<readonly StoredItem[]>;
  /** Removes everything Gatehouse stored, its keychain entry included. The host must not be used afterwards. */
  wipe(): Promise<void>;
}
