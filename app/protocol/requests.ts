/**
 * Sends the requests of one conversation: time limits that progress extends and that stand still while a person is asked,
 * cancellation, and the rounds of input a server may want before it answers.
 */
import { LOG_LEVEL_META_KEY, ProtocolError } from '@modelcontextprotocol/client';
import type { Client } from '@modelcontextprotocol/client';
import { z } from 'zod';
import { AppError } from '../contract/errors.ts';
import type { LogLevel } from '../contract/servers.ts';
import { MAX_ROUNDS, visitAll, withInput } from '../input/answerInput.ts';
import type { InputExtra, InputRequired } from '../input/answerInput.ts';
import type { ClientSide } from '../input/clientSide.ts';
import type { IdleTimers } from './idleTimers.ts';
import type { RequestContext } from './mcpConnection.ts';
import type { ProgressTokens } from './progressTokens.ts';
import { toRequestError } from './requestErrors.ts';
import type { Redact } from './requestErrors.ts';
import { ofWhole } from './wholeResults.ts';

/** For requests that nobody waits for in front of a button, milliseconds. */
const SHORT_TIMEOUT_MS = 60_000;
/** MCP 2025-11-25 client/elicitation §URL Elicitation Required Error. */
const URL_ELICITATION_REQUIRED = -32042;

export interface RequestsDeps {
  readonly client: Client;
  readonly clientSide: ClientSide;
  readonly timers: IdleTimers;
  readonly progress: ProgressTokens;
  readonly redact: Redact;
}

export interface Outgoing<T> {
  readonly method: string;
  readonly params: Readonly<Record<string, unknown>>;
  readonly schema: z.ZodType<T>;
  /** Made anew for every round, since they follow from what is sent. */
  readonly headers?: () => Readonly<Record<string, string>>;
  /** Tells of an answer whether work goes on as a task after it; without this none may. */
  readonly isTask?: (result: T) => boolean;
}

export interface LongAnswer<T> {
  readonly result: T;
  /** Something was asked before it came. */
  readonly asked: boolean;
  /** What progress comes under. */
  readonly progressToken: string;
}

export class Requests {
  /** Severity of log messages that each request asks for, in the modern era. */
  logLevel: LogLevel | undefined;
  private readonly deps: RequestsDeps;

  constructor(deps: RequestsDeps) {
    this.deps = deps;
  }

  /** A request that no person waits for: a minute, and no questions. */
  short<T>({ method, params, schema, isTask }: Outgoing<T>, signal?: AbortSignal): Promise<T> {
    const options = { timeout: SHORT_TIMEOUT_MS, ...(signal === undefined ? {} : { signal }) };
    const answer = ofWhole(schema, { mayBeTask: isTask !== undefined });
    return this.deps.client.request({ method, params: this.withMeta(params) }, answer, options);
  }

  /** A request that may take long and ask things. One call to the person, however many rounds it takes. */
  async long<T>(outgoing: Outgoing<T>, context: RequestContext): Promise<LongAnswer<T>> {
    const { clientSide, client } = this.deps;
    const { signal } = context;
    let asked = false;
    let progressToken = '';
    const send = async (extra: InputExtra): Promise<T | InputRequired> => {
      for (let visits = 0; ; visits += 1) {
        try {
          return await this.round(outgoing, extra, { ...context, onToken: (token) => (progressToken = token) });
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
      if (client.getProtocolEra() !== 'modern') return { result: (await send({})) as T, asked, progressToken };
      const onRound = (): void => void (asked = true);
      const result = await withInput(send, clientSide, { signal, protocolVersion, onRound });
      return { result, asked, progressToken };
    } catch (error) {
      if (signal.aborted) throw new AppError('CALL_CANCELLED', 'It was cancelled.', { cause: error });
      throw toRequestError(error, this.deps.redact);
    }
  }

  /** One request and its answer: a result, or what the server wants to know first. */
  private async round<T>(
    { method, params, schema, headers, isTask }: Outgoing<T>,
    extra: InputExtra,
    { signal, onProgress, progressUntil, onToken, idleTimeoutMs, maxTotalMs }: RoundContext,
  ): Promise<T | InputRequired> {
    const { client, progress, timers } = this.deps;
    const abort = new AbortController();
    const onAbort = (): void => abort.abort(signal.reason);
    signal.addEventListener('abort', onAbort, { once: true });
    if (signal.aborted) onAbort();
    let silent = false as boolean;
    const timer = timers.start(idleTimeoutMs, () => {
      silent = true;
      abort.abort('no sign of life');
    });
    const token = progress.open((said) => {
      timer.touch();
      onProgress?.(said);
    });
    onToken(token);
    progressUntil?.addEventListener('abort', () => progress.close(token), { once: true });
    // While the answer is read, so that what comes right behind it is not heard any more.
    const answer = z.pipe(
      schema,
      z.transform((result: T) => {
        if (isTask?.(result) !== true) progress.close(token);
        return result;
      }),
    );
    try {
      return await client.request(
        { method, params: this.withMeta({ ...params, ...extra }, { progressToken: token }) },
        ofWhole(answer, { mayBeTask: isTask !== undefined }),
        {
          signal: abort.signal,
          timeout: maxTotalMs,
          allowInputRequired: true,
          ...(headers === undefined ? {} : { headers: headers() }),
        },
      );
    } catch (error) {
      if (silent) throw new AppError('CALL_TIMED_OUT', 'The server did not answer in time.', { cause: error });
      throw error;
    } finally {
      timer.stop();
      if (progressUntil === undefined || progressUntil.aborted) progress.close(token);
      signal.removeEventListener('abort', onAbort);
    }
  }

  private withMeta(
    params: Readonly<Record<string, unknown>>,
    meta: Readonly<Record<string, unknown>> = {},
  ): Record<string, unknown> {
    const level =
      this.logLevel === undefined || this.deps.client.getProtocolEra() !== 'modern'
        ? {}
        : { [LOG_LEVEL_META_KEY]: this.logLevel };
    const whole = { ...meta, ...level };
    return Object.keys(whole).length === 0 ? { ...params } : { ...params, _meta: whole };
  }
}

interface RoundContext extends RequestContext {
  readonly onToken: (progressToken: string) => void;
}

function urlsToVisit(error: unknown): readonly unknown[] | undefined {
  if (!(error instanceof ProtocolError) || error.code !== URL_ELICITATION_REQUIRED) return undefined;
  const { data } = error;
  const elicitations =
    typeof data === 'object' && data !== null && 'elicitations' in data ? data.elicitations : undefined;
  return Array.isArray(elicitations) ? (elicitations as readonly unknown[]) : [];
}
