/**
 * Checks a bundle's detached PKCS#7 signature against its content's digest and the machine's trust store.
 */
import type { SignatureSummary } from '../contract/plan.ts';
import type { SignatureBlock } from './bundleReader.ts';

export interface SignatureVerifier {
  /** @throws {AppError} `BUNDLE_SIGNATURE_INVALID` when the signature does not match the content. */
  verify(block: SignatureBlock): Promise<SignatureSummary>;
}
