/**
 * Certificates and detached signatures for tests: real ones, with every fault a real one can have.
 */
import { createHash, createPrivateKey, sign } from 'node:crypto';
import { isIP } from 'node:net';
import { BitString, Integer, Null, ObjectIdentifier, OctetString, Utf8String } from 'asn1js';
import type { PrintableString } from 'asn1js';
import {
  AlgorithmIdentifier,
  AttributeTypeAndValue,
  Attribute,
  BasicConstraints,
  Certificate,
  ContentInfo,
  EncapsulatedContentInfo,
  ExtKeyUsage,
  Extension,
  GeneralName,
  GeneralNames,
  IssuerAndSerialNumber,
  SignedAndUnsignedAttributes,
  SignedData,
  SignerInfo,
} from 'pkijs';

export const CODE_SIGNING = '1.3.6.1.5.5.7.3.3';
export const SERVER_AUTHENTICATION = '1.3.6.1.5.5.7.3.1';

const { subtle } = globalThis.crypto;
const DAY_MS = 24 * 60 * 60 * 1_000;

export type KeyKind = 'p256' | 'rsa2048' | 'rsa1024';

export interface CertificateRequest {
  /** Becomes the common name. */
  readonly name: string;
  /** Signs it; itself without. */
  readonly issuer?: IssuedCertificate;
  readonly key?: KeyKind;
  /** Takes the key of another certificate. */
  readonly keyOf?: IssuedCertificate;
  readonly hash?: 'SHA-1' | 'SHA-256';
  /** Makes it an authority; `pathLength` authorities may follow. */
  readonly authority?: boolean;
  readonly pathLength?: number;
  readonly purposes?: readonly string[];
  /** DNS names and IPv4 addresses it is for (RFC 5280 §4.2.1.6). */
  readonly hosts?: readonly string[];
  /** Bits of the first byte of the key usage: 0x80 digital signature, 0x04 certificate sign. */
  readonly usageBits?: number;
  /** Oid of one more critical extension. */
  readonly criticalExtension?: string;
  readonly validFrom?: Date;
  readonly validTo?: Date;
}

export interface IssuedCertificate {
  readonly certificate: Certificate;
  readonly der: Uint8Array;
  readonly pem: string;
  readonly keys: CryptoKeyPair;
  readonly privateKeyPem: string;
}

let serial = 1;

/** Of an authority without `purposes`, everything may follow; of anything else, code signing. */
export async function issueCertificate(request: CertificateRequest): Promise<IssuedCertificate> {
  const { issuer, hash = 'SHA-256', authority = false } = request;
  const keys = request.keyOf?.keys ?? (await makeKeys(request.key ?? 'p256', hash));
  const certificate = new Certificate();
  certificate.version = 2;
  certificate.serialNumber = new Integer({ value: serial++ });
  certificate.subject.typesAndValues.push(commonName(request.name));
  certificate.issuer.typesAndValues.push(...(issuer?.certificate ?? certificate).subject.typesAndValues);
  certificate.notBefore.value = request.validFrom ?? new Date(Date.now() - DAY_MS);
  certificate.notAfter.value = request.validTo ?? new Date(Date.now() + 30 * DAY_MS);
  certificate.extensions = extensionsOf(request, authority);
  await certificate.subjectPublicKeyInfo.importKey(keys.publicKey);
  const privateKeyPem = toPem('PRIVATE KEY', new Uint8Array(await subtle.exportKey('pkcs8', keys.privateKey)));
  signCertificate(certificate, issuer?.privateKeyPem ?? privateKeyPem, hash);
  const der = new Uint8Array(certificate.toSchema(true).toBER(false));
  return {
    certificate,
    der,
    pem: toPem('CERTIFICATE', der),
    keys,
    privateKeyPem,
  };
}

/** By hand, since pkijs leaves out the NULL that RFC 4055 §5 wants with RSA, and other readers put it back. */
function signCertificate(certificate: Certificate, privateKeyPem: string, hash: 'SHA-1' | 'SHA-256'): void {
  const key = createPrivateKey(privateKeyPem);
  const isRsa = key.asymmetricKeyType === 'rsa';
  const algorithm = new AlgorithmIdentifier({
    algorithmId: SIGNATURE_OIDS[`${isRsa ? 'rsa' : 'ec'} ${hash}`],
    ...(isRsa ? { algorithmParams: new Null() } : {}),
  });
  certificate.signature = algorithm;
  certificate.signatureAlgorithm = algorithm;
  certificate.tbsView = new Uint8Array(certificate.encodeTBS().toBER(false));
  const signature = sign(hash, certificate.tbsView, key);
  certificate.signatureValue = new BitString({ valueHex: bufferOf(signature) });
}

const SIGNATURE_OIDS = {
  'rsa SHA-1': '1.2.840.113549.1.1.5',
  'rsa SHA-256': '1.2.840.113549.1.1.11',
  'ec SHA-1': '1.2.840.10045.4.1',
  'ec SHA-256': '1.2.840.10045.4.3.2',
};

export interface SigningOptions {
  /** Carried besides the signer's certificate, in this order, behind it. */
  readonly others?: readonly IssuedCertificate[];
  /** Carried in place of the signer's. */
  readonly carried?: IssuedCertificate;
  readonly hash?: 'SHA-1' | 'SHA-256' | 'SHA-384';
  /** In place of the digest of the content. */
  readonly messageDigest?: Uint8Array;
  /** In place of "data". */
  readonly contentType?: string;
  /** Attributes besides those two. */
  readonly attributes?: readonly Attribute[];
  /** Puts the content into the signature. */
  readonly attached?: boolean;
}

