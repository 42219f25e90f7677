/**
 * Verifies a bundle's signature: the content, the signer's key, and the chain to the roots this machine trusts.
 *
 * Two kinds of "could not check" differ: with `fingerprint`, the signer's key did sign this content and only the chain
 * is open; without, nothing is proven and no name is given. A time in the signature is the signer's word (there is no
 * trusted timestamp), so certificates must be valid at the moment of checking.
 */
import { X509Certificate, verify } from 'node:crypto';
import type { KeyObject } from 'node:crypto';
import { getCACertificates } from 'node:tls';
import { AppError } from '../../app/contract/errors.ts';
import { sha256 } from '../../app/contract/ids.ts';
import type { SignatureSummary } from '../../app/contract/plan.ts';
import type { SignatureBlock } from '../../app/ports/bundleReader.ts';
import type { SignatureVerifier } from '../../app/ports/signatureVerifier.ts';
import { faultOfSigner, hasTrustedChain, isSelfSigned, isStrongKey } from './signatureVerifierChain.ts';
import type { CertificateFacts } from './signatureVerifierChain.ts';
import type { CmsReading } from './signatureVerifierCms.ts';

export interface SignatureVerifierOptions {
  /** PEM, instead of the system's. For tests. */
  readonly trustedRoots?: readonly string[];
  readonly platform?: NodeJS.Platform;
  readonly now?: () => Date;
}

export function createSignatureVerifier({
  trustedRoots,
  platform = process.platform,
  now = () => new Date(),
}: SignatureVerifierOptions = {}): SignatureVerifier {
  return {
    async verify(block) {
      // Loaded with the first signature, so that a host without one stays small.
      const { readCms } = await import('./signatureVerifierCms.ts');
      const reading = readCms(block.cms);
      if (reading.kind === 'unsupported') return { status: 'could_not_check', reason: reading.reason };
      const key = publicKeyOf(reading.signer.x509);
      // SECURITY: a key that can be broken proves nobody, so that no name goes with it.
      if (key === undefined)
        return { status: 'could_not_check', reason: 'The key of its signer is not strong enough.' };
      checkContent(reading, key, block);
      const identity = identityOf(reading.signer);

      const at = now();
      const fault = faultOfSigner(reading.signer, at);
      const reason = fault === undefined ? {} : { reason: fault };
      if (isSelfSigned(reading.signer)) return { status: 'self_signed', ...identity, ...reason };
      if (fault !== undefined) return { status: 'signed_untrusted', ...identity, ...reason };

      const roots = trustedRoots ?? systemRoots(platform);
      if (roots.length === 0) {
        const whose = 'Gatehouse does not know whom this machine trusts to sign code.';
        return { status: 'could_not_check', ...identity, reason: whose };
      }
      if (hasTrustedChain(reading.signer, reading.others, await possibleRoots(roots, reading), at)) {
        return { status: 'signed_trusted', ...identity };
      }
      const unknown = 'No one whom this machine trusts vouches for the certificate.';
      return { status: 'signed_untrusted', ...identity, reason: unknown };
    },
  };
}

/** @throws {AppError} `BUNDLE_SIGNATURE_INVALID` */
function checkContent(reading: CmsReading & { kind: 'read' }, key: KeyObject, block: SignatureBlock): void {
  const fail = (reason: string): AppError =>
    new AppError('BUNDLE_SIGNATURE_INVALID', "The bundle's signature is not valid.", { data: { reason } });
  if (!verify('sha256', reading.signedBytes, key, reading.signature)) throw fail("The signer's key did not make it.");
  const digests = [block.contentSha256, block.contentSha256CommentReset];
  if (!digests.some((digest) => Buffer.from(digest).equals(reading.messageDigest))) {
    throw fail('The bundle is not the one that was signed.');
  }
}

function publicKeyOf(certificate: X509Certificate): KeyObject | undefined {
  try {
    const key = certificate.publicKey;
    return isStrongKey(key) ? key : undefined;
  } catch {
    // A kind of key that this OpenSSL doesn't know.
    return undefined;
  }
}

function identityOf({ x509, subjectName, issuerName }: CertificateFacts): Omit<SignatureSummary, 'status'> {
  return {
    ...(subjectName === undefined ? {} : { publisher: subjectName }),
    ...(issuerName === undefined ? {} : { issuer: issuerName }),
    fingerprint: sha256.parse(`sha256:${x509.fingerprint256.replaceAll(':', '').toLowerCase()}`),
    validFrom: x509.validFromDate.toISOString(),
    validTo: x509.validToDate.toISOString(),
  };
}

/**
 * The system's roots, PEM. Linux has one list for all purposes. On macOS and Windows, Node lists those for servers,
 * which is no answer to whom the machine trusts to sign code.
 */
function systemRoots(platform: NodeJS.Platform): readonly string[] {
  return platform === 'linux' ? [...new Set(getCACertificates('system'))] : [];
}

/** Only roots that issued one of the certificates are read in full; a system has hundreds. */
async function possibleRoots(
  roots: readonly string[],
  { signer, others }: CmsReading & { kind: 'read' },
): Promise<readonly CertificateFacts[]> {
  const { describeCertificate } = await import('./signatureVerifierCertificates.ts');
  const issued = [signer, ...others].map((facts) => facts.x509);
  return roots
    .map((pem) => new X509Certificate(pem))
    .filter((root) => issued.some((certificate) => certificate.checkIssued(root)))
    .map((root) => describeCertificate(root.raw));
}
