/**
 * The SDK's transports over HTTP, with what a host adds: a log of what travels, an answer for requests whose HTTP response
 * ends without one, and the news that a session is gone.
 *
 * The SDK owns the protocol's rules here (headers, priming events, `retry`, resumption by `Last-Event-ID`); this file
 * only watches them. It reaches nothing that was not agreed to: `fetch` comes from a `ConsentedConnection`.
 */
import {
  INTERNAL_ERROR,
  ProtocolError,
  SdkHttpError,
  SseError,
  SSEClientTransport,
  StreamableHTTPClientTransport,
} from '@modelcontextprotocol/client';
import type { JSONRPCMessage, RequestId, Transport, TransportSendOptions } from '@modelcontextprotocol/client';
import type { Clock } from '../ports/clock.ts';
import type { Fetch } from '../ports/httpFetch.ts';
import { GARBLED, GARBLED_ANSWER, garbledAnswer, nestsTooDeep } from './garbledAnswer.ts';
import type { OnWire } from './processTransport.ts';
import { BATCHING_VERSION, splitBatches } from './splitBatches.ts';

/** The `data` of the error that stands for an answer that never came. Compared by identity, which no server can forge. */
export const ANSWER_LOST = { answerLost: true } as const;

/**
 * Spec: "respect the `retry` field" (2025-11-25 transports §Sending Messages). Choice: where there is none, from one second
 * to half a minute, seven times: about two minutes, in which a laptop finds its network again.
 */
const RECONNECTION = {
  initialReconnectionDelay: 1_000,
  maxReconnectionDelay: 30_000,
  reconnectionDelayGrowFactor: 2,
  maxRetries: 7,
};
const JITTER_MS = 250;
/**
 * What a stream is waited for at least, by how many were taken up since the last message, milliseconds. Choice: a server
 * that ends its streams at once and asks for no pause would have the host ask several times a second for ever.
 */
const FRUITLESS_MS = [0, 0, 500, 1_000, 2_000, 5_000, 15_000, 30_000] as const;
/** From this revision on there are no sessions, and a stream that breaks is lost. */
const MODERN_VERSION = '2026-07-28';
/** For the server to hear that a session is over, milliseconds. */
const GOODBYE_MS = 2_000;

export interface HttpTransportOptions {
  readonly url: URL;
  readonly kind: 'streamable_http' | 'sse';
  readonly fetch: Fetch;
  /** Of the person's choosing, secrets included. SECURITY(S9): only ever in requests. */
  readonly headers: Readonly<Record<string, string>>;
  readonly clock: Clock;
  readonly onWire: OnWire;
  /** The server no longer knows the session, or the one stream of HTTP+SSE broke: what was under way is lost. */
  readonly onLost: () => void;
  /** Takes up this session of Streamable HTTP instead of beginning one. */
  readonly resume?: HttpSession | undefined;
}

/** Choice: an honest server has one; every text is searched for all of them. */
const MAX_KNOWN_SESSIONS = 4;

export interface HttpSession {
  readonly sessionId: string;
  /** The result of the `initialize` that began it. */
  readonly initialized: Readonly<Record<string, unknown>>;
}

type SendOptions = NonNullable<Parameters<StreamableHTTPClientTransport['send']>[1]>;

export class HttpTransport implements Transport {
  onclose?: () => void;
  onerror?: (error: Error) => void;
  onmessage?: (message: JSONRPCMessage) => void;
  private readonly inner: StreamableHTTPClientTransport | SSEClientTransport;
  private readonly options: HttpTransportOptions;
  /** Requests whose answers are still to come, as text: a server may turn a number into that. */
  private readonly unanswered = new Set<string>();
  /** Those of them whose HTTP response is no stream: when that was read, no answer comes any more. */
  private readonly inOnePiece = new Set<string>();
  /** The session's, and those before it that a server may still say back. SECURITY(S9) */
  private readonly knownSessions: string[] = [];
  private reconnections = 0;
  private isModern = false;
  private hasBatches = false;
  private isStarted = false;
  /** Whether a stream that no request asked for was ever had. */
  private hasStreamed = false;
  private isLost = false;
  /**
   * Before the ids of requests in a session that is taken up: the one before it counted from the start as well, and answers to
   * its last requests may still be on their way. Spec: an id "MUST NOT have been previously used by the requestor within the
   * same session" (2025-11-25 basic §Requests).
   */
  private readonly idPrefix: string | undefined;
  /** The request that begins a session, and what came of it. */
  private initializeId: RequestId | undefined;
  private initialized: HttpSession['initialized'] | undefined;

