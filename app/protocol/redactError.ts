/**
 * Takes secrets out of what an error quotes of a server.
 */
import { AppError } from '../contract/errors.ts';

/** The same error with every text in its facts redacted. Errors that are no `AppError` quote nobody. */
export function redactError(error: unknown, redact: (text: string) => string): unknown {
  if (!(error instanceof AppError)) return error;
  const data = Object.entries(error.data).map(([name, value]): [string, AppError['data'][string]] => [
    name,
    typeof value === 'string' ? redact(value) : typeof value === 'object' ? value.map(redact) : value,
  ]);
  return new AppError(error.code, error.message, { data: Object.fromEntries(data), cause: error });
}
