/**
 * What goes wrong in a conversation, as the codes that people read words for. What servers say is data, redacted, cut and
 * quoted.
 */
import {
  InsufficientScopeError,
  ProtocolError,
  SdkError,
  SdkErrorCode,
  SdkHttpError,
  SseError,
  UnsupportedProtocolVersionError,
} from '@modelcontextprotocol/client';
import { z } from 'zod';
import { AppError } from '../contract/errors.ts';
import { GARBLED_ANSWER } from './garbledAnswer.ts';
import { ANSWER_LOST } from './httpTransport.ts';
import { redactError } from './redactError.ts';

const rpcErrorBody = z.looseObject({
  jsonrpc: z.literal('2.0'),
  error: z.looseObject({ code: z.int(), message: z.string() }),
});

/** MCP 2026-07-28 basic: MissingRequiredClientCapability. */
const MISSING_CAPABILITY = -32021;

/** Takes secrets out of what a server says. SECURITY(S9) */
export type Redact = (text: string) => string;

/** An error of `connect`, whatever the transport. */
export function toConnectError(cause: unknown, redact: Redact): AppError {
  return redactError(connectError(cause), redact);
}

/** An error of a list: nobody called anything, so what is about a call in others is about the server here. */
export function toListError(cause: unknown, redact: Redact): AppError {
  return redactError(listError(cause), redact);
}

/** An error of any other request. */
export function toRequestError(cause: unknown, redact: Redact): AppError {
  return redactError(requestError(cause), redact);
}

function connectError(cause: unknown): AppError {
  const known = knownError(cause);
  if (known !== undefined) return known;
  const said = saidBy(cause);
  if (cause instanceof UnsupportedProtocolVersionError) return versionUnsupported(cause, cause.supported);
  if (cause instanceof SdkError) {
    if (cause.code === SdkErrorCode.RequestTimeout) {
      return new AppError('SERVER_INITIALIZE_TIMEOUT', 'The server did not answer initialize.', { cause });
    }
    // Measured (client 2.4.0): an end while `server/discover` is unanswered has the code of a failed negotiation.
    if (cause.code === SdkErrorCode.ConnectionClosed || said.includes('the connection closed during')) {
      return new AppError('SERVER_CLOSED', 'The server ended before it answered.', { cause });
    }
    // It has the same code for an answer that can't be read: a web page, broken JSON. Those carry the error of reading it.
    if (cause.code === SdkErrorCode.EraNegotiationFailed && !(cause.cause instanceof Error)) {
      return versionUnsupported(cause);
    }
  }
  // The SDK has no code of its own for this one.
  if (cause instanceof Error && said.includes('protocol version is not supported')) return versionUnsupported(cause);
  return new AppError('SERVER_INITIALIZE_FAILED', 'The server refused or garbled initialize.', {
    data: { said },
    cause,
  });
}

function listError(cause: unknown): AppError {
  const error = requestError(cause);
  switch (error.code) {
    case 'CALL_TIMED_OUT':
      return new AppError('SERVER_INITIALIZE_TIMEOUT', 'The server did not answer a request for a list.', { cause });
    case 'CALL_RESULT_INVALID':
    case 'CALL_INPUT_UNSUPPORTED':
      return new AppError('SERVER_PROTOCOL_ERROR', 'The answer is no list.', { data: error.data, cause });
    default:
      return error;
  }
}

function requestError(cause: unknown): AppError {
  const known = knownError(cause);
  if (known !== undefined) return known;
  if (cause instanceof ProtocolError) return toProtocolError(cause);
  if (cause instanceof SdkError) return toSdkError(cause);
  // Writing to a server that is gone ends here too: the SDK passes a transport's error on as it is.
  return new AppError('SERVER_CLOSED', 'The conversation with the server failed.', { cause });
}

/** Errors of ours that the SDK passed on or wrapped, and answers of HTTP. */
function knownError(cause: unknown): AppError | undefined {
  if (cause instanceof AppError) return cause;
  if (cause instanceof Error && cause.cause instanceof AppError) return cause.cause;
  const status = statusOf(cause);
  if (status === undefined) return undefined;
  const inBody = status === 404 && cause instanceof SdkHttpError ? rpcErrorIn(cause.data['text']) : undefined;
  return inBody === undefined ? toHttpError(status, cause) : toProtocolError(inBody);
}