  constructor(options: HttpTransportOptions) {
    this.options = options;
    const { url, headers } = options;
    if (options.resume !== undefined) this.knownSessions.push(options.resume.sessionId);
    if (options.resume !== undefined) this.idPrefix = `${options.clock.nowMs().toString(36)}-`;
    const requestInit = { headers };
    const fetch: Fetch = (address, init) => this.fetch(address, init);
    this.inner =
      options.kind === 'sse'
        ? new SSEClientTransport(url, { fetch, requestInit })
        : new StreamableHTTPClientTransport(url, {
            fetch,
            requestInit,
            ...(options.resume === undefined ? {} : { sessionId: options.resume.sessionId }),
            reconnectionOptions: RECONNECTION,
            reconnectionScheduler: (reconnect, delayMs) => this.reconnectLater(reconnect, delayMs),
          });
  }

  get hasPerRequestStream(): boolean {
    return this.options.kind === 'streamable_http';
  }

  /** Not before `initialize` was answered, also where a session is taken up: the SDK's client then leaves it out. */
  get sessionId(): string | undefined {
    if (this.options.resume !== undefined && this.initialized === undefined) return undefined;
    return this.inner instanceof StreamableHTTPClientTransport ? this.inner.sessionId : undefined;
  }

  /** What is not to be shown of sessions: each is as good as a sign-in to some servers. SECURITY(S9) */
  get sessionSecrets(): readonly string[] {
    return this.knownSessions;
  }

  /** What another run needs to go on with this session. */
  get session(): HttpSession | undefined {
    const { sessionId, initialized } = this;
    return sessionId === undefined || initialized === undefined ? undefined : { sessionId, initialized };
  }

  setProtocolVersion(version: string): void {
    this.isModern = version >= MODERN_VERSION;
    this.hasBatches = version === BATCHING_VERSION;
    this.inner.setProtocolVersion(version);
  }

  async start(): Promise<void> {
    this.inner.onclose = () => this.onclose?.();
    this.inner.onerror = (error) => {
      // HTTP+SSE has one stream, which carries every answer: the library would open another one, for a new session.
      if (this.isStarted && error instanceof SseError) this.lose();
      this.onerror?.(error);
    };
    this.inner.onmessage = (message) => this.receive(message);
    await this.inner.start();
    this.isStarted = true;
  }

  async send(ours: JSONRPCMessage, options?: TransportSendOptions): Promise<void> {
    if (this.options.resume !== undefined && this.answeredHere(ours, this.options.resume)) return;
    const message = this.toWire(ours);
    this.options.onWire('sent', message);
    if ('method' in message && 'id' in message && message.method === 'initialize') this.initializeId = message.id;
    const sessionId = this.sessionId;
    const id = this.noteRequest(message, options);
    try {
      if (this.inner instanceof SSEClientTransport) await this.inner.send(message);
      else await this.inner.send(message, this.watched(id, options));
      if (id !== undefined && this.inOnePiece.delete(String(id))) this.answerLost(id);
    } catch (error) {
      if (id !== undefined) this.forgetRequest(id);
      // MCP 2025-11-25 transports §Session Management: 404 to a request with a session id means that it is over. Without
      // one it says that nothing is at this address.
      if (sessionId !== undefined && isSessionUnknown(error)) this.lose();
      throw isGarbled(error) ? new ProtocolError(INTERNAL_ERROR, GARBLED, GARBLED_ANSWER) : error;
    }
  }

