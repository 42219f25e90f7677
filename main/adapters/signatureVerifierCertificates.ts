/**
 * What a certificate says, as far as signing code is concerned. Reads; judges nothing.
 *
 * Loading this file loads pkijs: import it only when there is a signature to look at.
 */
import { X509Certificate } from 'node:crypto';
import { BasicConstraints, Certificate, ExtKeyUsage } from 'pkijs';
import type { RelativeDistinguishedNames } from 'pkijs';
import { BitString } from 'asn1js';
import type { CertificateFacts } from './signatureVerifierChain.ts';

const BASIC_CONSTRAINTS = '2.5.29.19';
const KEY_USAGE = '2.5.29.15';
const COMMON_NAME = '2.5.4.3';
const ORGANIZATION = '2.5.4.10';
const MAX_NAME_CHARS = 200;

/** @param der May hold more than the certificate needs for its own signature to be checked, never less. */
export function describeCertificate(der: Uint8Array): CertificateFacts {
  // pkijs wants a buffer that holds nothing else.
  return factsOf(Certificate.fromBER(new Uint8Array(der).buffer), new X509Certificate(der));
}

export function factsOf(
  certificate: Certificate,
  x509 = new X509Certificate(new Uint8Array(certificate.toSchema().toBER(false))),
): CertificateFacts {
  const extensions = certificate.extensions ?? [];
  const parsed: readonly unknown[] = extensions.map((extension): unknown => extension.parsedValue);
  const constraints = parsed.find((value) => value instanceof BasicConstraints);
  const pathLength = constraints?.pathLenConstraint;
  const purposes = parsed.find((value) => value instanceof ExtKeyUsage)?.keyPurposes;
  const usage: unknown = extensions.find((extension) => extension.extnID === KEY_USAGE)?.parsedValue;
  return {
    x509,
    signatureOid: certificate.signatureAlgorithm.algorithmId,
    subjectName: nameOf(certificate.subject),
    issuerName: nameOf(certificate.issuer),
    extensions: extensions.map(({ extnID, critical }) => ({ oid: extnID, critical })),
    isAuthority: extensions.some((extension) => extension.extnID === BASIC_CONSTRAINTS) && constraints?.cA === true,
    ...(pathLength === undefined
      ? {}
      : { pathLength: typeof pathLength === 'number' ? pathLength : pathLength.valueBlock.valueDec }),
    ...(purposes === undefined ? {} : { purposes }),
    ...(usage instanceof BitString ? { usageBits: usage.valueBlock.valueHexView[0] ?? 0 } : {}),
  };
}

/** The common name, else the organisation. Whoever made the certificate chose it. SECURITY(S12) */
function nameOf(name: RelativeDistinguishedNames): string | undefined {
  for (const oid of [COMMON_NAME, ORGANIZATION]) {
    const value: unknown = name.typesAndValues.find((part) => part.type === oid)?.value.valueBlock.value;
    if (typeof value === 'string' && value !== '') return value.slice(0, MAX_NAME_CHARS);
  }
  return undefined;
}
