/**
 * A key that tokens are bound to: whoever has a token and not the key can do nothing with it.
 *
 * @see RFC 9449 (DPoP); io.modelcontextprotocol/auth/dpop, a draft
 */
import { accessTokenHash, DpopSession, generateDpopKeyPair } from '@modelcontextprotocol/client';
import { calculateJwkThumbprint, exportJWK, SignJWT } from 'jose';
import type { CryptoKey } from 'jose';
import { z } from 'zod';
import { base64OfBytes } from '../contract/base64.ts';
import type { Sha256 } from '../contract/ids.ts';
import { importKey } from './clientKey.ts';

const ALGORITHM = 'ES256';

/** RFC 7518 §6.2, with the private part: for the secret store. SECURITY(S9) */
export const proofJwk = z.strictObject({
  kty: z.literal('EC'),
  crv: z.string(),
  x: z.string(),
  y: z.string(),
  d: z.string(),
});
export type ProofJwk = Readonly<z.infer<typeof proofJwk>>;

export interface Proven {
  readonly method: string;
  readonly url: string | URL;
  readonly accessToken: string;
  /** Another one for every proof. */
  readonly jti: string;
  /** Of the body; `undefined` where there is none. */
  readonly bodySha256: Sha256 | undefined;
}

export class ProofKey {
  /** For requests to a token endpoint, and for the nonces of all. */
  readonly session: DpopSession;
  private readonly privateKey: CryptoKey;

  private constructor(privateKey: CryptoKey, session: DpopSession) {
    this.privateKey = privateKey;
    this.session = session;
  }

  static async make(): Promise<ProofKey> {
    const keyPair = await generateDpopKeyPair({ alg: ALGORITHM, extractable: true });
    return new ProofKey(keyPair.privateKey, await DpopSession.create({ keyPair }));
  }

  static async of(jwk: ProofJwk): Promise<ProofKey> {
    const { d: _private, ...publicJwk } = jwk;
    const privateKey = await importKey(jwk, ALGORITHM);
    const publicKey = await importKey(publicJwk, ALGORITHM);
    const thumbprint = await calculateJwkThumbprint(publicJwk, 'sha256');
    const keyPair = { privateKey, publicKey, publicJwk, thumbprint, alg: ALGORITHM } as const;
    return new ProofKey(privateKey, await DpopSession.create({ keyPair }));
  }

  async jwk(): Promise<ProofJwk> {
    return proofJwk.parse(await exportJWK(this.privateKey));
  }

  /** For one request to a server, with the digest of its body, which the draft adds to RFC 9449 §4.2. */
  async proof({ method, url, accessToken, jti, bodySha256 }: Proven): Promise<string> {
    const { origin, pathname } = new URL(url);
    const nonce = this.session.nonceFor(url);
    const claims = {
      htm: method,
      htu: origin + pathname,
      ath: await accessTokenHash(accessToken),
      ...(nonce === undefined ? {} : { nonce }),
      ...(bodySha256 === undefined ? {} : { content_digest: contentDigest(bodySha256) }),
    };
    return new SignJWT(claims)
      .setProtectedHeader({ alg: ALGORITHM, typ: 'dpop+jwt', jwk: this.session.publicJwk })
      .setJti(jti)
      .setIssuedAt()
      .sign(this.privateKey);
  }
}

/** RFC 9530 §2. */
function contentDigest(sha256: Sha256): string {
  const [, hex = ''] = sha256.split(':');
  const bytes = Uint8Array.from(hex.match(/../g) ?? [], (digits) => Number.parseInt(digits, 16));
  return `sha-256=:${base64OfBytes(bytes)}:`;
}