  /** Ends the session where there is one, unless it is to be taken up again, then the connection. */
  async close({ keepSession = false } = {}): Promise<void> {
    if (this.inner instanceof StreamableHTTPClientTransport && !this.isLost && !keepSession) {
      const goodbye = this.inner.terminateSession().catch(() => undefined); // It may not allow that (405), or be gone.
      let cancel: (() => void) | undefined;
      const late = new Promise<void>((resolve) => (cancel = this.options.clock.after(GOODBYE_MS, resolve)));
      await Promise.race([goodbye, late]);
      cancel?.();
    }
    await this.inner.close();
  }

  private receive(message: JSONRPCMessage): void {
    this.reconnections = 0;
    const readable = nestsTooDeep(message) ? garbledAnswer(message) : message;
    if (readable === undefined) {
      this.onerror?.(new Error('A message was nested too deep.'));
      return;
    }
    if (!('method' in readable)) this.unanswered.delete(String(readable.id));
    if ('result' in readable && readable.id === this.initializeId) this.initialized = readable.result;
    this.options.onWire('received', readable);
    this.hand(readable);
  }

  /** To whoever asked. */
  private hand(message: JSONRPCMessage): void {
    const ours = this.fromWire(message);
    if (ours === undefined) this.onerror?.(new Error('An answer came to a request of an earlier run.'));
    else this.onmessage?.(ours);
  }

  private toWire(message: JSONRPCMessage): JSONRPCMessage {
    if (this.idPrefix === undefined || !('method' in message)) return message;
    if ('id' in message) return { ...message, id: `${this.idPrefix}${message.id}` };
    if (message.method !== 'notifications/cancelled') return message;
    return {
      ...message,
      params: { ...message.params, requestId: `${this.idPrefix}${String(message.params?.['requestId'])}` },
    };
  }

  private fromWire(message: JSONRPCMessage): JSONRPCMessage | undefined {
    if (this.idPrefix === undefined || 'method' in message) return message;
    const id = String(message.id);
    if (!id.startsWith(this.idPrefix)) return undefined;
    const own = id.slice(this.idPrefix.length);
    // The SDK counts in numbers, but for what it names itself.
    return { ...message, id: /^\d+$/.test(own) ? Number(own) : own };
  }

  /**
   * The handshake of a session that is taken up: it was made by an earlier connection, and what it brought is known. In place
   * of `notifications/initialized`, after which the SDK would listen for what the server says by itself, that is done here.
   */
  private answeredHere(message: JSONRPCMessage, { initialized }: HttpSession): boolean {
    if (!('method' in message)) return false;
    if (message.method === 'notifications/initialized' && this.inner instanceof StreamableHTTPClientTransport) {
      // Servers need not have such a stream; where the session is gone, the next request says so.
      this.inner.resumeStream('').catch((error: unknown) => this.onerror?.(toError(error)));
      return true;
    }
    if (message.method !== 'initialize' || !('id' in message)) return false;
    this.initialized = initialized;
    this.onmessage?.({ jsonrpc: '2.0', id: message.id, result: { ...initialized } });
    return true;
  }

  private noteSession(id: string | null): void {
    if (id === null || this.knownSessions.includes(id)) return;
    this.knownSessions.push(id);
    if (this.knownSessions.length > MAX_KNOWN_SESSIONS) this.knownSessions.shift();
  }

  /** @returns The id of a request that somebody waits for here. */
  private noteRequest(message: JSONRPCMessage, options: TransportSendOptions | undefined): RequestId | undefined {
    if (!('method' in message)) return undefined;
    if (message.method === 'notifications/cancelled') this.unanswered.delete(String(message.params?.['requestId']));
    // HTTP+SSE answers elsewhere; and who is told of a stream's end itself has other plans for it.
    const isElsewhere = this.options.kind === 'sse' || options?.onRequestStreamEnd !== undefined;
    if (!('id' in message) || isElsewhere) return undefined;
    const { id } = message;
    this.unanswered.add(String(id));
    options?.requestSignal?.addEventListener('abort', () => this.forgetRequest(id), { once: true });
    return id;
  }

