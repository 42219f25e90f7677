/**
 * Takes secrets out of what an error quotes of a server.
 */
import { AppError } from '../contract/errors.ts';

/** Choice: more than a person reads. */
const MAX_CHARACTERS = 10_000;

/**
 * The same error with every text in its facts redacted, and cut after that: of a secret that a cut had parted nothing would be
 * found. SECURITY(S9)
 */
export function redactError(error: AppError, redact: (text: string) => string): AppError;
/** Errors that are no `AppError` quote nobody. */
export function redactError(error: unknown, redact: (text: string) => string): unknown;
export function redactError(error: unknown, redact: (text: string) => string): unknown {
  if (!(error instanceof AppError)) return error;
  const shown = (text: string): string => redact(text).slice(0, MAX_CHARACTERS);
  const data = Object.entries(error.data).map(([name, value]): [string, AppError['data'][string]] => [
    name,
    typeof value === 'string' ? shown(value) : typeof value === 'object' ? value.map(shown) : value,
  ]);
  return new AppError(error.code, error.message, { data: Object.fromEntries(data), cause: error });
}
