/**
 * Chains of real certificates, each with one fault.
 */
import { describe, expect, test } from 'vitest';
import { CODE_SIGNING, SERVER_AUTHENTICATION, issueCertificate } from '../testing/certificates.ts';
import type { IssuedCertificate } from '../testing/certificates.ts';
import { intermediate, issueStranger, publisher, root, statusOf } from '../testing/signedBlocks.ts';

const DAY_MS = 24 * 60 * 60 * 1_000;

describe('a chain', () => {
  const leafOf = (issuer: IssuedCertificate, more: object = {}) =>
    issueCertificate({ name: 'Ana Pérez', issuer, ...more });
  const authorityOf = (issuer: IssuedCertificate, more: object = {}) =>
    issueCertificate({ name: 'Between', authority: true, issuer, ...more });

  test('may be given in any order, with certificates that have no part in it', async () => {
    expect(await statusOf(publisher, [await issueStranger(), root, await issueStranger(), intermediate])).toBe(
      'signed_trusted',
    );
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
    const first = await issueCertificate({ name: 'Ring', authority: true });
    const more = Array.from({ length: 17 }, () => issueCertificate({ name: 'Ring', authority: true, keyOf: first }));
    expect(await statusOf(await leafOf(first), [first, ...(await Promise.all(more))])).toBe('signed_untrusted');
  });
});
