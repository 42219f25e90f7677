/**
 * What a token endpoint answers: checked before anything is made of it, and what is kept of it.
 */
import { OAuthError } from '@modelcontextprotocol/client';
import type { OAuthTokens } from '@modelcontextprotocol/client';
import { AppError } from '../contract/errors.ts';
import { isScope, namesIn } from './chooseScope.ts';

/** What may stand in a header (RFC 6750 §2.1, RFC 9449 §7.1). */
const TOKEN = /^[\w.~+/=-]+$/;
/** Choice: longer is as good as for ever, and fits every clock. */
const LONGEST_LIFE_S = 10 * 365 * 86_400;

/**
 * SECURITY: a token goes into a header, so a line end in one would be another header.
 * @param proves Whether it was asked for with a key: a bound token is of no use without (RFC 9449 §5).
 * @throws {AppError} `AUTH_TOKEN_FAILED`
 */
export function checkedTokens(tokens: OAuthTokens, { proves }: { readonly proves: boolean }): OAuthTokens {
  if (!/^(?:bearer|dpop)$/i.test(tokens.token_type) || (isBound(tokens) && !proves)) throw unusable('token_type');
  if (!TOKEN.test(tokens.access_token)) throw unusable('access_token');
  if (tokens.scope === undefined) return tokens;
  return { ...tokens, scope: namesIn(tokens.scope).filter(isScope).join(' ') };
}

/** `undefined`: nothing is said of it. */
export function expiryOf({ expires_in: seconds }: Pick<OAuthTokens, 'expires_in'>, nowMs: number): number | undefined {
  if (seconds === undefined || !Number.isFinite(seconds)) return undefined;
  return nowMs + Math.round(Math.min(Math.max(seconds, 0), LONGEST_LIFE_S) * 1_000);
}

export function isBound({ token_type: type }: Pick<OAuthTokens, 'token_type'>): boolean {
  return type.toLowerCase() === 'dpop';
}

/** For what a request to a token endpoint fails with. */
export function tokenFailed(error: unknown): AppError {
  if (error instanceof AppError) return error;
  const code = error instanceof OAuthError ? { error: error.code } : {};
  const said = error instanceof Error ? error.message.slice(0, 500) : '';
  return new AppError('AUTH_TOKEN_FAILED', 'No token was given.', { data: { ...code, said }, cause: error });
}

function unusable(field: string): AppError {
  return new AppError('AUTH_TOKEN_FAILED', 'The token that was given can’t be used.', { data: { field } });
}
