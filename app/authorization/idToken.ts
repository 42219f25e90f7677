/**
 * What an ID token says of whoever signed in. It came from its issuer itself, over TLS, or from a person's own hand: its
 * signature says no more than that, and whoever it is shown to checks it.
 *
 * @see OpenID Connect Core 1.0 §2, §3.1.3.7
 */
import { decodeJwt } from 'jose';
import { z } from 'zod';

const MAX_ACCOUNT_CHARACTERS = 200;

const idTokenClaims = z.looseObject({
  iss: z.string(),
  sub: z.string(),
  aud: z.union([z.string(), z.array(z.string()).nonempty()]),
  azp: z.string().optional(),
  exp: z.number().positive().max(1e11),
  nonce: z.string().optional(),
  email: z.string().optional(),
  preferred_username: z.string().optional(),
});
export type IdTokenClaims = z.infer<typeof idTokenClaims>;

export interface IdTokenChecks {
  readonly issuer: string;
  readonly clientId: string;
  readonly nowMs: number;
  /** Where one was sent. */
  readonly nonce?: string | undefined;
}

/** `undefined` where it is of another issuer, for another client or for others besides, over, or of another sign-in. */
export function claimsOf(
  idToken: string | undefined,
  { issuer, clientId, nowMs, nonce }: IdTokenChecks,
): IdTokenClaims | undefined {
  const claims = idToken === undefined ? undefined : decoded(idToken);
  const isOurs =
    claims?.iss === issuer &&
    [claims.aud].flat().every((audience) => audience === clientId) &&
    (claims.azp === undefined || claims.azp === clientId) &&
    claims.exp * 1_000 > nowMs &&
    (nonce === undefined || claims.nonce === nonce);
  return isOurs ? claims : undefined;
}

/** For a person to read. */
export function accountOf({ email, preferred_username: username, sub }: IdTokenClaims): string {
  return (email ?? username ?? sub).slice(0, MAX_ACCOUNT_CHARACTERS);
}

function decoded(jwt: string): IdTokenClaims | undefined {
  try {
    return idTokenClaims.safeParse(decodeJwt(jwt)).data;
  } catch {
    return undefined;
  }
}
