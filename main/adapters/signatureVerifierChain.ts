/**
 * Whether a certificate may sign code, and whether a chain leads from it to a root that is trusted. Pure but for the
 * signatures that are computed.
 *
 * A deliberately small part of RFC 5280 §6: what it doesn't know, such as name constraints or any other critical
 * extension, makes a certificate unusable. Revocation is not looked up.
 */
import type { KeyObject, X509Certificate } from 'node:crypto';

/** A certificate as `signatureVerifierCertificates.ts` reads it. */
export interface CertificateFacts {
  readonly x509: X509Certificate;
  /** The algorithm its issuer signed it with. */
  readonly signatureOid: string;
  readonly subjectName: string | undefined;
  readonly issuerName: string | undefined;
  readonly extensions: readonly { readonly oid: string; readonly critical: boolean }[];
  readonly isAuthority: boolean;
  /** Authorities that may follow below it. */
  readonly pathLength?: number;
  /** Extended key usages. Absent: any. */
  readonly purposes?: readonly string[];
  /** First byte of the key usage. Absent: any. */
  readonly usageBits?: number;
}

const CODE_SIGNING = '1.3.6.1.5.5.7.3.3';
const ANY_PURPOSE = '2.5.29.37.0';
const DIGITAL_SIGNATURE_BIT = 0x80;
const CERTIFICATE_SIGN_BIT = 0x04;

/** sha256/384/512 with RSA, and with ECDSA (RFC 8017, RFC 5758). SECURITY: SHA-1 can be collided. */
const STRONG_SIGNATURES: ReadonlySet<string> = new Set([
  '1.2.840.113549.1.1.11',
  '1.2.840.113549.1.1.12',
  '1.2.840.113549.1.1.13',
  '1.2.840.10045.4.3.2',
  '1.2.840.10045.4.3.3',
  '1.2.840.10045.4.3.4',
]);
const STRONG_CURVES: ReadonlySet<string> = new Set(['prime256v1', 'secp384r1', 'secp521r1']);
const MIN_RSA_BITS = 2_048;

/** Basic constraints, key usage, extended key usage, certificate policies: a critical extension of any other kind isn't understood. */
const KNOWN_EXTENSIONS: ReadonlySet<string> = new Set(['2.5.29.19', '2.5.29.15', '2.5.29.37', '2.5.29.32']);
const NAME_CONSTRAINTS = '2.5.29.30';

const MAX_CHAIN_LENGTH = 8;
/** Signatures computed for one chain: certificates that all issue one another must not keep the host busy. */
const MAX_SIGNATURE_CHECKS = 50;

export function isStrongKey(key: KeyObject): boolean {
  const { modulusLength = 0, namedCurve = '' } = key.asymmetricKeyDetails ?? {};
  switch (key.asymmetricKeyType) {
    case 'rsa':
      return modulusLength >= MIN_RSA_BITS;
    case 'ec':
      return STRONG_CURVES.has(namedCurve);
    default:
      return false;
  }
}

/** Why this certificate may not sign code at this time; `undefined` when it may. */
export function faultOfSigner(signer: CertificateFacts, at: Date): string | undefined {
  if (!isValidAt(signer.x509, at)) return 'The certificate is expired or not valid yet.';
  if (signer.purposes?.includes(CODE_SIGNING) !== true) return 'The certificate is not made for signing code.';
  if (signer.usageBits !== undefined && (signer.usageBits & DIGITAL_SIGNATURE_BIT) === 0) {
    return 'The certificate is not made for signatures.';
  }
  if (!isUnderstood(signer)) return 'The certificate has conditions that Gatehouse does not know.';
  return undefined;
}

/** Its name says so, and its own key made it. */
export function isSelfSigned({ x509 }: CertificateFacts): boolean {
  return x509.subject === x509.issuer && x509.verify(x509.publicKey);
}

/**
 * Whether a chain leads from `signer` over `others` to one of `roots`, each link usable at this time.
 *
 * @param others Come with the signature: claims, in any order, of any number.
 */
export function hasTrustedChain(
  signer: CertificateFacts,
  others: readonly CertificateFacts[],
  roots: readonly CertificateFacts[],
  at: Date,
): boolean {
  let checksLeft = MAX_SIGNATURE_CHECKS;
  const issued = (issuer: CertificateFacts, child: CertificateFacts): boolean =>
    child.x509.checkIssued(issuer.x509) && checksLeft-- > 0 && child.x509.verify(issuer.x509.publicKey);

  const leadsToRoot = (chain: readonly CertificateFacts[]): boolean => {
    const child = chain.at(-1);
    if (child === undefined || chain.length >= MAX_CHAIN_LENGTH || !STRONG_SIGNATURES.has(child.signatureOid))
      return false;
    const mayIssue = (issuer: CertificateFacts): boolean =>
      !chain.some((known) => known.x509.raw.equals(issuer.x509.raw)) &&
      isUsableAuthority(issuer, chain, at) &&
      issued(issuer, child);
    return roots.some(mayIssue) || others.some((other) => mayIssue(other) && leadsToRoot([...chain, other]));
  };
  return leadsToRoot([signer]);
}

/** @param below The chain under it, the signer first. RFC 5280 §6.1.4 */
function isUsableAuthority(authority: CertificateFacts, below: readonly CertificateFacts[], at: Date): boolean {
  const { x509, isAuthority, pathLength, usageBits, purposes } = authority;
  const authoritiesBelow = below.slice(1).filter((between) => between.x509.subject !== between.x509.issuer).length;
  return (
    isAuthority &&
    isValidAt(x509, at) &&
    isUnderstood(authority) &&
    isStrongKey(x509.publicKey) &&
    (pathLength === undefined || authoritiesBelow <= pathLength) &&
    (usageBits === undefined || (usageBits & CERTIFICATE_SIGN_BIT) !== 0) &&
    (purposes === undefined || purposes.includes(CODE_SIGNING) || purposes.includes(ANY_PURPOSE))
  );
}

function isUnderstood({ extensions }: CertificateFacts): boolean {
  const oids = extensions.map((extension) => extension.oid);
  return (
    new Set(oids).size === oids.length &&
    !oids.includes(NAME_CONSTRAINTS) &&
    extensions.every(({ oid, critical }) => !critical || KNOWN_EXTENSIONS.has(oid))
  );
}

function isValidAt({ validFromDate, validToDate }: X509Certificate, at: Date): boolean {
  return validFromDate <= at && at <= validToDate;
}
