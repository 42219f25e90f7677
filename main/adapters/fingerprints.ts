/**
 * Digests of files and installed trees, computed again only when the file system says that something changed.
 *
 * The stat data are taken before the content is read: a change that comes in between is in the digest and makes the
 * next comparison fail, never the other way round. Work is done in slices, so that the host stays responsive.
 */
import { createHash, hash as hashWhole } from 'node:crypto';
import { constants, lstatSync, readFileSync, readdirSync, readlinkSync, statSync } from 'node:fs';
import type { BigIntStats } from 'node:fs';
import { open } from 'node:fs/promises';
import { join } from 'node:path';
import { setImmediate, setTimeout as sleep } from 'node:timers/promises';
import { treeManifest, treeManifestLine } from '../../app/bundles/treeDigest.ts';
import { AppError } from '../../app/contract/errors.ts';
import { sha256 as sha256Schema } from '../../app/contract/ids.ts';
import type { Sha256 } from '../../app/contract/ids.ts';
import type { Fingerprint, Fingerprints } from '../../app/ports/fingerprints.ts';
import { errnoOf } from './storeFiles.ts';

/** Synchronous work between two turns of the event loop, milliseconds. */
const SLICE_MS = 5;
/** Files up to this size are read in one go; a promise for each would cost more than the reading. */
const SMALL_FILE_BYTES = 256 * 1024;
const CHUNK_BYTES = 1024 * 1024;
/**
 * A file that changed less than this ago could change again without its times showing it, since file systems take them
 * from a clock that ticks (Linux: 1 to 10 ms).
 */
const SETTLED_MS = 50;

/** Stat data of a file system without inodes and change times say too little. */
const HAS_STAT_DATA = process.platform !== 'win32';
/** SECURITY(S6): a file that was swapped for a link or a pipe after it was listed is not followed, nor waited for. */
// Windows has neither flag, whatever the types say.
const READ_FLAGS = HAS_STAT_DATA
  ? constants.O_RDONLY | constants.O_NOFOLLOW | constants.O_NONBLOCK
  : constants.O_RDONLY;

interface Found {
  /** Relative, `/` between segments. */
  readonly name: string;
  readonly path: string;
  readonly facts: BigIntStats;
}

export function createFingerprints(): Fingerprints {
  return {
    file: (path, known) =>
      failingWith('LAUNCH_COMMAND_NOT_FOUND', path, () =>
        fingerprint(
          async () => [{ name: '', path, facts: statSync(path, { bigint: true }) }],
          async ([file]) => (file?.facts.isFile() === true ? await fileDigest(file, constants.O_RDONLY) : undefined),
          known,
        ),
      ),
    tree: (path, known) =>
      failingWith('LAUNCH_FILES_MISSING', path, () => fingerprint(() => listTree(path), treeDigest, known)),
  };
}

/** @param digest Answers `undefined` when what was found is not what was meant. */
async function fingerprint(
  list: () => Promise<readonly Found[]>,
  digest: (found: readonly Found[]) => Promise<Sha256 | undefined>,
  known: Fingerprint | undefined,
): Promise<Fingerprint | undefined> {
  let found = await list();
  if (known?.stat !== undefined && HAS_STAT_DATA && known.stat === foldStat(found)) return known;
  if (HAS_STAT_DATA && changedWithin(found, SETTLED_MS)) {
    await sleep(SETTLED_MS);
    found = await list();
  }
  const computed = await digest(found);
  if (computed === undefined) return undefined;
  return { digest: computed, stat: HAS_STAT_DATA ? foldStat(found) : undefined };
}

