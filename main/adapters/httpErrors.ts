/**
 * What can go wrong on the network, in the words of the ports.
 *
 * Only the host and a code are told, never what the other side sent: an answer of somebody else's must not come back to a
 * server or a model through an error.
 */
import { AppError } from '../../app/contract/errors.ts';
import { errnoOf } from './storeFiles.ts';

/** OpenSSL's and Node's codes for certificates and handshakes that fail. */
const TLS_CODE =
  /^(?:ERR_TLS_|ERR_SSL_|EPROTO$|CERT_|CRL_|UNABLE_TO_|SELF_SIGNED_|DEPTH_ZERO_|ERROR_IN_C|INVALID_(?:CA|PURPOSE)$|PATH_LENGTH_|HOSTNAME_MISMATCH)/;

/** @param host Of the request, with its port. */
export function toServerError(error: unknown, host: string): AppError {
  const cause = rootOf(error);
  if (cause instanceof AppError && cause.code !== 'ADDRESS_UNKNOWN') return cause;
  const errno = codeOf(cause);
  const data = { host, errno };
  if (TLS_CODE.test(errno)) {
    return new AppError('SERVER_TLS_FAILED', 'The identity of the server could not be checked.', {
      data,
      cause: error,
    });
  }
  if (errno === 'UND_ERR_HEADERS_OVERFLOW') return messageTooLarge(host, error);
  return new AppError('SERVER_UNREACHABLE', 'The server did not answer, or broke off.', { data, cause: error });
}

export function messageTooLarge(host: string, cause?: unknown): AppError {
  return new AppError('SERVER_MESSAGE_TOO_LARGE', 'The server sent more at once than is accepted.', {
    data: { host },
    cause,
  });
}

export function toDownloadError(error: unknown, host: string): AppError {
  const cause = rootOf(error);
  if (cause instanceof AppError) return cause;
  return downloadFailed(host, codeOf(cause), error);
}

/** @param reason An errno, or a word of ours. */
export function downloadFailed(host: string, reason: string, cause?: unknown): AppError {
  return new AppError('DOWNLOAD_FAILED', 'The download failed.', { data: { host, reason }, cause });
}

export function downloadTooLarge(host: string, maxBytes: number): AppError {
  return new AppError('DOWNLOAD_TOO_LARGE', 'The download is larger than is loaded.', { data: { host, maxBytes } });
}

/** What `fetch` wraps: `TypeError: fetch failed`, and the list of one failure for each address tried. */
function rootOf(error: unknown): unknown {
  if (error instanceof AppError || !(error instanceof Error)) return error;
  if (error instanceof AggregateError && error.errors.length > 0) return rootOf(error.errors[0]);
  return error.cause instanceof Error ? rootOf(error.cause) : error;
}

function codeOf(cause: unknown): string {
  if (cause instanceof AppError) return String(cause.data['errno']);
  return errnoOf(cause) ?? (cause instanceof Error ? cause.name : 'UNKNOWN');
}
