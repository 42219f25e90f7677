/**
 * SHA-256 and HMAC, synchronous, since plans and records are small.
 */
import type { Sha256 } from '../contract/ids.ts';

export interface Digest {
  sha256(bytes: Uint8Array | string): Sha256;
  /** HMAC-SHA-256 under the key named, hexadecimal. Keys come from the secret store and never leave the adapter. */
  hmac(keyName: 'grants', text: string): string;
  /** Compares in constant time. */
  verifyHmac(keyName: 'grants', text: string, mac: string): boolean;
}