const DATA = '1.2.840.113549.1.7.1';

/** A CMS signature of `content` in DER, detached, with signed attributes. */
export async function signDetached(
  content: Uint8Array,
  signer: IssuedCertificate,
  options: SigningOptions = {},
): Promise<Uint8Array> {
  const { hash = 'SHA-256', others = [], carried = signer, contentType = DATA } = options;
  const digest = options.messageDigest ?? createHash(hash.replace('-', '')).update(content).digest();
  const attributes = [
    oneValue('1.2.840.113549.1.9.3', new ObjectIdentifier({ value: contentType })),
    oneValue('1.2.840.113549.1.9.4', new OctetString({ valueHex: bufferOf(digest) })),
    ...(options.attributes ?? []),
  ];
  const signedData = new SignedData({
    version: 1,
    encapContentInfo: new EncapsulatedContentInfo({
      eContentType: DATA,
      ...(options.attached === true ? { eContent: new OctetString({ valueHex: bufferOf(content) }) } : {}),
    }),
    signerInfos: [
      new SignerInfo({
        version: 1,
        sid: new IssuerAndSerialNumber({
          issuer: signer.certificate.issuer,
          serialNumber: signer.certificate.serialNumber,
        }),
        signedAttrs: new SignedAndUnsignedAttributes({ type: 0, attributes }),
      }),
    ],
    certificates: [carried, ...others].map((issued) => issued.certificate),
  });
  await signedData.sign(signer.keys.privateKey, 0, hash);
  return signedDataToDer(signedData);
}

/** Changes a signature's parts after it was made, as a forger would. */
export function forge(cms: Uint8Array, change: (signedData: SignedData) => void): Uint8Array {
  const signedData = new SignedData({ schema: ContentInfo.fromBER(bufferOf(cms)).content });
  change(signedData);
  return signedDataToDer(signedData);
}

export function oneValue(type: string, value: ObjectIdentifier | OctetString | PrintableString): Attribute {
  return new Attribute({ type, values: [value] });
}

function signedDataToDer(signedData: SignedData): Uint8Array {
  const info = new ContentInfo({ contentType: '1.2.840.113549.1.7.2', content: signedData.toSchema(true) });
  return new Uint8Array(info.toSchema().toBER(false));
}

function extensionsOf(request: CertificateRequest, authority: boolean): Extension[] {
  const { pathLength, usageBits = authority ? 0x04 : 0x80, criticalExtension, hosts = [] } = request;
  const purposes = request.purposes ?? (authority ? [] : [CODE_SIGNING]);
  const constraints = new BasicConstraints({
    cA: authority,
    ...(pathLength === undefined ? {} : { pathLenConstraint: pathLength }),
  });
  const extension = (extnID: string, critical: boolean, der: ArrayBuffer): Extension =>
    new Extension({ extnID, critical, extnValue: der });
  return [
    extension('2.5.29.19', true, constraints.toSchema().toBER(false)),
    // A BIT STRING of one byte.
    extension('2.5.29.15', true, bufferOf(Uint8Array.of(0x03, 0x02, 0x00, usageBits))),
    ...(purposes.length === 0
      ? []
      : [extension('2.5.29.37', false, new ExtKeyUsage({ keyPurposes: [...purposes] }).toSchema().toBER(false))]),
    ...(hosts.length === 0
      ? []
      : [extension('2.5.29.17', false, new GeneralNames({ names: hosts.map(hostName) }).toSchema().toBER(false))]),
    ...(criticalExtension === undefined
      ? []
      : [extension(criticalExtension, true, bufferOf(Uint8Array.of(0x05, 0x00)))]),
  ];
}

function hostName(host: string): GeneralName {
  if (isIP(host) === 0) return new GeneralName({ type: 2, value: host });
  return new GeneralName({
    type: 7,
    value: new OctetString({ valueHex: bufferOf(Uint8Array.from(host.split('.'), Number)) }),
  });
}

function commonName(name: string): AttributeTypeAndValue {
  return new AttributeTypeAndValue({ type: '2.5.4.3', value: new Utf8String({ value: name }) });
}

async function makeKeys(kind: KeyKind, hash: string): Promise<CryptoKeyPair> {
  const usages: KeyUsage[] = ['sign', 'verify'];
  if (kind === 'p256') return subtle.generateKey({ name: 'ECDSA', namedCurve: 'P-256' }, true, usages);
  return subtle.generateKey(
    {
      name: 'RSASSA-PKCS1-v1_5',
      modulusLength: kind === 'rsa2048' ? 2_048 : 1_024,
      publicExponent: Uint8Array.of(1, 0, 1),
      hash,
    },
    true,
    usages,
  );
}

function toPem(label: string, der: Uint8Array): string {
  const lines =
    Buffer.from(der)
      .toString('base64')
      .match(/.{1,64}/g) ?? [];
  return [`-----BEGIN ${label}-----`, ...lines, `-----END ${label}-----`, ''].join('\n');
}

/** A buffer that holds nothing else. */
function bufferOf(bytes: Uint8Array): ArrayBuffer {
  return new Uint8Array(bytes).buffer;
}
