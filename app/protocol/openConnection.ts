/**
 * Opens one MCP conversation over a transport that is already running, whatever the era.
 *
 * The SDK's client negotiates: `server/discover` first, `initialize` where that is not understood, on the same process.
 */
import {
  Client,
  ProtocolError,
  SdkError,
  SdkErrorCode,
  UnsupportedProtocolVersionError,
} from '@modelcontextprotocol/client';
import type { Transport } from '@modelcontextprotocol/client';
import { AppError } from '../contract/errors.ts';
import type { CallProgress } from '../contract/calls.ts';
import type { ConnectionView } from '../contract/servers.ts';
import { GARBLED_ANSWER } from './processTransport.ts';
import { readTools, toolsPage } from './toolList.ts';
import type { ToolList } from './toolList.ts';
import { wireToolResult } from './toolResult.ts';
import type { WireToolResult } from './toolResult.ts';

/** Choice: first starts compile, migrate and warm up; a minute and a half is longer than any seen to succeed. */
const INITIALIZE_TIMEOUT_MS = 90_000;
/** Choice: how long a server may be silent on `server/discover` before it counts as one that does not know it. */
const PROBE_TIMEOUT_MS = 15_000;
const LIST_TIMEOUT_MS = 60_000;
/** Text a server may say about itself, characters. */
const MAX_INSTRUCTIONS = 20_000;
const MAX_NAME = 500;
const MAX_PROGRESS_MESSAGE = 2_000;
const MAX_CAPABILITIES = 50;

export type EraChoice = 'auto' | 'legacy';

export interface CallLimits {
  /** Silence after which a call is given up, milliseconds. Progress starts it anew. */
  readonly idleTimeoutMs: number;
  /** The longest a call may take whatever its progress, milliseconds. */
  readonly maxTotalMs: number;
}

export interface McpConnection {
  readonly view: Omit<ConnectionView, 'toolCount'>;
  /** @throws {AppError} `SERVER_LIST_TOO_LONG`, `SERVER_PROTOCOL_ERROR`, `SERVER_CLOSED` */
  listTools(declared: ReadonlySet<string> | undefined): Promise<ToolList>;
  /**
   * Sends `tools/call`. `app/tools/calls.ts` is the only caller.
   * @throws {AppError} `CALL_TIMED_OUT`, `CALL_CANCELLED`, `CALL_RESULT_INVALID`, `SERVER_CLOSED`, `SERVER_PROTOCOL_ERROR`
   * @see MCP 2025-11-25 server/tools §Calling Tools
   */
  callTool(
    params: { readonly name: string; readonly arguments: Record<string, unknown> },
    options: CallLimits & { readonly signal: AbortSignal; readonly onProgress: (progress: CallProgress) => void },
  ): Promise<WireToolResult>;
  close(): Promise<void>;
}

export interface ConnectionOptions {
  readonly hostVersion: string;
  readonly era: EraChoice;
  readonly onToolsChanged: () => void;
  /** Something on the wire that fits no request; for the log. */
  readonly onOddity: (text: string) => void;
  readonly signal: AbortSignal;
  /** For each of `server/discover` and `initialize`, milliseconds. */
  readonly initializeTimeoutMs?: number | undefined;
}

/**
 * @throws {AppError} `SERVER_INITIALIZE_TIMEOUT`, `SERVER_VERSION_UNSUPPORTED`, `SERVER_INITIALIZE_FAILED`
 * @see MCP 2025-11-25 basic/lifecycle §Initialization; MCP 2026-07-28 basic/versioning
 */
export async function openConnection(transport: Transport, options: ConnectionOptions): Promise<McpConnection> {
  const { initializeTimeoutMs = INITIALIZE_TIMEOUT_MS } = options;
  const client = new Client(
    { name: 'gatehouse', title: 'Gatehouse', version: options.hostVersion },
    {
      capabilities: {},
      versionNegotiation: { mode: options.era, probe: { timeoutMs: Math.min(PROBE_TIMEOUT_MS, initializeTimeoutMs) } },
      inputRequired: { autoFulfill: false },
      listChanged: { tools: { autoRefresh: false, onChanged: options.onToolsChanged } },
    },
  );
  client.onerror = (error) => options.onOddity(error.message);
  try {
    await client.connect(transport, {
      timeout: initializeTimeoutMs,
      signal: options.signal,
    });
  } catch (cause) {
    throw toConnectError(cause);
  }
  return {
    view: describe(client),
    listTools: (declared) =>
      client.getServerCapabilities()?.tools === undefined
        ? Promise.resolve({ tools: [], dropped: 0 })
        : readTools((cursor) => {
            const params = cursor === undefined ? {} : { cursor };
            return client
              .request({ method: 'tools/list', params }, toolsPage, { timeout: LIST_TIMEOUT_MS })
              .catch((cause: unknown) => {
                throw toListError(cause);
              });
          }, declared),
    callTool: (params, { signal, onProgress, idleTimeoutMs, maxTotalMs }) =>
      client
        .request({ method: 'tools/call', params }, wireToolResult, {
          signal,
          onprogress: (progress) => onProgress(toProgress(progress)),
          timeout: idleTimeoutMs,
          resetTimeoutOnProgress: true,
          maxTotalTimeout: maxTotalMs,
        })
        .catch((cause: unknown) => {
          if (signal.aborted) throw new AppError('CALL_CANCELLED', 'The call was cancelled.', { cause });
          throw toRequestError(cause);
        }),
    close: () => client.close(),
  };
}

