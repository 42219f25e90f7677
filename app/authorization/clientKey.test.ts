import { importJWK, importPKCS8, importSPKI, jwtVerify, SignJWT } from 'jose';
import type { JWK } from 'jose';
import { describe, expect, test } from 'vitest';
import { makeClientKey, publicHalf } from './clientKey.ts';

describe.each(['ES256', 'RS256', 'PS256', 'EdDSA'])('a key for %s (RFC 7523 §2.2)', (algorithm) => {
  test('signs what its public half vouches for, in both of its forms', async () => {
    const key = await makeClientKey(algorithm);
    const { pem, jwk } = await publicHalf(key, algorithm);
    const signed = await new SignJWT({ sub: 'client' })
      .setProtectedHeader({ alg: algorithm })
      .sign(await importPKCS8(key, algorithm));
    for (const publicKey of [await importSPKI(pem, algorithm), await importJWK(JSON.parse(jwk) as JWK, algorithm)]) {
      expect((await jwtVerify(signed, publicKey)).payload).toEqual({ sub: 'client' });
    }
  });

  test('shows nothing of its private half (S9)', async () => {
    const { pem, jwk } = await publicHalf(await makeClientKey(algorithm), algorithm);
    expect(pem).toMatch(/^-----BEGIN PUBLIC KEY-----/);
    expect(Object.keys(JSON.parse(jwk) as object)).not.toEqual(
      expect.arrayContaining([expect.stringMatching(/^(d|p|q|dp|dq|qi)$/)]),
    );
  });
});

test('what is no key of its algorithm is said to be none', async () => {
  await expect(publicHalf('nothing', 'ES256')).rejects.toMatchObject({ code: 'AUTH_SECRET_MISSING' });
  await expect(publicHalf(await makeClientKey('ES256'), 'RS256')).rejects.toMatchObject({
    code: 'AUTH_SECRET_MISSING',
  });
});
