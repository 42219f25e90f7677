/**
 * The chain of records: what each one hashes to, and whether records follow one another.
 *
 * It shows that a record was changed, removed from the middle or slipped in. It can't show that the newest ones were cut
 * off, nor that all of it was written anew by somebody who may write the file.
 */
import { canonicalJson } from '../contract/canonicalJson.ts';
import type { ActivityRecord } from '../contract/activity.ts';
import type { Sha256 } from '../contract/ids.ts';
import type { Digest } from '../ports/digest.ts';

/** What a record names as the one before it. */
export type ChainLink = Pick<ActivityRecord, 'seq' | 'hash'>;

/** What the first record follows. */
// The brand's own pattern, spelled out.
export const BEFORE_FIRST: ChainLink = { seq: 0, hash: `sha256:${'0'.repeat(64)}` as Sha256 };

export type ChainCheck =
  | { readonly kind: 'intact'; readonly last: ChainLink; readonly count: number }
  /** The oldest record that doesn't fit what comes before it. */
  | { readonly kind: 'broken'; readonly seq: number };

/** Recomputes the hashes of up to `limit` records, of which the first should follow `before`. */
export function checkRecords(
  records: Iterable<ActivityRecord>,
  before: ChainLink,
  { digest, limit }: { readonly digest: Digest; readonly limit: number },
): ChainCheck {
  let last = before;
  let count = 0;
  for (const { hash, ...unhashed } of records) {
    const follows = unhashed.seq === last.seq + 1 && unhashed.prevHash === last.hash;
    if (!follows || !hashes(unhashed, hash, digest)) return { kind: 'broken', seq: unhashed.seq };
    last = { seq: unhashed.seq, hash };
    count += 1;
    if (count === limit) break;
  }
  return { kind: 'intact', last, count };
}

/** SHA-256 over the canonical JSON (RFC 8785) of a record without its `hash`. */
export function hashOf(unhashed: Omit<ActivityRecord, 'hash'>, digest: Digest): Sha256 {
  return digest.sha256(canonicalJson(unhashed));
}

function hashes(unhashed: Omit<ActivityRecord, 'hash'>, claimed: Sha256, digest: Digest): boolean {
  try {
    return hashOf(unhashed, digest) === claimed;
  } catch {
    // No canonical form: nothing that `record` ever wrote.
    return false;
  }
}
