/**
 * Opens one MCP conversation over a transport that is already running, whatever the era.
 *
 * The SDK's client negotiates: `server/discover` first, `initialize` where that is not understood, on the same process.
 */
import { Client, ProtocolError, SdkError, SdkErrorCode } from '@modelcontextprotocol/client';
import type { Transport } from '@modelcontextprotocol/client';
import { AppError } from '../contract/errors.ts';
import type { CallProgress } from '../contract/calls.ts';
import type { ConnectionView } from '../contract/servers.ts';
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
  readonly initializeTimeoutMs?: number;
}

/**
 * @throws {AppError} `SERVER_INITIALIZE_TIMEOUT`, `SERVER_VERSION_UNSUPPORTED`, `SERVER_INITIALIZE_FAILED`
 * @see MCP 2025-11-25 basic/lifecycle §Initialization; MCP 2026-07-28 basic/versioning
 */
export async function openConnection(transport: Transport, options: ConnectionOptions): Promise<McpConnection> {
  const client = new Client(
    { name: 'gatehouse', title: 'Gatehouse', version: options.hostVersion },
    {
      capabilities: {},
      versionNegotiation: { mode: options.era, probe: { timeoutMs: PROBE_TIMEOUT_MS } },
      inputRequired: { autoFulfill: false },
      listChanged: { tools: { autoRefresh: false, onChanged: options.onToolsChanged } },
    },
  );
  client.onerror = (error) => options.onOddity(error.message);
  try {
    await client.connect(transport, {
      timeout: options.initializeTimeoutMs ?? INITIALIZE_TIMEOUT_MS,
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
              .catch(throwRequestError);
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
          return throwRequestError(cause);
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
    serverName: server?.name ?? '',
    ...(server?.title === undefined ? {} : { serverTitle: server.title }),
    serverVersion: server?.version ?? '',
    ...(instructions === undefined ? {} : { instructions }),
    capabilities: Object.keys(client.getServerCapabilities() ?? {}),
  };
}

function toProgress(progress: {
  progress: number;
  total?: number | undefined;
  message?: string | undefined;
}): CallProgress {
  return {
    progress: progress.progress,
    ...(progress.total === undefined ? {} : { total: progress.total }),
    ...(progress.message === undefined ? {} : { message: progress.message }),
  };
}

function toConnectError(cause: unknown): AppError {
  const said = cause instanceof Error ? cause.message.slice(0, 1_000) : '';
  if (cause instanceof AppError) return cause;
  if (cause instanceof SdkError) {
    if (cause.code === SdkErrorCode.RequestTimeout) {
      return new AppError('SERVER_INITIALIZE_TIMEOUT', 'The server did not answer initialize.', { cause });
    }
    if (cause.code === SdkErrorCode.ConnectionClosed) {
      return new AppError('SERVER_CLOSED', 'The server ended before it answered.', { cause });
    }
    if (cause.code === SdkErrorCode.EraNegotiationFailed) {
      return new AppError('SERVER_VERSION_UNSUPPORTED', 'No protocol version in common.', { data: { said }, cause });
    }
  }
  // The SDK has no code of its own for this one.
  if (said.includes('protocol version is not supported')) {
    return new AppError('SERVER_VERSION_UNSUPPORTED', 'No protocol version in common.', { data: { said }, cause });
  }
  return new AppError('SERVER_INITIALIZE_FAILED', 'The server refused or garbled initialize.', {
    data: { said },
    cause,
  });
}

function throwRequestError(cause: unknown): never {
  if (cause instanceof ProtocolError) {
    throw new AppError('SERVER_PROTOCOL_ERROR', 'The server answered with a protocol error.', {
      data: { rpcCode: cause.code, said: cause.message.slice(0, 10_000) },
      cause,
    });
  }
  if (cause instanceof SdkError) {
    switch (cause.code) {
      case SdkErrorCode.RequestTimeout:
        throw new AppError('CALL_TIMED_OUT', 'The server did not answer in time.', { cause });
      case SdkErrorCode.ConnectionClosed:
      case SdkErrorCode.NotConnected:
      case SdkErrorCode.SendFailed:
        throw new AppError('SERVER_CLOSED', 'The server ended before it answered.', { cause });
      case SdkErrorCode.InvalidResult:
        throw new AppError('CALL_RESULT_INVALID', 'The answer is not a valid result.', {
          data: { said: cause.message.slice(0, 2_000) },
          cause,
        });
      case SdkErrorCode.UnsupportedResultType:
        throw new AppError('CALL_INPUT_UNSUPPORTED', 'The server asks for something this version cannot give.', {
          cause,
        });
      default:
        throw new AppError('SERVER_PROTOCOL_ERROR', 'The conversation with the server failed.', {
          data: { said: cause.message.slice(0, 2_000) },
          cause,
        });
    }
  }
  if (cause instanceof AppError) throw cause;
  // Writing to a server that is gone ends here too: the SDK passes a transport's error on as it is.
  throw new AppError('SERVER_CLOSED', 'The conversation with the server failed.', { cause });
}
