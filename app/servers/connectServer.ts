/**
 * Reaches a remote server that a person agreed to connect to: Streamable HTTP, and HTTP+SSE where it knows no other.
 */
import type { Access } from '../authorization/access.ts';
import type { Authorization } from '../authorization/authorization.ts';
import { authorizedFetch } from '../authorization/authorizedFetch.ts';
import type { AuthorizedOptions, Refusal } from '../authorization/authorizedFetch.ts';
import { AppError } from '../contract/errors.ts';
import { createRedactor } from '../launch/redactor.ts';
import { canonicalJson } from '../contract/canonicalJson.ts';
import type { Digest } from '../ports/digest.ts';
import type { ConsentedConnection, HttpFetch } from '../ports/httpFetch.ts';
import type { ServerExit } from '../ports/processLauncher.ts';
import type { SecretStore } from '../ports/secretStore.ts';
import { HttpTransport } from '../protocol/httpTransport.ts';
import type { EraChoice } from '../protocol/openConnection.ts';
import { askerFor, converse, StartLog } from './converse.ts';
import type { ConverseDeps } from './converse.ts';
import { keptSession } from './keptSessions.ts';
import type { KeptSession, KeptSessions } from './keptSessions.ts';
import { MAX_MESSAGE_BYTES } from './launchServer.ts';
import type { StartOptions } from './launchServer.ts';
import { resolveHeaders } from './resolveHeaders.ts';
import { slotId } from './slot.ts';
import type { RunningServer, ServerLink, Slot } from './slot.ts';
import { secretOwner, SIGN_IN_SECRET } from './storedServers.ts';

export interface ConnectDeps extends ConverseDeps {
  readonly digest: Digest;
  readonly httpFetch: HttpFetch;
  readonly secretStore: SecretStore;
  readonly keptSessions: KeptSessions;
  readonly authorization: Pick<Authorization, 'accessFor'>;
}

type Kind = 'streamable_http' | 'sse';

/** That one start answers. */
const MAX_REFUSALS = 2;

/** MCP 2025-11-25 transports §Backwards Compatibility: what tells that a server may know HTTP+SSE alone. */
const OLDER_TRANSPORT = new Set<unknown>([400, 404, 405]);

/** Who asks, what they may, and how often (RFC 9110 §15.5, RFC 6585 §4). */
const NOT_ABOUT_SESSIONS = new Set([401, 403, 429]);

/**
 * @throws {AppError} `SERVER_UNREACHABLE`, `SERVER_TLS_FAILED`, `SERVER_UNAUTHORIZED`, `SERVER_FORBIDDEN`, `SERVER_HTTP_ERROR`,
 * `ADDRESS_…`, `LAUNCH_SECRET_MISSING`, and what `converse` throws
 */
export async function connectServer(
  slot: Slot,
  connection: ConsentedConnection,
  options: StartOptions,
  deps: ConnectDeps,
): Promise<RunningServer> {
  const { transport } = connection;
  // A person who typed a header of their own to sign in with has chosen how.
  const signsIn = !connection.headers.some(({ name }) => name.toLowerCase() === 'authorization');
  const access = signsIn ? accessOf(slot, connection, deps) : undefined;
  const reachBy = (kind: Kind, how: StartOptions): Promise<RunningServer> =>
    access === undefined
      ? reachWith(slot, connection, kind, undefined, how, deps)
      : reach(slot, connection, kind, access, how, deps);
  if (transport !== 'auto') return reachBy(transport, options);
  try {
    return await reachBy('streamable_http', options);
  } catch (error) {
    const isOlder = error instanceof AppError && OLDER_TRANSPORT.has(error.data['status']);
    // HTTP+SSE belongs to the older era. 401 and 403 are about who asks, never about the transport.
    if (!isOlder || options.era === 'modern' || options.signal.aborted) throw error;
    return await reachBy('sse', { ...options, era: 'legacy' }).catch((second: unknown) => {
      // What the newer transport met is nearer to what is wrong than what the older one did.
      throw second instanceof AppError && second.code === 'SERVER_HTTP_ERROR' ? error : second;
    });
  }
}

/** Signs in where the server asks for that, and reaches it again: once for want of a token, once more for want of a scope. */
async function reach(
  slot: Slot,
  connection: ConsentedConnection,
  kind: Kind,
  access: Access,
  options: StartOptions,
  deps: ConnectDeps,
): Promise<RunningServer> {
  const guest: Guest = { access, isConnecting: true, refusal: undefined };
  const asked: Refusal['kind'][] = [];
  for (;;) {
    try {
      const running = await reachWith(slot, connection, kind, guest, options, deps);
      guest.isConnecting = false;
      return running;
    } catch (error) {
      const { refusal } = guest;
      if (refusal === undefined || asked.length > MAX_REFUSALS || options.signal.aborted) throw error;
      guest.refusal = undefined;
      const { kind: wants, challenge, borne } = refusal;
      // Twice for a token only where the server has changed its authorization server meanwhile.
      const notAt = asked.includes(wants) ? guest.access.held?.issuer : undefined;
      if (wants === 'scope' && asked.includes(wants)) throw error;
      asked.push(wants);
      if (wants === 'token') await guest.access.renew(challenge, { borne, notAt, signal: options.signal });
      else await guest.access.upgrade(challenge, { borne, toolName: undefined, signal: options.signal });
    }
  }
}

/** Who is not let in yet. */
interface Guest {
  readonly access: Access;
  /** A handshake has no time for a person: a refusal ends it, and is answered outside. */
  isConnecting: boolean;
  refusal: Refusal | undefined;
}