function describe(client: Client): Omit<ConnectionView, 'toolCount'> {
  const server = client.getServerVersion();
  const instructions = client.getInstructions()?.slice(0, MAX_INSTRUCTIONS);
  return {
    era: client.getProtocolEra() ?? 'legacy',
    protocolVersion: client.getNegotiatedProtocolVersion() ?? '',
    serverName: cut(server?.name ?? ''),
    ...(server?.title === undefined ? {} : { serverTitle: cut(server.title) }),
    serverVersion: cut(server?.version ?? ''),
    ...(instructions === undefined ? {} : { instructions }),
    capabilities: Object.keys(client.getServerCapabilities() ?? {})
      .slice(0, MAX_CAPABILITIES)
      .map(cut),
  };
}

/** This part of a server's claims goes to every page with every change of its state. */
function cut(name: string): string {
  return name.slice(0, MAX_NAME);
}

function toProgress(progress: {
  progress: number;
  total?: number | undefined;
  message?: string | undefined;
}): CallProgress {
  return {
    progress: progress.progress,
    ...(progress.total === undefined ? {} : { total: progress.total }),
    ...(progress.message === undefined ? {} : { message: progress.message.slice(0, MAX_PROGRESS_MESSAGE) }),
  };
}

function toConnectError(cause: unknown): AppError {
  const said = cause instanceof Error ? cause.message.slice(0, 1_000) : '';
  if (cause instanceof AppError) return cause;
  if (cause instanceof UnsupportedProtocolVersionError) return versionUnsupported(cause);
  if (cause instanceof SdkError) {
    // The transport's own error, such as that nobody reads any more.
    if (cause.cause instanceof AppError) return cause.cause;
    if (cause.code === SdkErrorCode.RequestTimeout) {
      return new AppError('SERVER_INITIALIZE_TIMEOUT', 'The server did not answer initialize.', { cause });
    }
    // Measured (client 2.4.0): an end while `server/discover` is unanswered has the code of a failed negotiation.
    if (cause.code === SdkErrorCode.ConnectionClosed || said.includes('the connection closed during')) {
      return new AppError('SERVER_CLOSED', 'The server ended before it answered.', { cause });
    }
    if (cause.code === SdkErrorCode.EraNegotiationFailed) return versionUnsupported(cause);
  }
  // The SDK has no code of its own for this one.
  if (cause instanceof Error && said.includes('protocol version is not supported')) return versionUnsupported(cause);
  return new AppError('SERVER_INITIALIZE_FAILED', 'The server refused or garbled initialize.', {
    data: { said },
    cause,
  });
}

function versionUnsupported(cause: Error): AppError {
  const data = { said: cause.message.slice(0, 1_000) };
  return new AppError('SERVER_VERSION_UNSUPPORTED', 'No protocol version in common.', { data, cause });
}

/** What is about a call in the errors of requests is about the server here: nobody called anything. */
function toListError(cause: unknown): AppError {
  const error = toRequestError(cause);
  switch (error.code) {
    case 'CALL_TIMED_OUT':
      return new AppError('SERVER_INITIALIZE_TIMEOUT', 'The server did not answer tools/list.', { cause });
    case 'CALL_RESULT_INVALID':
    case 'CALL_INPUT_UNSUPPORTED':
      return new AppError('SERVER_PROTOCOL_ERROR', 'The answer is no list of tools.', { data: error.data, cause });
    default:
      return error;
  }
}

function toRequestError(cause: unknown): AppError {
  if (cause instanceof ProtocolError) {
    if (cause.data === GARBLED_ANSWER) {
      return new AppError('CALL_RESULT_INVALID', 'The answer is no JSON-RPC response.', { cause });
    }
    return new AppError('SERVER_PROTOCOL_ERROR', 'The server answered with a protocol error.', {
      data: { rpcCode: cause.code, said: cause.message.slice(0, 10_000) },
      cause,
    });
  }
  if (cause instanceof SdkError) {
    switch (cause.code) {
      case SdkErrorCode.RequestTimeout:
        return new AppError('CALL_TIMED_OUT', 'The server did not answer in time.', { cause });
      case SdkErrorCode.ConnectionClosed:
      case SdkErrorCode.NotConnected:
      case SdkErrorCode.SendFailed:
        return new AppError('SERVER_CLOSED', 'The server ended before it answered.', { cause });
      case SdkErrorCode.InvalidResult:
        return new AppError('CALL_RESULT_INVALID', 'The answer is not a valid result.', {
          data: { said: cause.message.slice(0, 2_000) },
          cause,
        });
      case SdkErrorCode.UnsupportedResultType:
        return new AppError('CALL_INPUT_UNSUPPORTED', 'The server asks for something this version cannot give.', {
          cause,
        });
      default:
        return new AppError('SERVER_PROTOCOL_ERROR', 'The conversation with the server failed.', {
          data: { said: cause.message.slice(0, 2_000) },
          cause,
        });
    }
  }
  if (cause instanceof AppError) return cause;
  // Writing to a server that is gone ends here too: the SDK passes a transport's error on as it is.
  return new AppError('SERVER_CLOSED', 'The conversation with the server failed.', { cause });
}