/** Every file and link below a folder, the folders themselves left out. */
async function listTree(root: string): Promise<readonly Found[]> {
  const breathe = createBreather();
  const found: Found[] = [];
  const folders = [''];
  for (let folder = folders.pop(); folder !== undefined; folder = folders.pop()) {
    for (const entry of readdirSync(join(root, folder), { withFileTypes: true })) {
      const name = folder === '' ? entry.name : `${folder}/${entry.name}`;
      if (entry.isDirectory()) folders.push(name);
      else found.push({ name, path: join(root, name), facts: lstatSync(join(root, name), { bigint: true }) });
      if (breathe.due()) await setImmediate();
    }
  }
  return found.sort((a, b) => (a.name < b.name ? -1 : 1));
}

async function treeDigest(found: readonly Found[]): Promise<Sha256> {
  const breathe = createBreather();
  const lines: string[] = [];
  for (const file of found) {
    lines.push(await manifestLine(file));
    if (breathe.due()) await setImmediate();
  }
  return digestOf(hashWhole('sha256', treeManifest(lines)));
}

async function manifestLine(file: Found): Promise<string> {
  if (file.facts.isSymbolicLink()) return treeManifestLine('link', file.name, false, readlinkSync(file.path));
  const executable = HAS_STAT_DATA && (file.facts.mode & 0o100n) !== 0n;
  // A pipe, socket or device has no content to hash, and is in no bundle: its line makes the digest another one.
  const content = file.facts.isFile() ? await fileDigest(file, READ_FLAGS) : 'special';
  return treeManifestLine('file', file.name, executable, content);
}

async function fileDigest({ path, facts }: Found, flags: number): Promise<Sha256> {
  if (facts.size <= SMALL_FILE_BYTES) {
    // The types know flags as text only; Node takes numbers as well, as for `open`.
    return digestOf(hashWhole('sha256', readFileSync(path, { flag: flags as unknown as string })));
  }
  const file = await open(path, flags);
  try {
    const whole = createHash('sha256');
    const chunk = Buffer.allocUnsafe(CHUNK_BYTES);
    for (;;) {
      const { bytesRead } = await file.read(chunk, 0, CHUNK_BYTES);
      if (bytesRead === 0) return digestOf(whole.digest('hex'));
      whole.update(chunk.subarray(0, bytesRead));
    }
  } finally {
    await file.close();
  }
}

/** One value over what would differ if a file were added, removed, renamed, replaced, written to or made executable. */
function foldStat(found: readonly Found[]): string {
  const lines = found.map(({ name, facts }) => {
    const { dev, ino, size, mode, mtimeNs, ctimeNs } = facts;
    return `${JSON.stringify(name)} ${dev} ${ino} ${size} ${mode} ${mtimeNs} ${ctimeNs}`;
  });
  return hashWhole('sha256', lines.join('\n'), 'base64url');
}

function changedWithin(found: readonly Found[], ms: number): boolean {
  const sinceMs = BigInt(Date.now() - ms);
  return found.some(({ facts }) => facts.ctimeMs > sinceMs);
}

function digestOf(hex: string): Sha256 {
  return sha256Schema.parse(`sha256:${hex}`);
}

/** Tells when synchronous work has gone on for long enough to let others have a turn. */
function createBreather(): { due(): boolean } {
  let startedAt = performance.now();
  return {
    due: () => {
      // The time of the awaited turn itself counts as work, which errs on the side of more turns.
      if (performance.now() - startedAt < SLICE_MS) return false;
      startedAt = performance.now();
      return true;
    },
  };
}

async function failingWith(
  code: 'LAUNCH_COMMAND_NOT_FOUND' | 'LAUNCH_FILES_MISSING',
  path: string,
  compute: () => Promise<Fingerprint | undefined>,
): Promise<Fingerprint> {
  const fail = (data: Readonly<Record<string, string>>, cause?: unknown): AppError =>
    new AppError(code, 'What would be launched can not be read.', { data: { path, ...data }, cause });
  try {
    const computed = await compute();
    if (computed === undefined) throw fail({ reason: 'not a file' });
    return computed;
  } catch (error) {
    const errno = errnoOf(error);
    throw errno === undefined ? error : fail({ reason: errno }, error);
  }
}
