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

/** By a person, here or in the browser. */
export function isRefusal(error: unknown): error is AppError {
  if (!(error instanceof AppError)) return false;
  return error.code === 'AUTH_DECLINED' || (error.code === 'AUTH_REFUSED' && error.data['error'] === 'access_denied');
}

export function scopeMissing(scope: string, said: { readonly said?: string } = {}): AppError {
  return new AppError('AUTH_SCOPE_MISSING', 'The server wants more than was granted.', {
    data: { scope: scope.slice(0, 500), ...said },
  });
}