function accessOf(slot: Slot, { url, zone, origin }: ConsentedConnection, deps: ConnectDeps): Access {
  const serverId = slotId(slot);
  const { source } = slot.stored;
  const setup = (source.kind === 'remote' ? source.signIn : undefined) ?? { kind: 'person' };
  const log = (text: string): void => slot.log.append('host', text, deps.clock.nowMs());
  const asker = askerFor(slot, origin, { callOfTask: () => undefined, log });
  const secret = (): string | undefined => deps.secretStore.get(secretOwner(serverId), SIGN_IN_SECRET);
  return deps.authorization.accessFor({ serverId, serverUrl: url, zone, asker, setup, secret });
}

/** Takes up the session that is kept for the sake of its tasks, if there is one; begins another where that is gone. */
async function reachWith(
  slot: Slot,
  connection: ConsentedConnection,
  kind: Kind,
  guest: Guest | undefined,
  options: StartOptions,
  deps: ConnectDeps,
): Promise<RunningServer> {
  const serverId = slotId(slot);
  const resolved = resolveHeaders(connection, (key) => deps.secretStore.get(secretOwner(serverId), key));
  const grantId = guest?.access.held?.grantId ?? '';
  const identity = identityOf(connection.url, { ...resolved.headers, grantId }, deps.digest);
  const redact = (text: string): string => createRedactor(guest?.access.secrets() ?? [])(resolved.redact(text));
  const by = { connection, kind, headers: resolved.headers, redact, identity, guest };
  const kept = kind === 'sse' ? undefined : deps.keptSessions.find(serverId, identity);
  if (kept === undefined) return open(slot, by, options, deps);
  try {
    return await open(slot, { ...by, resume: kept }, { ...options, era: 'legacy' }, deps);
  } catch (error) {
    if (!isSessionGone(error) || options.signal.aborted) throw error;
    deps.keptSessions.drop(serverId);
    return open(slot, by, options, deps);
  }
}

/** Servers that know no session of that id say so in many ways; a few of them are about something else. */
function isSessionGone(error: unknown): boolean {
  if (!(error instanceof AppError)) return false;
  const { status } = error.data;
  if (typeof status !== 'number') return error.code === 'SERVER_SESSION_LOST';
  return status >= 400 && status < 500 && !NOT_ABOUT_SESSIONS.has(status);
}

/** SECURITY(S9): under a key that is nowhere on disk, since a header may hold a secret short enough to guess. */
function identityOf(url: string, headers: Readonly<Record<string, string>>, digest: Digest): string {
  return digest.hmac('grants', `sign-in ${canonicalJson({ url, headers })}`);
}

interface By {
  readonly connection: ConsentedConnection;
  readonly kind: Kind;
  readonly headers: Readonly<Record<string, string>>;
  readonly redact: (text: string) => string;
  readonly identity: string;
  readonly guest: Guest | undefined;
  readonly resume?: KeptSession;
}

async function open(
  slot: Slot,
  { connection, kind, headers, redact, identity, guest, resume }: By,
  { era, signal, hooks }: StartOptions,
  deps: ConnectDeps,
): Promise<RunningServer> {
  const log = new StartLog(slot, deps.clock, hooks.onLog);
  const ended = Promise.withResolvers<ServerExit>();
  const seen = { lost: undefined as AppError | undefined };
  const lose = (why: string): void => {
    log.write('host', why);
    seen.lost = new AppError('SERVER_SESSION_LOST', why);
    ended.resolve({ ...NO_PROCESS, requested: false, sessionLost: true });
    void transport.close();
  };
  const toServer = deps.httpFetch.toServer(connection, { maxMessageBytes: MAX_MESSAGE_BYTES });
  const transport = new HttpTransport({
    url: new URL(connection.url),
    kind,
    fetch: guest === undefined ? toServer : authorizedFetch(toServer, authorizedBy(guest)),
    headers,
    clock: deps.clock,
    onWire: (direction, message) => slot.wire.record(direction, message, deps.clock.nowMs()),
    onLost: () => {
      deps.keptSessions.drop(slotId(slot));
      lose('The server forgot the session.');
    },
    resume,
  });
  /** SECURITY(S9): to some servers a session is as good as a sign-in. */
  const hide = (text: string): string => createRedactor(transport.sessionSecrets)(redact(text));
  const link: ServerLink = {
    place: { origin: connection.origin, zone: connection.zone },
    identity,
    session: () => keptSession.safeParse({ ...transport.session, identity }).data,
    redact: hide,
    exited: ended.promise,
    lose: () => lose('The session is given up: the server does not answer any more.'),
    stop: async () => {
      await transport.close({ keepSession: deps.keptSessions.has(slotId(slot)) });
      ended.resolve({ ...NO_PROCESS, requested: true });
      return ended.promise;
    },
  };
  const callOff = (): void => void link.stop();
  signal.addEventListener('abort', callOff, { once: true });
  try {
    log.write('host', `${resume === undefined ? 'Connecting' : 'Taking up the session'} at ${connection.origin}.`);
    const running = await converse(
      {
        slot,
        transport,
        kind,
        link,
        origin: connection.origin,
        era: eraFor(kind, era),
        log,
        hooks,
        signal,
        fault: () => seen.lost,
      },
      deps,
    );
    signal.throwIfAborted();
    return running;
  } catch (error) {
    await link.stop();
    // That the session is gone says more than what was cut off by it.
    throw seen.lost ?? error;
  } finally {
    signal.removeEventListener('abort', callOff);
  }
}

function authorizedBy(guest: Guest): AuthorizedOptions {
  return {
    access: guest.access,
    mayAsk: () => !guest.isConnecting,
    onRefused: (refusal) => (guest.refusal = refusal),
  };
}

const NO_PROCESS = { code: undefined, signal: undefined } as const;

function eraFor(kind: Kind, era: EraChoice): EraChoice {
  return kind === 'sse' ? 'legacy' : era;
}
