/**
 * What went wrong between Gatehouse and a model's provider, as one of our errors.
 */
import type { APICallError, RetryError } from 'ai';
import { AppError } from '../../app/contract/errors.ts';
import type { ErrorCode, ErrorData } from '../../app/contract/errors.ts';
import { REDACTED } from '../../app/launch/redactor.ts';

/** Of what a provider says. */
const MAX_SAID_CHARS = 300;

/** The classes of the `ai` package, which is loaded late. */
export interface AiErrors {
  readonly APICallError: typeof APICallError;
  readonly RetryError: typeof RetryError;
}

/**
 * SECURITY(S9): of the error only a status and a short text get out, the key taken out of it. It has no `cause`: the
 * package's errors carry the whole request and the whole answer.
 */
export function toModelError(error: unknown, key: string | undefined, classes: AiErrors): AppError {
  if (error instanceof AppError) return error;
  const last = classes.RetryError.isInstance(error) ? error.lastError : error;
  const status = statusOf(last);
  const said = saidBy(last, key);
  const data: ErrorData = { ...(status === undefined ? {} : { status }), ...(said === '' ? {} : { said }) };
  return new AppError(codeOf(last, status, classes), 'The model’s provider could not answer.', { data });
}

function codeOf(error: unknown, status: number | undefined, classes: AiErrors): ErrorCode {
  if (status === 401 || status === 403) return 'MODEL_UNAUTHORIZED';
  const wasNeverAnswered = classes.APICallError.isInstance(error) && status === undefined;
  return wasNeverAnswered || isBrokenConnection(error) ? 'MODEL_UNREACHABLE' : 'MODEL_FAILED';
}

/** Of an answer, or of an error that came in the middle of one. */
function statusOf(error: unknown): number | undefined {
  if (typeof error !== 'object' || error === null || !('statusCode' in error)) return undefined;
  return typeof error.statusCode === 'number' ? error.statusCode : undefined;
}

/** How Node's fetch says that a connection ended in the middle of an answer, inside whatever it is wrapped in. */
function isBrokenConnection(error: unknown): boolean {
  if (!(error instanceof Error)) return false;
  if (error instanceof TypeError && (error.message === 'terminated' || error.message === 'fetch failed')) return true;
  return isBrokenConnection(error.cause);
}

function saidBy(error: unknown, key: string | undefined): string {
  const text = error instanceof Error ? error.message : '';
  const redacted = key === undefined ? text : text.replaceAll(key, () => REDACTED);
  return redacted.slice(0, MAX_SAID_CHARS);
}