function statusOf(cause: unknown): number | undefined {
  if (cause instanceof SdkHttpError) return cause.status;
  if (cause instanceof SseError) return cause.code;
  if (cause instanceof InsufficientScopeError) return 403;
  // What a server says in its own words is no status.
  if (cause instanceof ProtocolError || cause instanceof SdkError || !(cause instanceof Error)) return undefined;
  // The HTTP+SSE transport has no class for it. Measured (client 2.4.0).
  const [, status] = /^Error POSTing to endpoint \(HTTP (\d{3})\)/.exec(cause.message) ?? [];
  return status === undefined ? undefined : Number(status);
}

/** MCP 2026-07-28 transports/streamable-http: an unknown method is answered with 404 and a JSON-RPC error. */
function rpcErrorIn(body: unknown): ProtocolError | undefined {
  if (typeof body !== 'string') return undefined;
  try {
    const { error } = rpcErrorBody.parse(JSON.parse(body));
    return new ProtocolError(error.code, error.message);
  } catch {
    return undefined;
  }
}

function toHttpError(status: number, cause: unknown): AppError {
  const data = { status, said: saidBy(cause) };
  switch (status) {
    case 401:
      return new AppError('SERVER_UNAUTHORIZED', 'The server asks for authorization.', { data: { status }, cause });
    case 403:
      return new AppError('SERVER_FORBIDDEN', 'The server refuses access.', { data, cause });
    default:
      return new AppError('SERVER_HTTP_ERROR', 'The server answered with an HTTP error.', { data, cause });
  }
}

function toProtocolError(cause: ProtocolError): AppError {
  if (cause.data === GARBLED_ANSWER) {
    return new AppError('CALL_RESULT_INVALID', 'The answer is no JSON-RPC response.', { cause });
  }
  if (cause.data === ANSWER_LOST) {
    return new AppError('CALL_ANSWER_LOST', 'What the server sent ended without the answer.', { cause });
  }
  if (cause.code === MISSING_CAPABILITY) {
    const data = { asked: requiredBy(cause.data), why: cause.message };
    return new AppError('CALL_INPUT_REFUSED', 'The server needs what is not offered to it.', { data, cause });
  }
  return new AppError('SERVER_PROTOCOL_ERROR', 'The server answered with a protocol error.', {
    data: { rpcCode: cause.code, said: cause.message },
    cause,
  });
}

/** Names of the capabilities that a server says it can't do without. */
function requiredBy(data: unknown): string {
  if (typeof data !== 'object' || data === null || !('requiredCapabilities' in data)) return 'a capability';
  const { requiredCapabilities } = data;
  const names =
    typeof requiredCapabilities === 'object' && requiredCapabilities !== null ? Object.keys(requiredCapabilities) : [];
  return names.join(', ');
}

function toSdkError(cause: SdkError): AppError {
  const data = { said: saidBy(cause) };
  switch (cause.code) {
    case SdkErrorCode.RequestTimeout:
      return new AppError('CALL_TIMED_OUT', 'The server did not answer in time.', { cause });
    case SdkErrorCode.ConnectionClosed:
    case SdkErrorCode.NotConnected:
    case SdkErrorCode.SendFailed:
      return new AppError('SERVER_CLOSED', 'The server ended before it answered.', { cause });
    case SdkErrorCode.InvalidResult:
      return new AppError('CALL_RESULT_INVALID', 'The answer is not a valid result.', { data, cause });
    case SdkErrorCode.UnsupportedResultType:
      return new AppError('CALL_INPUT_UNSUPPORTED', 'The server asks for something this version cannot give.', {
        cause,
      });
    case SdkErrorCode.CapabilityNotSupported:
    case SdkErrorCode.MethodNotSupportedByProtocolVersion:
      return new AppError('SERVER_FEATURE_MISSING', 'The server does not offer this.', { data, cause });
    default:
      return new AppError('SERVER_PROTOCOL_ERROR', 'The conversation with the server failed.', { data, cause });
  }
}

function versionUnsupported(cause: Error, supported: readonly string[] = []): AppError {
  const data = { said: saidBy(cause), ...(supported.length === 0 ? {} : { serverSpeaks: supported.slice(0, 20) }) };
  return new AppError('SERVER_VERSION_UNSUPPORTED', 'No protocol version in common.', { data, cause });
}

function saidBy(cause: unknown): string {
  return cause instanceof Error ? cause.message : '';
}
