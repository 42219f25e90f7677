/**
 * The key by which Gatehouse proves which client it is (RFC 7523 §2.2): made here, or brought along.
 */
import { exportJWK, exportPKCS8, exportSPKI, generateKeyPair, importJWK, importPKCS8 } from 'jose';
import type { CryptoKey, JWK } from 'jose';
import type { CommandResult } from '../contract/commands.ts';
import { AppError } from '../contract/errors.ts';

/** @returns PKCS#8, PEM: for the secret store. SECURITY(S9) */
export async function makeClientKey(algorithm: string): Promise<string> {
  const { privateKey } = await generateKeyPair(algorithm, { extractable: true });
  return exportPKCS8(privateKey);
}

/** @throws {AppError} `AUTH_SECRET_MISSING` for what is no key of this algorithm */
export async function publicHalf(pem: string, algorithm: string): Promise<CommandResult<'server.signInKey'>> {
  const { kty, crv, x, y, n, e } = await privateJwk(pem, algorithm);
  const jwk = Object.fromEntries(
    Object.entries({ kty, crv, x, y, n, e, alg: algorithm, use: 'sig' }).filter(([, value]) => value !== undefined),
  );
  return { pem: await exportSPKI(await importKey(jwk, algorithm)), jwk: JSON.stringify(jwk, null, 2) };
}

/** @throws {AppError} `AUTH_SECRET_MISSING` for what is no key of this algorithm */
export async function privateJwk(pem: string, algorithm: string): Promise<JWK> {
  try {
    return await exportJWK(await importPKCS8(pem, algorithm, { extractable: true }));
  } catch (cause) {
    throw new AppError('AUTH_SECRET_MISSING', 'The key in the keychain can’t be read.', { cause });
  }
}

/** Of an asymmetric key. */
export async function importKey(jwk: JWK, algorithm: string): Promise<CryptoKey> {
  const key = await importJWK(jwk, algorithm, { extractable: true });
  if (key instanceof Uint8Array) throw new Error('A key of one piece has no public half.');
  return key;
}
