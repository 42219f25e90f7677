/**
 * True signatures, by OpenSSL, by the MCPB package's own signer and by hand, and those that prove nothing.
 */
import { execFileSync, spawnSync } from 'node:child_process';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { signMcpbFile } from '@anthropic-ai/mcpb/node';
import { describe, expect, test } from 'vitest';
import { forge, issueCertificate, signDetached } from '../testing/certificates.ts';
import type { IssuedCertificate } from '../testing/certificates.ts';
import {
  CHANGED,
  CONTENT,
  blockOf,
  intermediate,
  issueStranger,
  publisher,
  root,
  sha256Of,
  statusOf,
  verifyBlock,
} from '../testing/signedBlocks.ts';
import { temporaryFolder } from '../testing/temporaryFolder.ts';
import { createSignatureVerifier } from './signatureVerifier.ts';

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
    const summary = await verifyBlock(blockOf(cms), { trustedRoots: [(await issueStranger()).pem] });
    expect(summary).toMatchObject({ status: 'signed_untrusted', publisher: 'Ana Pérez' });
    expect(summary.reason).toContain('vouches');
  });

  test('by a certificate of its own is self-signed', async () => {
    const own = await issueCertificate({ name: 'Somebody' });
    const summary = await verifyBlock(blockOf(await signDetached(CONTENT, own)));
    expect(summary).toMatchObject({ status: 'self_signed', publisher: 'Somebody', issuer: 'Somebody' });
  });

  test('by one that only says it is its own issuer is not', async () => {
    const own = await issueCertificate({ name: 'Test Root', issuer: await issueStranger('Test Root') });
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
