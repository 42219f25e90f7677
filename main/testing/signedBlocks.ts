/**
 * Signed content for tests of signatures: one publisher, certified by one issuer, certified by one root.
 */
import { createHash } from 'node:crypto';
import type { SignatureBlock } from '../../app/ports/bundleReader.ts';
import type { SignatureSummary } from '../../app/contract/plan.ts';
import { createSignatureVerifier } from '../adapters/signatureVerifier.ts';
import type { SignatureVerifierOptions } from '../adapters/signatureVerifier.ts';
import { issueCertificate, signDetached } from './certificates.ts';
import type { IssuedCertificate } from './certificates.ts';

export const CONTENT = Buffer.from('the bytes of an archive');
export const CHANGED = Buffer.from('the bytes of another one');

export const root = await issueCertificate({ name: 'Test Root', authority: true });
export const intermediate = await issueCertificate({
  name: 'Test Issuer',
  authority: true,
  issuer: root,
  pathLength: 0,
});
export const publisher = await issueCertificate({ name: 'Ana Pérez', issuer: intermediate });

export function sha256Of(bytes: Uint8Array): Buffer {
  return createHash('sha256').update(bytes).digest();
}

/** @param reset The content with its comment length put back, where that differs. */
export function blockOf(cms: Uint8Array, content: Uint8Array = CONTENT, reset = content): SignatureBlock {
  return { cms, contentSha256: sha256Of(content), contentSha256CommentReset: sha256Of(reset) };
}

/** Verifies on a machine that trusts the root. */
export function verifyBlock(block: SignatureBlock, options: SignatureVerifierOptions = {}): Promise<SignatureSummary> {
  return createSignatureVerifier({ trustedRoots: [root.pem], ...options }).verify(block);
}

/** Signs with a chain that carries `others`, and verifies it. */
export async function statusOf(
  signer: IssuedCertificate,
  others: readonly IssuedCertificate[] = [],
): Promise<SignatureSummary['status']> {
  return (await verifyBlock(blockOf(await signDetached(CONTENT, signer, { others })))).status;
}

/** An authority nobody trusts. */
export function issueStranger(name = 'Stranger'): Promise<IssuedCertificate> {
  return issueCertificate({ name, authority: true });
}
