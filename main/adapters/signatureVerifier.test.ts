/**
 * Signatures made by OpenSSL, by the MCPB package's own signer and by hand; true ones and forged ones.
 */
import { execFileSync, spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { signMcpbFile } from '@anthropic-ai/mcpb/node';
import { OctetString, PrintableString } from 'asn1js';
import { beforeAll, describe, expect, test } from 'vitest';
import type { SignatureBlock } from '../../app/ports/bundleReader.ts';
import {
  CODE_SIGNING,
  SERVER_AUTHENTICATION,
  forge,
  issueCertificate,
  oneValue,
  signDetached,
} from '../testing/certificates.ts';
import type { IssuedCertificate } from '../testing/certificates.ts';
import { temporaryFolder } from '../testing/temporaryFolder.ts';
import { createSignatureVerifier } from './signatureVerifier.ts';
import type { SignatureVerifierOptions } from './signatureVerifier.ts';

const CONTENT = Buffer.from('the bytes of an archive');
const CHANGED = Buffer.from('the bytes of another one');
const sha256Of = (bytes: Uint8Array): Buffer => createHash('sha256').update(bytes).digest();
const blockOf = (cms: Uint8Array, content: Uint8Array = CONTENT, reset = content): SignatureBlock => ({
  cms,
  contentSha256: sha256Of(content),
  contentSha256CommentReset: sha256Of(reset),
});

let root: IssuedCertificate;
let intermediate: IssuedCertificate;
let publisher: IssuedCertificate;
beforeAll(async () => {
  root = await issueCertificate({ name: 'Test Root', authority: true });
  intermediate = await issueCertificate({ name: 'Test Issuer', authority: true, issuer: root, pathLength: 0 });
  publisher = await issueCertificate({ name: 'Ana Pérez', issuer: intermediate });
});

const verifyBlock = (block: SignatureBlock, options: SignatureVerifierOptions = {}) =>
  createSignatureVerifier({ trustedRoots: [root.pem], ...options }).verify(block);
/** Signs with a chain that carries `others`, and verifies under the root. */
const statusOf = async (signer: IssuedCertificate, others: readonly IssuedCertificate[] = []) =>
  (await verifyBlock(blockOf(await signDetached(CONTENT, signer, { others })))).status;

describe('a signature', () => {
  test('whose chain leads to a trusted root names its publisher', async () => {
    const cms = await signDetached(CONTENT, publisher, { others: [intermediate] });
    expect(await verifyBlock(blockOf(cms))).toEqual({
      status: 'signed_trusted',
      publisher: 'Ana Pérez',
      issuer: 'Test Issuer',
      fingerprint: `sha256:${sha256Of(publisher.der).toString('hex')}`,
      validFrom: expect.stringMatching(/^\d{4}-.*Z$/) as string,
      validTo: expect.stringMatching(/^\d{4}-.*Z$/) as string,
    });
  });

  test('may cover the bytes with the comment length put back', async () => {
    const cms = await signDetached(CONTENT, publisher, { others: [intermediate] });
    expect((await verifyBlock(blockOf(cms, CHANGED, CONTENT))).status).toBe('signed_trusted');
  });

  test('of a root nobody trusts is untrusted, and says why', async () => {
    const cms = await signDetached(CONTENT, publisher, { others: [intermediate, root] });
    const summary = await verifyBlock(blockOf(cms), { trustedRoots: [(await stranger()).pem] });
    expect(summary).toMatchObject({ status: 'signed_untrusted', publisher: 'Ana Pérez' });
    expect(summary.reason).toContain('vouches');
  });

  test('by a certificate of its own is self-signed', async () => {
    const own = await issueCertificate({ name: 'Somebody' });
    const summary = await verifyBlock(blockOf(await signDetached(CONTENT, own)));
    expect(summary).toMatchObject({ status: 'self_signed', publisher: 'Somebody', issuer: 'Somebody' });
  });

  test('by one that only says it is its own issuer is not', async () => {
    const own = await issueCertificate({ name: 'Test Root', issuer: await stranger('Test Root') });
    expect(await statusOf(own)).toBe('signed_untrusted');
  });

  test('is checked at the time of checking, not at the time it claims', async () => {
    const cms = await signDetached(CONTENT, publisher, { others: [intermediate] });
    const later = (days: number): Date => new Date(Date.now() + days * 24 * 60 * 60 * 1_000);
    for (const [days, status] of [
      [1, 'signed_trusted'],
      [31, 'signed_untrusted'],
      [-2, 'signed_untrusted'],
    ] as const) {
      expect((await verifyBlock(blockOf(cms), { now: () => later(days) })).status).toBe(status);
    }
  });

  test('is checked against the roots of this machine, whose people are strangers to our test root', async () => {
    const cms = await signDetached(CONTENT, publisher, { others: [intermediate, root] });
    const summary = await createSignatureVerifier({ platform: 'linux' }).verify(blockOf(cms));
    expect(['signed_untrusted', 'could_not_check']).toContain(summary.status);
  });

  test.each(['darwin', 'win32'] as const)('on %s its chain is not checked, its content is', async (platform) => {
    const cms = await signDetached(CONTENT, publisher, { others: [intermediate] });
    const verifier = createSignatureVerifier({ platform });
    expect(await verifier.verify(blockOf(cms))).toMatchObject({ status: 'could_not_check', publisher: 'Ana Pérez' });
    await expect(verifier.verify(blockOf(cms, CHANGED))).rejects.toMatchObject({ code: 'BUNDLE_SIGNATURE_INVALID' });
  });
});

const stranger = (name = 'Stranger'): Promise<IssuedCertificate> => issueCertificate({ name, authority: true });
const DAY_MS = 24 * 60 * 60 * 1_000;

describe('a chain', () => {
  const leafOf = (issuer: IssuedCertificate, more: object = {}) =>
    issueCertificate({ name: 'Ana Pérez', issuer, ...more });
  const authorityOf = (issuer: IssuedCertificate, more: object = {}) =>
    issueCertificate({ name: 'Between', authority: true, issuer, ...more });

  test('may be given in any order, with certificates that have no part in it', async () => {
    expect(await statusOf(publisher, [await stranger(), root, await stranger(), intermediate])).toBe('signed_trusted');
  });

  test.each<[string, () => Promise<readonly [IssuedCertificate, readonly IssuedCertificate[]]>]>([
    ['with a link missing', async () => [publisher, []]],
    ['for servers, not for code', async () => [await leafOf(root, { purposes: [SERVER_AUTHENTICATION] }), []]],
    ['for any purpose', async () => [await leafOf(root, { purposes: ['2.5.29.37.0'] }), []]],
    ['for no purpose said', async () => [await leafOf(root, { purposes: [] }), []]],
    ['not for signatures', async () => [await leafOf(root, { usageBits: 0x20 }), []]],
    ['expired', async () => [await leafOf(root, { validTo: new Date(Date.now() - DAY_MS / 2) }), []]],
    ['not valid yet', async () => [await leafOf(root, { validFrom: new Date(Date.now() + DAY_MS) }), []]],
    ['signed with SHA-1', async () => [await leafOfWeakRoot(), []]],
    ['with a critical extension nobody knows', async () => [await leafOf(root, { criticalExtension: '1.2.3.4' }), []]],
    [
      'over an authority that is expired',
      async () => {
        const between = await authorityOf(root, { validTo: new Date(Date.now() - DAY_MS / 2) });
        return [await leafOf(between), [between]];
      },
    ],
    [
      'over one that is no authority',
      async () => {
        const other = await leafOf(root);
        return [await leafOf(other), [other]];
      },
    ],
    [
      'over an authority that may not sign certificates',
      async () => {
        const between = await authorityOf(root, { usageBits: 0x80 });
        return [await leafOf(between), [between]];
      },
    ],
    [
      'over an authority for servers',
      async () => {
        const between = await authorityOf(root, { purposes: [SERVER_AUTHENTICATION] });
        return [await leafOf(between), [between]];
      },
    ],
    [
      'over an authority with name constraints',
      async () => {
        const between = await authorityOf(root, { criticalExtension: '2.5.29.30' });
        return [await leafOf(between), [between]];
      },
    ],
    [
      'longer than an authority allows',
      async () => {
        const between = await authorityOf(intermediate);
        return [await leafOf(between), [between, intermediate]];
      },
    ],
    [
      'over an authority with a weak key',
      async () => {
        const between = await authorityOf(root, { key: 'rsa1024' });
        return [await leafOf(between), [between]];
      },
    ],
    [
      'over a namesake of the issuer',
      async () => {
        const namesake = await issueCertificate({ name: 'Test Issuer', authority: true, issuer: root });
        return [publisher, [namesake]];
      },
    ],
  ])('%s is not trusted', async (_name, make) => {
    const [signer, others] = await make();
    expect(await statusOf(signer, others)).toBe('signed_untrusted');
  });

  async function leafOfWeakRoot(): Promise<IssuedCertificate> {
    return issueCertificate({ name: 'Ana Pérez', issuer: root, hash: 'SHA-1' });
  }

  test('over an authority for signing code is trusted', async () => {
    const between = await authorityOf(root, { purposes: [CODE_SIGNING], pathLength: 0 });
    expect(await statusOf(await leafOf(between), [between])).toBe('signed_trusted');
  });

  test('of authorities that all issue one another ends', async () => {
    const keyed = await authorityOf(root);
    const ring = await Promise.all(
      Array.from({ length: 18 }, () => issueCertificate({ name: 'Between', authority: true, issuer: keyed })),
    );
    expect(await statusOf(await leafOf(keyed), [...ring, keyed])).toMatch(/signed_/);
  });
});

describe('a forged signature', () => {
  const good = (): Promise<Uint8Array> => signDetached(CONTENT, publisher, { others: [intermediate] });

  test('of other content is invalid', async () => {
    await expect(verifyBlock(blockOf(await good(), CHANGED))).rejects.toMatchObject({
      code: 'BUNDLE_SIGNATURE_INVALID',
      data: { reason: 'The bundle is not the one that was signed.' },
    });
  });

  const attributesOf = (cms: Uint8Array, change: (values: unknown[], type: string) => unknown[]): Uint8Array =>
    forge(cms, ({ signerInfos }) => {
      const attributes = signerInfos[0]?.signedAttrs?.attributes ?? [];
      for (const attribute of attributes) attribute.values = change(attribute.values as unknown[], attribute.type);
    });

  test.each<[string, () => Promise<Uint8Array>, Buffer]>([
    [
      'whose digest was changed to that of other content',
      async () =>
        attributesOf(await good(), (values, type) =>
          type === '1.2.840.113549.1.9.4'
            ? [new OctetString({ valueHex: new Uint8Array(sha256Of(CHANGED)).buffer })]
            : values,
        ),
      CHANGED,
    ],
    [
      'with an attribute added',
      async () =>
        forge(await good(), ({ signerInfos }) => {
          const extra = oneValue('1.2.3.4', new PrintableString({ value: 'x' }));
          signerInfos[0]?.signedAttrs?.attributes.push(extra);
        }),
      CONTENT,
    ],
    [
      'with two digests',
      async () =>
        signDetached(CONTENT, publisher, {
          attributes: [
            oneValue('1.2.840.113549.1.9.4', new OctetString({ valueHex: new Uint8Array(sha256Of(CHANGED)).buffer })),
          ],
        }),
      CHANGED,
    ],
    [
      'with an empty digest',
      async () => signDetached(CONTENT, publisher, { messageDigest: new Uint8Array() }),
      CONTENT,
    ],
    [
      'over something that is not plain data',
      async () => signDetached(CONTENT, publisher, { contentType: '1.2.840.113549.1.9.16.1.4' }),
      CONTENT,
    ],
    ['with the content in it', async () => signDetached(CONTENT, publisher, { attached: true }), CONTENT],
    [
      'with the certificate swapped for another',
      async () => signDetached(CONTENT, await stranger(), { carried: publisher }),
      CONTENT,
    ],
    [
      'with the certificate swapped for one with the same issuer and number',
      async () => {
        const double = await issueCertificate({ name: 'Ana Pérez', issuer: intermediate });
        double.certificate.serialNumber = publisher.certificate.serialNumber;
        return signDetached(CONTENT, double, { carried: publisher });
      },
      CONTENT,
    ],
    ['with no certificate', async () => forge(await good(), (signedData) => (signedData.certificates = [])), CONTENT],
    ['with no signer', async () => forge(await good(), (signedData) => (signedData.signerInfos = [])), CONTENT],
    [
      'with two signers',
      async () => forge(await good(), ({ signerInfos }) => signerInfos.push(...signerInfos)),
      CONTENT,
    ],
    ['with bytes behind it', async () => Buffer.concat([await good(), Buffer.from([0])]), CONTENT],
    ['cut short', async () => (await good()).subarray(0, 200), CONTENT],
    ['of no bytes', async () => new Uint8Array(), CONTENT],
    ['of garbage', async () => Buffer.from('this is no DER at all'), CONTENT],
    ['nested without end', async () => Buffer.alloc(200_000, Buffer.from([0x30, 0x80])), CONTENT],
    ['that is only a certificate', async () => publisher.der, CONTENT],
  ])('%s is invalid', async (_name, make, content) => {
    await expect(verifyBlock(blockOf(await make(), content))).rejects.toMatchObject({
      code: 'BUNDLE_SIGNATURE_INVALID',
    });
  });

  test('changed in any byte is refused, or says exactly what it said before', async () => {
    const cms = await good();
    const before = await verifyBlock(blockOf(cms));
    let unnoticed = 0;
    for (let at = 0; at < cms.length; at += 11) {
      const changed = Uint8Array.from(cms);
      changed[at] = (changed[at] ?? 0) ^ 0x01;
      const summary = await verifyBlock(blockOf(changed)).catch(() => undefined);
      if (summary?.status !== 'signed_trusted') continue;
      expect(summary).toEqual(before);
      unnoticed++;
    }
    // No signature covers the versions of CMS and its list of digest algorithms: 30 bytes of some 900.
    expect(unnoticed).toBeLessThan(5);
  });
});

describe('a signature that proves nothing', () => {
  test.each<[string, () => Promise<Uint8Array>]>([
    ['of SHA-1', async () => signDetached(CONTENT, publisher, { hash: 'SHA-1' })],
    ['of a digest we have not computed', async () => signDetached(CONTENT, publisher, { hash: 'SHA-384' })],
    [
      'by a key of 1024 bits',
      async () => signDetached(CONTENT, await issueCertificate({ name: 'Anthropic', issuer: root, key: 'rsa1024' })),
    ],
    [
      'without signed attributes',
      async () =>
        forge(await signDetached(CONTENT, publisher), ({ signerInfos }) => {
          for (const signer of signerInfos) delete signer.signedAttrs;
        }),
    ],
  ])('%s could not be checked, and names nobody', async (_name, make) => {
    const summary = await verifyBlock(blockOf(await make()));
    expect(summary).toEqual({ status: 'could_not_check', reason: expect.any(String) as string });
  });
});

describe('the signer of the MCPB package', () => {
  test('makes signatures that are understood', async () => {
    // It knows RSA keys only.
    const rsaRoot = await issueCertificate({ name: 'RSA Root', authority: true, key: 'rsa2048' });
    const issuer = await issueCertificate({ name: 'RSA Issuer', authority: true, issuer: rsaRoot, key: 'rsa2048' });
    const signer = await issueCertificate({ name: 'Ana Pérez', issuer, key: 'rsa2048' });
    const folder = temporaryFolder();
    const write = (name: string, content: string | Buffer): string => {
      writeFileSync(join(folder, name), content);
      return join(folder, name);
    };
    const bundle = write('a.mcpb', CONTENT);
    const key = write('key.pem', signer.privateKeyPem);
    signMcpbFile(bundle, write('cert.pem', signer.pem), key, [write('ca.pem', issuer.pem)]);

    const signed = readFileSync(bundle);
    const header = CONTENT.length + 'MCPB_SIG_V1'.length;
    const cms = signed.subarray(header + 4, header + 4 + signed.readUInt32LE(header));
    const trustedRoots = [rsaRoot.pem];
    expect(await verifyBlock(blockOf(cms), { trustedRoots })).toMatchObject({
      status: 'signed_trusted',
      publisher: 'Ana Pérez',
    });
    await expect(verifyBlock(blockOf(cms, CHANGED))).rejects.toMatchObject({ code: 'BUNDLE_SIGNATURE_INVALID' });
  });
});

const hasOpenssl = spawnSync('openssl', ['version']).status === 0;
describe.skipIf(!hasOpenssl)('OpenSSL', () => {
  /** Signs CONTENT in a folder of its own. */
  function opensslSign(signer: IssuedCertificate, ...more: readonly string[]): Uint8Array {
    const folder = temporaryFolder();
    writeFileSync(join(folder, 'content'), CONTENT);
    writeFileSync(join(folder, 'cert.pem'), signer.pem);
    writeFileSync(join(folder, 'key.pem'), signer.privateKeyPem);
    writeFileSync(join(folder, 'chain.pem'), intermediate.pem);
    const files = ['-in', 'content', '-signer', 'cert.pem', '-inkey', 'key.pem', '-certfile', 'chain.pem'];
    execFileSync('openssl', ['cms', '-sign', '-binary', '-outform', 'DER', '-out', 'cms', ...files, ...more], {
      cwd: folder,
      stdio: 'pipe',
    });
    return readFileSync(join(folder, 'cms'));
  }

  test.each(['p256', 'rsa2048'] as const)('makes signatures with %s keys that are understood', async (key) => {
    const signer = await issueCertificate({ name: 'Ana Pérez', issuer: intermediate, key });
    const cms = opensslSign(signer, '-md', 'sha256');
    expect(await verifyBlock(blockOf(cms))).toMatchObject({ status: 'signed_trusted', publisher: 'Ana Pérez' });
    await expect(verifyBlock(blockOf(cms, CHANGED))).rejects.toMatchObject({ code: 'BUNDLE_SIGNATURE_INVALID' });
  });

  test.each([
    ['with SHA-1', ['-md', 'sha1']],
    ['with SHA-512', ['-md', 'sha512']],
    ['without attributes', ['-md', 'sha256', '-noattr']],
    ['with RSA-PSS', ['-md', 'sha256', '-keyopt', 'rsa_padding_mode:pss']],
  ])('%s makes signatures that could not be checked', async (_name, options) => {
    const signer = await issueCertificate({ name: 'Ana Pérez', issuer: intermediate, key: 'rsa2048' });
    const summary = await verifyBlock(blockOf(opensslSign(signer, ...options)));
    expect(summary).toEqual({ status: 'could_not_check', reason: expect.any(String) as string });
  });

  test('with the content in it is refused', async () => {
    const cms = opensslSign(publisher, '-md', 'sha256', '-nodetach');
    await expect(verifyBlock(blockOf(cms))).rejects.toMatchObject({ code: 'BUNDLE_SIGNATURE_INVALID' });
  });

  test('agrees that our own test signatures are true', async () => {
    const folder = temporaryFolder();
    writeFileSync(join(folder, 'cms'), await signDetached(CONTENT, publisher, { others: [intermediate] }));
    writeFileSync(join(folder, 'content'), CONTENT);
    writeFileSync(join(folder, 'root.pem'), root.pem);
    const options = [
      '-verify',
      '-binary',
      '-inform',
      'DER',
      '-in',
      'cms',
      '-content',
      'content',
      '-CAfile',
      'root.pem',
    ];
    const purpose = ['-purpose', 'any', '-out', 'out'];
    expect(spawnSync('openssl', ['cms', ...options, ...purpose], { cwd: folder }).status).toBe(0);
  });
});
