/**
 * Forged signatures.
 */
import { OctetString, PrintableString } from 'asn1js';
import { describe, expect, test } from 'vitest';
import { forge, issueCertificate, oneValue, signDetached } from '../testing/certificates.ts';
import {
  CHANGED,
  CONTENT,
  blockOf,
  intermediate,
  issueStranger,
  publisher,
  sha256Of,
  verifyBlock,
} from '../testing/signedBlocks.ts';

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
      async () => signDetached(CONTENT, await issueStranger(), { carried: publisher }),
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