  private forgetRequest(id: RequestId): void {
    this.unanswered.delete(String(id));
    this.inOnePiece.delete(String(id));
  }

  private watched(id: RequestId | undefined, options: TransportSendOptions | undefined): SendOptions {
    const onRequestStreamEnd = id === undefined ? options?.onRequestStreamEnd : (): void => this.answerLost(id);
    // Members that are `undefined` are as good as absent to the library, though its types of this one method say otherwise.
    return { ...options, onRequestStreamEnd } as SendOptions;
  }

  /** Without this the SDK would wait for an answer that can't come any more. */
  private answerLost(id: RequestId): void {
    if (!this.unanswered.delete(String(id))) return;
    const error = { code: INTERNAL_ERROR, message: 'It ended without an answer.', data: ANSWER_LOST };
    this.hand({ jsonrpc: '2.0', id, error });
  }

  /**
   * MCP 2025-11-25 transports §Session Management: 404 means that the session is over, also where a stream is taken up again.
   * The first time it may mean that there is no such stream, from servers that should say 405.
   */
  private noteStream({ ok, status }: Response, isResumed: boolean): void {
    if (ok) this.hasStreamed = true;
    else if (status === 404 && this.sessionId !== undefined && (isResumed || this.hasStreamed)) this.lose();
  }

  /**
   * Looks which requests are answered in one piece; the library keeps that to itself.
   *
   * MCP 2026-07-28 transports/streamable-http knows no GET and resumes nothing, whatever ids a server gives its events.
   */
  private async fetch(...[address, init]: Parameters<Fetch>): Promise<Response> {
    if (init?.method === 'GET' && this.isModern) return new Response(null, { status: 405 });
    const response = await this.options.fetch(address, init);
    this.noteSession(response.headers.get('mcp-session-id'));
    if (init?.method === 'GET') this.noteStream(response, new Headers(init.headers).has('last-event-id'));
    const id = isEventStream(response) || init?.method !== 'POST' ? undefined : requestIdIn(init.body);
    if (this.unanswered.has(String(id))) this.inOnePiece.add(String(id));
    const { body, status, headers } = response;
    if (!this.hasBatches || body === null || !isEventStream(response)) return response;
    return new Response(splitBatches(body), { status, headers });
  }

  private reconnectLater(reconnect: () => void, delayMs: number): () => void {
    if (this.isModern) {
      // Answered here, see `fetch`: the request whose stream broke is told so.
      reconnect();
      return () => undefined;
    }
    const { clock } = this.options;
    const leastMs = FRUITLESS_MS[Math.min(this.reconnections, FRUITLESS_MS.length - 1)] ?? 0;
    this.reconnections += 1;
    return clock.after(Math.max(leastMs, delayMs) + (clock.nowMs() % JITTER_MS), reconnect);
  }

  private lose(): void {
    if (this.isLost) return;
    this.isLost = true;
    this.options.onLost();
  }
}

function isEventStream({ headers }: Response): boolean {
  return headers.get('content-type')?.split(';', 1)[0]?.trim().toLowerCase() === 'text/event-stream';
}

/** What the library sends is one message. */
function requestIdIn(body: RequestInit['body']): unknown {
  if (typeof body !== 'string') return undefined;
  const message = JSON.parse(body) as JSONRPCMessage;
  return 'method' in message && 'id' in message ? message.id : undefined;
}

/** What the library throws for an answer in one piece that is no JSON, or no message. Measured (client 2.4.0). */
function isGarbled(error: unknown): boolean {
  return error instanceof SyntaxError || (error instanceof Error && error.name === 'ZodError');
}

function toError(error: unknown): Error {
  return error instanceof Error ? error : new Error(String(error));
}

/**
 * MCP 2025-11-25 transports §Session Management: 404. Measured (server-everything 2026.8.31): servers made after the SDK's
 * example answer 400 and speak of the session.
 */
function isSessionUnknown(error: unknown): boolean {
  if (!(error instanceof SdkHttpError)) return false;
  return error.status === 404 || (error.status === 400 && /session/i.test(String(error.data['text'])));
}
