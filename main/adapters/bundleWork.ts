/**
 * What can be done with a bundle file: open it, read one file of it, unpack it.
 *
 * Opening reads and judges the directory. The other two take the one that was judged last when the file's stat data are
 * still the same, and else judge what lies there now.
 */
import { basename } from 'node:path';
import { MAX_MANIFEST_BYTES } from '../../app/bundles/archiveLimits.ts';
import { judgeArchive } from '../../app/bundles/judgeArchive.ts';
import { AppError } from '../../app/contract/errors.ts';
import type { Sha256 } from '../../app/contract/ids.ts';
import type { OpenedBundle, SignatureBlock } from '../../app/ports/bundleReader.ts';
import { BundleStream, changed, type BundleFile } from './bundleFile.ts';
import { readDirectory, type BundleDirectory, type StoredEntry } from './bundleDirectory.ts';
import { readEntry } from './bundleEntry.ts';
import type { ReadFileJob, UnpackJob } from './bundleJobs.ts';
import { BundleTree } from './bundleTree.ts';

export type OnRead = (doneBytes: number) => void;

const ignoreProgress: OnRead = () => undefined;

/**
 * What was opened last in this thread. Measured: reading and judging 5,000 entries takes a third of the time of unpacking.
 *
 * SECURITY(S7): stat data can be forged, but not to any use: the bytes of this directory count in the digest that must come
 * out after unpacking, so whatever lies on the disk, the judged names are those of the bundle that was shown.
 */
let lastOpened: { readonly stat: string; readonly directory: BundleDirectory } | undefined;

/** Judges and hashes a bundle, and reads its manifest. */
export async function openBundle(file: BundleFile, path: string, onRead: OnRead): Promise<OpenedBundle> {
  lastOpened = undefined; // Two large directories at once are one too many.
  const directory = judgedDirectory(file);
  lastOpened = { stat: file.stat, directory };
  const stream = new BundleStream(file, directory.directoryOffset, onRead);
  // The judge has made sure that there is one.
  const manifest = await contentOf(stream, directory, 'manifest.json', MAX_MANIFEST_BYTES);
  stream.skipTo(directory.directoryOffset);
  return {
    path,
    fileName: basename(path),
    signature: signatureBlock(stream, directory),
    sha256: fileDigest(stream, directory),
    sizeBytes: file.sizeBytes,
    expandedBytes: directory.entries.reduce((sum, entry) => sum + entry.expandedBytes, 0),
    names: directory.entries.map(({ name }) => name),
    manifest: manifest ?? new Uint8Array(),
  };
}

export async function readBundleFile(file: BundleFile, job: ReadFileJob): Promise<Uint8Array | undefined> {
  const directory = knownDirectory(file);
  const stream = new BundleStream(file, directory.directoryOffset, ignoreProgress);
  const isKnown = job.bundle.stat === file.stat;
  const content = await contentOf(stream, directory, job.name, job.maxBytes);
  if (!isKnown) verify(stream, directory, job.bundle.sha256);
  return content;
}

/** Inflates every entry, in the order in which they lie in the file. */
export async function unpackBundle(file: BundleFile, job: UnpackJob, onRead: OnRead): Promise<Sha256> {
  const directory = knownDirectory(file);
  const stream = new BundleStream(file, directory.directoryOffset, onRead);
  const tree = new BundleTree(job.stagingPath);
  for (const entry of directory.entries.toSorted((a, b) => a.offset - b.offset)) {
    await unpackEntry(stream, entry, tree);
  }
  // SECURITY(S7): what was inflated and what was shown are one file, or none of it is kept.
  verify(stream, directory, job.bundle.sha256);
  return tree.digest();
}

async function unpackEntry(stream: BundleStream, entry: StoredEntry, tree: BundleTree): Promise<void> {
  if (entry.isDirectory) {
    await readEntry(stream, entry, () => undefined);
    tree.addFolder(entry.name);
    return;
  }
  const sink = tree.addFile(entry);
  try {
    await readEntry(stream, entry, sink.write);
    sink.finish();
  } finally {
    sink.close();
  }
}

function knownDirectory(file: BundleFile): BundleDirectory {
  return lastOpened?.stat === file.stat ? lastOpened.directory : judgedDirectory(file);
}

function judgedDirectory(file: BundleFile): BundleDirectory {
  const directory = readDirectory(file);
  judgeArchive(directory);
  return directory;
}

async function contentOf(
  stream: BundleStream,
  directory: BundleDirectory,
  name: string,
  maxBytes: number,
): Promise<Uint8Array | undefined> {
  const entry = directory.entries.find((candidate) => candidate.name === name && !candidate.isDirectory);
  if (entry === undefined) return undefined;
  if (entry.expandedBytes > maxBytes) {
    throw new AppError('BUNDLE_TOO_LARGE', 'A file of the bundle is too large for its purpose.', {
      data: { entry: name, sizeBytes: entry.expandedBytes, limitBytes: maxBytes },
    });
  }
  const pieces: Uint8Array[] = [];
  await readEntry(stream, entry, (piece) => pieces.push(piece));
  return new Uint8Array(Buffer.concat(pieces));
}

function verify(stream: BundleStream, directory: BundleDirectory, expected: Sha256): void {
  stream.skipTo(directory.directoryOffset);
  if (fileDigest(stream, directory) !== expected) throw changed();
}

/** Of the whole file: what the stream read, and the directory's bytes that everything was judged from. */
function fileDigest(stream: BundleStream, { tail }: BundleDirectory): Sha256 {
  return `sha256:${stream.hash.copy().update(tail).digest('hex')}` as Sha256; // The brand is what this computes.
}

function signatureBlock(stream: BundleStream, directory: BundleDirectory): SignatureBlock | undefined {
  const { signature, directoryOffset, tail, archiveBytes, commentLengthOffset } = directory;
  if (signature === undefined) return undefined;
  const signed = tail.subarray(0, archiveBytes - directoryOffset);
  const commentAt = commentLengthOffset - directoryOffset;
  const reset = [signed.subarray(0, commentAt), Buffer.alloc(2), signed.subarray(commentAt + 2)];
  const cmsAt = signature.cmsOffset - directoryOffset;
  return {
    cms: Uint8Array.from(tail.subarray(cmsAt, cmsAt + signature.cmsBytes)),
    contentSha256: Uint8Array.from(stream.hash.copy().update(signed).digest()),
    contentSha256CommentReset: Uint8Array.from(stream.hash.copy().update(Buffer.concat(reset)).digest()),
  };
}
