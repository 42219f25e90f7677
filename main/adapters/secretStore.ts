/**
 * Secrets in `secrets.json`: each value AES-256-GCM under a key made from the keychain's, bound to its owner and name.
 *
 * Without a key, values live in memory for this run; what an earlier run stored stays in the file, unread, and can
 * still be removed. Nothing is ever written in the clear.
 */
import { createCipheriv, createDecipheriv, randomBytes } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { z } from 'zod';
import { AppError } from '../../app/contract/errors.ts';
import type { SecretStore } from '../../app/ports/secretStore.ts';
import { deriveKey } from './keychain.ts';
import { errnoOf, setAside, writeFileAtomically } from './storeFiles.ts';

/** 96 bits: the nonce size GCM is specified for (NIST SP 800-38D §5.2.1.1). */
const NONCE_BYTES = 12;
const TAG_BYTES = 16;

const sealedSecret = z.strictObject({
  owner: z.string(),
  name: z.string(),
  /** Base64 of nonce, ciphertext and tag, in this order. */
  sealed: z.base64(),
});
type SealedSecret = z.infer<typeof sealedSecret>;
const secretsFile = z.strictObject({ formatVersion: z.literal(1), secrets: z.array(sealedSecret) });

export interface SecretStoreOptions {
  /** Absolute path of `secrets.json`, in an existing folder. */
  readonly file: string;
  /** The master key of the keychain. */
  readonly key: Uint8Array | undefined;
}

/**
 * A file that can't be understood is moved aside; `setAside` then says where to.
 *
 * @throws {AppError} `STORE_UNREADABLE` when the file may not be read at all, `STORE_NEWER_VERSION`
 */
export function createSecretStore({ file, key }: SecretStoreOptions): SecretStore & {
  readonly setAside: string | undefined;
} {
  const loaded = load(file);
  const cipherKey = key === undefined ? undefined : deriveKey(key, 'secrets');
  const inMemory = new Map<string, { readonly owner: string; readonly value: string }>();
  let sealed: ReadonlyMap<string, SealedSecret> = loaded.sealed;

  /** Memory follows the file, so that a failed write changes neither. */
  function keep(next: ReadonlyMap<string, SealedSecret>): void {
    writeFileAtomically(file, `${JSON.stringify({ formatVersion: 1, secrets: [...next.values()] }, undefined, 1)}\n`);
    sealed = next;
  }

  function removeWhere(matches: (secret: SealedSecret) => boolean): void {
    const left = new Map([...sealed].filter(([, secret]) => !matches(secret)));
    if (left.size !== sealed.size) keep(left);
  }

  return {
    persistent: cipherKey !== undefined,
    setAside: loaded.setAside,
    get: (owner, name) => {
      const id = idOf(owner, name);
      if (cipherKey === undefined) return inMemory.get(id)?.value;
      const secret = sealed.get(id);
      return secret === undefined ? undefined : unseal(cipherKey, id, secret.sealed);
    },
    set: (owner, name, value) => {
      const id = idOf(owner, name);
      // SECURITY(S9): without a key a value never reaches the disk.
      if (cipherKey === undefined) inMemory.set(id, { owner, value });
      else keep(new Map(sealed).set(id, { owner, name, sealed: seal(cipherKey, id, value) }));
    },
    delete: (owner, name) => {
      inMemory.delete(idOf(owner, name));
      removeWhere((secret) => secret.owner === owner && secret.name === name);
    },
    deleteAll: (owner) => {
      for (const [id, secret] of inMemory) if (secret.owner === owner) inMemory.delete(id);
      removeWhere((secret) => secret.owner === owner);
    },
  };
}

/** Unambiguous, whatever the two contain: it is also the associated data that binds a value to its place. */
function idOf(owner: string, name: string): string {
  return JSON.stringify([owner, name]);
}

function seal(key: Uint8Array, id: string, value: string): string {
  const nonce = randomBytes(NONCE_BYTES);
  const cipher = createCipheriv('aes-256-gcm', key, nonce).setAAD(Buffer.from(id));
  return Buffer.concat([nonce, cipher.update(value, 'utf8'), cipher.final(), cipher.getAuthTag()]).toString('base64');
}

/** The value, or `undefined` when it was not sealed with this key for this owner and name. */
function unseal(key: Uint8Array, id: string, sealed: string): string | undefined {
  const bytes = Buffer.from(sealed, 'base64');
  if (bytes.length < NONCE_BYTES + TAG_BYTES) return undefined;
  const decipher = createDecipheriv('aes-256-gcm', key, bytes.subarray(0, NONCE_BYTES), { authTagLength: TAG_BYTES });
  decipher.setAAD(Buffer.from(id)).setAuthTag(bytes.subarray(-TAG_BYTES));
  try {
    const text = decipher.update(bytes.subarray(NONCE_BYTES, -TAG_BYTES));
    return Buffer.concat([text, decipher.final()]).toString('utf8');
  } catch {
    // SECURITY(S9): a value that was changed or moved counts as missing; what it would decrypt to is never used.
    return undefined;
  }
}

interface Loaded {
  readonly sealed: ReadonlyMap<string, SealedSecret>;
  readonly setAside: string | undefined;
}

function load(file: string): Loaded {
  const text = read(file);
  if (text === undefined) return { sealed: new Map(), setAside: undefined };
  const content = parseJson(text);
  const newer = z.looseObject({ formatVersion: z.number().int().min(2) }).safeParse(content);
  if (newer.success) {
    const data = { path: file, formatVersion: newer.data.formatVersion };
    throw new AppError('STORE_NEWER_VERSION', 'The secrets were written by a newer Gatehouse.', { data });
  }
  const parsed = secretsFile.safeParse(content);
  if (!parsed.success) return { sealed: new Map(), setAside: setAside(file) };
  return {
    sealed: new Map(parsed.data.secrets.map((secret) => [idOf(secret.owner, secret.name), secret])),
    setAside: undefined,
  };
}

function read(file: string): string | undefined {
  try {
    return readFileSync(file, 'utf8');
  } catch (error) {
    const errno = errnoOf(error) ?? '';
    if (errno === 'ENOENT') return undefined;
    const data = { path: file, errno };
    throw new AppError('STORE_UNREADABLE', 'The secrets could not be read.', { data, cause: error });
  }
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text) as unknown;
  } catch {
    return undefined;
  }
}
