/**
 * The one key of Gatehouse, kept by the operating system's keychain, and the keys made from it.
 *
 * There is no other place for it: where no keychain answers there is no key, and what needs one lasts for this run only.
 */
import { createHash, hkdfSync, randomBytes } from 'node:crypto';
import { realpathSync } from 'node:fs';

/** 256 bits. */
const KEY_BYTES = 32;

/** Choice: long enough for a keychain that starts on demand, short enough for a start without one. */
const KEYCHAIN_TIMEOUT_MS = 5_000;

export interface Keychain {
  readonly key: Uint8Array;
  /** Removes the entry, for wiping. What was encrypted under it can't be read any more. */
  forget(): Promise<void>;
}

export interface KeychainOptions {
  /** An existing folder. Each data folder has an entry of its own, so that wiping one leaves the others readable. */
  readonly dataDir: string;
  readonly timeoutMs?: number;
}

/** What this adapter uses of an entry of `@napi-rs/keyring`. */
interface Entry {
  getPassword(): Promise<string | null>;
  setPassword(value: string): Promise<void>;
  deletePassword(): Promise<boolean>;
}

/**
 * Reads the key from the keychain, or makes one at the first start. Both shells share the entry.
 *
 * @returns `undefined` when there is no keychain, it is locked, it doesn't answer in time, or holds something else.
 */
export async function openKeychain({
  dataDir,
  timeoutMs = KEYCHAIN_TIMEOUT_MS,
}: KeychainOptions): Promise<Keychain | undefined> {
  try {
    return await withTimeout(openEntry(accountOf(dataDir)), timeoutMs);
  } catch {
    // SECURITY(S9): no fallback to a file. What the keychain said is of no use to anybody: there is no key.
    return undefined;
  }
}

async function openEntry(account: string): Promise<Keychain> {
  const { AsyncEntry } = await import('@napi-rs/keyring');
  // Pinned, since the kernel's own key ring, the alternative on Linux, forgets at the next start of the machine.
  const entry: Entry = new AsyncEntry('Gatehouse', account, { linux: { store: 'secret-service' } });
  // An error must not count as "no key yet": a new key would make every stored secret unreadable.
  let stored = await entry.getPassword();
  if (stored === null) {
    await entry.setPassword(randomBytes(KEY_BYTES).toString('base64'));
    // Read back: of two first starts at once, both use the key that stayed.
    stored = await entry.getPassword();
  }
  const key = Buffer.from(stored ?? '', 'base64');
  if (key.length !== KEY_BYTES) throw new Error('The keychain entry of Gatehouse is not a key.');
  return { key, forget: () => entry.deletePassword().then(() => undefined) };
}

function accountOf(dataDir: string): string {
  const hash = createHash('sha256').update(realpathSync(dataDir)).digest('hex');
  return `master key ${hash.slice(0, 16)}`;
}

async function withTimeout<T>(work: Promise<T>, timeoutMs: number): Promise<T> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<never>((_resolve, reject) => {
    timer = setTimeout(() => reject(new Error('The keychain did not answer in time.')), timeoutMs);
  });
  try {
    return await Promise.race([work, late]);
  } finally {
    clearTimeout(timer);
  }
}

/** A key for one purpose, so that no key serves two algorithms (RFC 5869). */
export function deriveKey(masterKey: Uint8Array, purpose: 'secrets' | 'grants'): Uint8Array {
  return new Uint8Array(hkdfSync('sha256', masterKey, '', `gatehouse ${purpose} v1`, KEY_BYTES));
}
