import { calculateJwkThumbprint, decodeProtectedHeader, importJWK, jwtVerify } from 'jose';
import type { JWK } from 'jose';
import { describe, expect, test } from 'vitest';
import { sha256 } from '../contract/ids.ts';
import { ProofKey } from './proofKey.ts';

/** Of the text `{}`, by `sha256sum` and `base64`. */
const ofBraces = sha256.parse('sha256:44136fa355b3678a1146ad16f7e8649e94fb4fc21fe77e8310c060f61caaff8a');
const ofBracesBase64 = 'RBNvo1WzZ4oRRq0W9+hknpT7T8If536DEMBg9hyq/4o=';

const request = {
  method: 'POST',
  url: 'https://mcp.test/mcp?session=1#part',
  accessToken: 'token',
  jti: 'proof_1',
  bodySha256: ofBraces,
};

async function read(proof: string) {
  const { jwk } = decodeProtectedHeader(proof);
  const { payload, protectedHeader } = await jwtVerify(proof, await importJWK(jwk as JWK, 'ES256'));
  return { payload, header: protectedHeader, jwk: jwk as JWK };
}

describe('a proof (RFC 9449 §4.2)', () => {
  test('is signed, and says for which request and which token it is, query and fragment left out', async () => {
    const { payload, header } = await read(await (await ProofKey.make()).proof(request));
    expect(header).toMatchObject({ alg: 'ES256', typ: 'dpop+jwt' });
    expect(payload).toEqual({
      htm: 'POST',
      htu: 'https://mcp.test/mcp',
      jti: 'proof_1',
      iat: expect.any(Number) as number,
      // RFC 9449 §4.2: of the ASCII characters `token`, by `sha256sum` and `base64`, URL-safe.
      ath: 'PEaenWxYddN6Q_NT1PiOYfz4EsZu7jRXRlpAsNpBU-A',
      content_digest: `sha-256=:${ofBracesBase64}:`,
    });
  });

  test('has no digest of a body that is not there', async () => {
    const key = await ProofKey.make();
    const { payload } = await read(await key.proof({ ...request, method: 'GET', bodySha256: undefined }));
    expect(payload).not.toHaveProperty('content_digest');
  });

  test('shows the public half of its key alone', async () => {
    const key = await ProofKey.make();
    const { jwk } = await read(await key.proof(request));
    expect(Object.keys(jwk).toSorted()).toEqual(['crv', 'kty', 'x', 'y']);
    expect(await calculateJwkThumbprint(jwk)).toBe(key.session.thumbprint);
  });

  test('bears the newest nonce of the server it goes to, and of no other (RFC 9449 §9)', async () => {
    const key = await ProofKey.make();
    for (const nonce of ['old', 'new']) {
      key.session.observeNonce(new Response(null, { headers: { 'dpop-nonce': nonce } }), 'https://mcp.test/mcp');
    }
    expect((await read(await key.proof(request))).payload['nonce']).toBe('new');
    const elsewhere = { ...request, url: 'https://other.test/mcp' };
    expect((await read(await key.proof(elsewhere))).payload).not.toHaveProperty('nonce');
  });
});

test('a key that was kept is the same key, and other ones are others', async () => {
  const key = await ProofKey.make();
  expect((await ProofKey.of(await key.jwk())).session.thumbprint).toBe(key.session.thumbprint);
  expect((await ProofKey.make()).session.thumbprint).not.toBe(key.session.thumbprint);
});
