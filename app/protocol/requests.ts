/**
 * Sends the requests of one conversation: time limits that progress extends and that stand still while a person is asked,
 * cancellation, and the rounds of input a server may want before it answers.
 */
import { LOG_LEVEL_META_KEY, ProtocolError } from '@modelcontextprotocol/client';
import type { Client } from '@modelcontextprotocol/client';
import type { z } from 'zod';
import type { CallProgress } from '../contract/calls.ts';
import { AppError } from '../contract/errors.ts';
import type { LogLevel } from '../contract/servers.ts';
import { MAX_ROUNDS, visitAll, withInput } from '../input/answerInput.ts';
import type { InputExtra, InputRequired } from '../input/answerInput.ts';
import type { ClientSide } from '../input/clientSide.ts';
import type { IdleTimers } from './idleTimers.ts';
import type { RequestContext } from './mcpConnection.ts';
import { toRequestError } from './requestErrors.ts';
import { ofWhole } from './wholeResults.ts';

/** For requests that nobody waits for in front of a button, milliseconds. */
const SHORT_TIMEOUT_MS = 60_000;
/** MCP 2025-11-25 client/elicitation §URL Elicitation Required Error. */
const URL_ELICITATION_REQUIRED = -32042;

export interface RequestsDeps {
  readonly client: Client;
  readonly clientSide: ClientSide;
  readonly timers: IdleTimers;
}

interface Outgoing<T> {
  readonly method: string;
  readonly params: Readonly<Record<string, unknown>>;
  readonly schema: z.ZodType<T>;
  /** Made anew for every round, since they follow from what is sent. */
  readonly headers?: () => Readonly<Record<string, string>>;
}

export class Requests {
  /** Severity of log messages that each request asks for, in the modern era. */
  logLevel: LogLevel | undefined;
  private readonly deps: RequestsDeps;

  constructor(deps: RequestsDeps) {
    this.deps = deps;
  }

  /** A request that no person waits for: a minute, and no questions. */
  short<T>({ method, params, schema }: Outgoing<T>, signal?: AbortSignal): Promise<T> {
    const options = { timeout: SHORT_TIMEOUT_MS, ...(signal === undefined ? {} : { signal }) };
    return this.deps.client.request({ method, params: this.withMeta(params) }, ofWhole(schema), options);
  }

  /** A request that may take long and ask things. One call to the person, however many rounds it takes. */
  async long<T>(
    outgoing: Outgoing<T>,
    context: RequestContext,
  ): Promise<{ readonly result: T; readonly asked: boolean }> {
    const { clientSide, client } = this.deps;
    const { signal } = context;
    let asked = false;
    const send = async (extra: InputExtra): Promise<T | InputRequired> => {
      for (let visits = 0; ; visits += 1) {
        try {
          return await this.round(outgoing, extra, context);
        } catch (error) {
          const elicitations = urlsToVisit(error);
          if (elicitations === undefined) throw error;
          if (visits === MAX_ROUNDS)
            throw new AppError('CALL_INPUT_TOO_OFTEN', 'The server kept asking.', { cause: error });
          asked = true;
          await visitAll(elicitations, clientSide, signal);
        }
      }
    };
    try {
      const protocolVersion = client.getNegotiatedProtocolVersion() ?? '';
      // A result of the older era may have such a member and mean nothing by it.
      if (client.getProtocolEra() !== 'modern') return { result: (await send({})) as T, asked };
      const onRound = (): void => void (asked = true);
      return { result: await withInput(send, clientSide, { signal, protocolVersion, onRound }), asked };
    } catch (error) {
      if (signal.aborted) throw new AppError('CALL_CANCELLED', 'It was cancelled.', { cause: error });
      throw toRequestError(error);
    }
  }

  /** One request and its answer: a result, or what the server wants to know first. */
  private async round<T>(
    { method, params, schema, headers }: Outgoing<T>,
    extra: InputExtra,
    { signal, onProgress, idleTimeoutMs, maxTotalMs }: RequestContext,
  ): Promise<T | InputRequired> {
    const abort = new AbortController();
    const onAbort = (): void => abort.abort(signal.reason);
    signal.addEventListener('abort', onAbort, { once: true });
    if (signal.aborted) onAbort();
    let silent = false as boolean;
    const timer = this.deps.timers.start(idleTimeoutMs, () => {
      silent = true;
      abort.abort('no sign of life');
    });
    try {
      return await this.deps.client.request(
        { method, params: this.withMeta({ ...params, ...extra }) },
        ofWhole(schema),
        {
          signal: abort.signal,
          timeout: maxTotalMs,
          allowInputRequired: true,
          ...(headers === undefined ? {} : { headers: headers() }),
          onprogress: (progress) => {
            timer.touch();
            onProgress?.(toProgress(progress));
          },
        },
      );
    } catch (error) {
      if (silent) throw new AppError('CALL_TIMED_OUT', 'The server did not answer in time.', { cause: error });
      throw error;
    } finally {
      timer.stop();
      signal.removeEventListener('abort', onAbort);
    }
  }

  private withMeta(params: Readonly<Record<string, unknown>>): Record<string, unknown> {
    if (this.logLevel === undefined || this.deps.client.getProtocolEra() !== 'modern') return { ...params };
    return { ...params, _meta: { [LOG_LEVEL_META_KEY]: this.logLevel } };
  }
}

function urlsToVisit(error: unknown): readonly unknown[] | undefined {
  if (!(error instanceof ProtocolError) || error.code !== URL_ELICITATION_REQUIRED) return undefined;
  const { data } = error;
  const elicitations =
    typeof data === 'object' && data !== null && 'elicitations' in data ? data.elicitations : undefined;
  return Array.isArray(elicitations) ? (elicitations as readonly unknown[]) : [];
}

function toProgress(progress: {
  readonly progress: number;
  readonly total?: number | undefined;
  readonly message?: string | undefined;
}): CallProgress {
  return {
    progress: progress.progress,
    ...(progress.total === undefined ? {} : { total: progress.total }),
    ...(progress.message === undefined ? {} : { message: progress.message }),
  };
}
