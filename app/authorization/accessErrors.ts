/**
 * What goes wrong with an access, and what follows from it. Pure.
 */
import { AppError } from '../contract/errors.ts';

/** RFC 6749 §4.1.2.1, and what answers with a status of 500 are taken for. */
const OUT_OF_ORDER = new Set<unknown>(['server_error', 'temporarily_unavailable', 'too_many_requests']);

/** The authorization server had its say. What it is only out of order for leads nowhere. */
export function leadsToPerson(error: unknown): boolean {
  if (!(error instanceof AppError) || error.code !== 'AUTH_TOKEN_FAILED') return false;
  return !OUT_OF_ORDER.has(error.data['error']);
}

/** RFC 6749 §4.1.2.1, §5.2: what another try would meet again. */
const FINAL = new Set<unknown>(['access_denied', 'invalid_scope']);

/** By a person who declined, here or in the browser, or of the scope itself. Whoever only left it may be asked again. */
export function isRefusal(error: unknown): error is AppError {
  if (!(error instanceof AppError)) return false;
  if (error.code === 'AUTH_DECLINED') return error.data['left'] !== true;
  return (error.code === 'AUTH_REFUSED' || error.code === 'AUTH_TOKEN_FAILED') && FINAL.has(error.data['error']);
}

/** Which one, and why, for the log: as JSON, so that it stays one line. SECURITY(S11) */
export function refusedAddressIn(error: unknown): string | undefined {
  if (!(error instanceof AppError)) return undefined;
  const { reason, url, host } = error.data;
  const isRefused = error.code === 'ADDRESS_REFUSED' || (error.code === 'AUTH_METADATA_INVALID' && url !== undefined);
  return isRefused ? `${JSON.stringify(url ?? host)} (${String(reason)})` : undefined;
}

export function scopeMissing(scope: string, said: { readonly said?: string } = {}): AppError {
  return new AppError('AUTH_SCOPE_MISSING', 'The server wants more than was granted.', {
    data: { scope: scope.slice(0, 500), ...said },
  });
}
