/**
 * Reads a detached PKCS#7 signature (CMS, RFC 5652 §5) into what must be checked. Reads; verifies nothing.
 *
 * What was signed are the signed attributes as they are stored, with their tag put back to that of a SET OF
 * (RFC 5652 §5.4); the content is bound by the digest in them. Loading this file loads pkijs.
 */
import { fromBER, ObjectIdentifier, OctetString } from 'asn1js';
import { Certificate, ContentInfo, IssuerAndSerialNumber, SignedData } from 'pkijs';
import type { SignerInfo } from 'pkijs';
import { AppError } from '../../app/contract/errors.ts';
import type { CertificateFacts } from './signatureVerifierChain.ts';
import { factsOf } from './signatureVerifierCertificates.ts';

const SIGNED_DATA = '1.2.840.113549.1.7.2';
const DATA = '1.2.840.113549.1.7.1';
const CONTENT_TYPE = '1.2.840.113549.1.9.3';
const MESSAGE_DIGEST = '1.2.840.113549.1.9.4';
const SHA256 = '2.16.840.1.101.3.4.2.1';
/** rsaEncryption and sha256WithRSAEncryption, which mean the same here (RFC 3370 §3.2), and ecdsa-with-SHA256. */
const SIGNATURE_ALGORITHMS: ReadonlySet<string> = new Set([
  '1.2.840.113549.1.1.1',
  '1.2.840.113549.1.1.11',
  '1.2.840.10045.4.3.2',
]);

const MAX_CMS_BYTES = 1024 * 1024;
const MAX_CERTIFICATES = 20;

export type CmsReading =
  | {
      readonly kind: 'read';
      readonly signer: CertificateFacts;
      readonly others: readonly CertificateFacts[];
      readonly signedBytes: Uint8Array;
      readonly signature: Uint8Array;
      /** SHA-256 of the content, by the signer's word. */
      readonly messageDigest: Uint8Array;
    }
  /** Well-formed, and made in a way that is not known or not good enough. Nothing in it is proven. */
  | { readonly kind: 'unsupported'; readonly reason: string };

/** @throws {AppError} `BUNDLE_SIGNATURE_INVALID` when it is no detached signature by one signer whose certificate is in it. */
export function readCms(cms: Uint8Array): CmsReading {
  const { signedData, signerInfo } = parseCms(cms);
  const attributes = signerInfo.signedAttrs;
  if (attributes === undefined) return unsupported('It has no signed attributes.');
  if (signerInfo.digestAlgorithm.algorithmId !== SHA256) return unsupported('Its digest is not SHA-256.');
  if (!SIGNATURE_ALGORITHMS.has(signerInfo.signatureAlgorithm.algorithmId)) {
    return unsupported('Its algorithm is not one that Gatehouse accepts.');
  }

  const valueOf = (type: string): unknown => {
    const found = attributes.attributes.filter((attribute) => attribute.type === type);
    const values: readonly unknown[] = found.flatMap((attribute): unknown[] => attribute.values);
    // RFC 5652 §11: each of the two must be there once, with one value.
    if (values.length !== 1) throw invalid(`Attribute ${type} must be there once.`);
    return values[0];
  };
  const contentType = valueOf(CONTENT_TYPE);
  if (!(contentType instanceof ObjectIdentifier) || contentType.valueBlock.toString() !== DATA) {
    throw invalid('The content type attribute is not that of the content.');
  }
  const messageDigest = valueOf(MESSAGE_DIGEST);
  if (!(messageDigest instanceof OctetString)) throw invalid('The digest attribute is no digest.');

  const certificates = (signedData.certificates ?? []).filter((entry) => entry instanceof Certificate);
  if (certificates.length > MAX_CERTIFICATES) throw invalid('It carries too many certificates.');
  const signer = certificates.find((certificate) => isSignerOf(certificate, signerInfo));
  if (signer === undefined) throw invalid("The signer's certificate is not in it.");
  return readingParts(() => ({
    kind: 'read',
    signer: factsOf(signer),
    others: certificates.filter((certificate) => certificate !== signer).map((certificate) => factsOf(certificate)),
    signedBytes: new Uint8Array(attributes.encodedValue),
    signature: new Uint8Array(signerInfo.signature.getValue()),
    messageDigest: new Uint8Array(messageDigest.getValue()),
  }));
}

function parseCms(cms: Uint8Array): { readonly signedData: SignedData; readonly signerInfo: SignerInfo } {
  if (cms.length > MAX_CMS_BYTES) throw invalid('It is too large.');
  const signedData = readingParts(() => {
    // pkijs wants a buffer that holds nothing else.
    const parsed = fromBER(new Uint8Array(cms).buffer);
    // SECURITY: the parser forgives lengths that are wrong. What is read here must be what every other reader sees.
    if (!Buffer.from(parsed.result.toBER(false)).equals(cms)) throw invalid('It is no DER, or bytes follow it.');
    const info = new ContentInfo({ schema: parsed.result });
    if (info.contentType !== SIGNED_DATA) throw invalid('It is no signed data.');
    return new SignedData({ schema: info.content });
  });
  const { eContentType, eContent } = signedData.encapContentInfo;
  if (eContentType !== DATA || eContent !== undefined) throw invalid('It is not detached from plain data.');
  const [signerInfo, another] = signedData.signerInfos;
  if (signerInfo === undefined || another !== undefined) throw invalid('It must have one signer.');
  return { signedData, signerInfo };
}

function isSignerOf(certificate: Certificate, { sid }: SignerInfo): boolean {
  return (
    sid instanceof IssuerAndSerialNumber &&
    sid.issuer.isEqual(certificate.issuer) &&
    sid.serialNumber.isEqual(certificate.serialNumber)
  );
}

/** Whatever a parser of others throws at bytes of others means that they are no signature. */
function readingParts<T>(read: () => T): T {
  try {
    return read();
  } catch (error) {
    throw error instanceof AppError ? error : invalid('It can not be read.', error);
  }
}

function invalid(reason: string, cause?: unknown): AppError {
  return new AppError('BUNDLE_SIGNATURE_INVALID', "The bundle's signature is not valid.", { data: { reason }, cause });
}

function unsupported(reason: string): CmsReading {
  return { kind: 'unsupported', reason };
}
