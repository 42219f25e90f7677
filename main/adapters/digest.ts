/**
 * SHA-256 and HMAC-SHA-256 of Node.
 *
 * Without a keychain the HMAC key is made for this run, so that grants of an earlier run don't verify: no grant.
 */
import { createHmac, hash, randomBytes, timingSafeEqual } from 'node:crypto';
import type { Sha256 } from '../../app/contract/ids.ts';
import type { Digest } from '../../app/ports/digest.ts';
import { deriveKey } from './keychain.ts';

export interface DigestOptions {
  /** The master key of the keychain. */
  readonly key: Uint8Array | undefined;
}

export function createDigest({ key }: DigestOptions): Digest {
  const keys = { grants: key === undefined ? randomBytes(32) : deriveKey(key, 'grants') };
  const mac = (keyName: 'grants', text: string): Buffer => createHmac('sha256', keys[keyName]).update(text).digest();

  return {
    // The brand is what this function exists to give.
    sha256: (bytes) => `sha256:${hash('sha256', bytes, 'hex')}` as Sha256,
    hmac: (keyName, text) => mac(keyName, text).toString('hex'),
    verifyHmac: (keyName, text, given) => {
      if (!/^[0-9a-f]{64}$/.test(given)) return false;
      return timingSafeEqual(mac(keyName, text), Buffer.from(given, 'hex'));
    },
  };
}
