/**
 * Ports for tests of the core that need Node: the digest under a key that is made up.
 */
import { createHash, createHmac } from 'node:crypto';
import { sha256 as sha256Schema } from '../../app/contract/ids.ts';
import type { Digest } from '../../app/ports/digest.ts';

export function createFakeDigest(key = 'a key for tests'): Digest {
  const hmac = (keyName: string, text: string): string =>
    createHmac('sha256', `${key}:${keyName}`).update(text).digest('hex');
  return {
    sha256: (bytes) => sha256Schema.parse(`sha256:${createHash('sha256').update(bytes).digest('hex')}`),
    hmac,
    verifyHmac: (keyName, text, mac) => hmac(keyName, text) === mac,
  };
}
