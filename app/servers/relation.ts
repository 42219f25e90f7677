/**
 * How an opened bundle stands to the servers that are there: new, a version of some of them, or refused.
 */
import semver from 'semver';
import { AppError } from '../contract/errors.ts';
import type { BundleView } from '../contract/bundles.ts';
import type { InstallCandidate, InstallRelation } from '../contract/installs.ts';
import type { SignatureSummary } from '../contract/plan.ts';
import type { StoredServer } from './storedServers.ts';

/**
 * Bundles of one `name` are versions of one another only if the same publisher made them.
 *
 * @throws {AppError} `BUNDLE_SIGNATURE_LOST`, `BUNDLE_PUBLISHER_CHANGED` when that is true of no server of this name
 */
export function relationTo(servers: readonly StoredServer[], bundle: BundleView): InstallRelation {
  const installed = servers.flatMap(({ serverId, name, createdAtMs, source }) =>
    source.kind === 'bundle' && source.bundle.name === bundle.name
      ? [{ serverId, name, createdAtMs, old: source.bundle }]
      : [],
  );
  const candidates = installed.flatMap(({ old, ...server }): InstallCandidate[] => {
    const isSame = old.sha256 === bundle.sha256;
    if (!isSame && publisherProblem(old, bundle) !== undefined) return [];
    const kind = isSame ? 'same' : isOlder(bundle.version, old.version) ? 'downgrade' : 'update';
    return [{ kind, ...server, version: old.version }];
  });
  const [first, ...others] = candidates.toSorted((a, b) => Number(b.kind === 'same') - Number(a.kind === 'same'));
  if (first !== undefined) return { kind: 'present', candidates: [first, ...others] };
  const [other] = installed;
  const problem = other === undefined ? undefined : publisherProblem(other.old, bundle);
  if (problem !== undefined) throw problem;
  return { kind: 'new' };
}

function publisherProblem(old: BundleView, offered: BundleView): AppError | undefined {
  const data = { name: offered.name, installedVersion: old.version, offeredVersion: offered.version };
  if (isSigned(old.signature) && !isSigned(offered.signature)) {
    return new AppError('BUNDLE_SIGNATURE_LOST', 'The installed version is signed and this one is not.', { data });
  }
  // SECURITY: also where the chain could not be checked, another key is another publisher.
  const changed = isSigned(old.signature)
    ? !isSameSigner(old.signature, offered.signature)
    : !isSigned(offered.signature) && old.author !== offered.author;
  if (!changed) return undefined;
  return new AppError('BUNDLE_PUBLISHER_CHANGED', 'Another publisher made this bundle.', {
    data: {
      ...data,
      installed: old.signature.publisher ?? old.author,
      offered: offered.signature.publisher ?? offered.author,
    },
  });
}

/** Somebody's key did sign it, whether or not anybody vouches for whose it is. A name comes with nothing less. */
function isSigned({ fingerprint }: SignatureSummary): boolean {
  return fingerprint !== undefined;
}

/** The same certificate, or, where a trusted authority vouches for the name, the same name from the same issuer. */
function isSameSigner(old: SignatureSummary, offered: SignatureSummary): boolean {
  if (old.fingerprint === offered.fingerprint) return true;
  return (
    old.status === 'signed_trusted' &&
    offered.status === 'signed_trusted' &&
    old.publisher !== undefined &&
    old.publisher === offered.publisher &&
    old.issuer === offered.issuer
  );
}

/** By semantic versioning; versions that are none count as updates, since their order is unknown. */
function isOlder(offered: string, installed: string): boolean {
  const [left, right] = [semver.valid(offered, { loose: true }), semver.valid(installed, { loose: true })];
  return left !== null && right !== null && semver.lt(left, right);
}
