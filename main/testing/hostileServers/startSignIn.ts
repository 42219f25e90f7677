/**
 * A remote server that asks for a sign-in, its authorization server, and a host between the two. What both servers say is in
 * the test's hand; what it leaves alone is what honest ones say.
 */
import type { IncomingHttpHeaders, IncomingMessage, ServerResponse } from 'node:http';
import { text as textOfStream } from 'node:stream/consumers';
import type { SignInDecisionView, SignInSetup } from '../../../app/contract/authorization.ts';
import type { ErrorView } from '../../../app/contract/errors.ts';
import type { ServerId } from '../../../app/contract/ids.ts';
import { startHttpServer } from '../httpServers.ts';
import { newCallId } from '../startSteeredHost.ts';
import { startCheckedHost, type CheckedHost } from '../startTaught.ts';
import { waitUntil } from '../waiting.ts';

export interface Visit {
  readonly method: string;
  readonly path: string;
  /** Path and query, as they were sent. */
  readonly url: string;
  readonly headers: IncomingHttpHeaders;
  readonly body: string;
}

export interface Exchange {
  readonly request: IncomingMessage;
  readonly response: ServerResponse;
  readonly visit: Visit;
  /** How often this path was asked for, this time included. */
  readonly count: number;
  readonly at: Places;
}

export type Route = (exchange: Exchange) => unknown;

/** Origins of the two. */
export interface Places {
  readonly server: string;
  readonly issuer: string;
}

export interface Tricks {
  /** Members over those of an honest document. */
  readonly resourceMetadata?: (at: Places) => object;
  readonly metadata?: (at: Places) => object;
  /** `WWW-Authenticate` of a refusal for want of a token. */
  readonly challenge?: (at: Places) => string;
  /** By path, in the place of what an honest server does; `/mcp` is asked once its token is right. */
  readonly server?: Readonly<Record<string, Route>>;
  readonly issuer?: Readonly<Record<string, Route>>;
  /** Whether the server takes this `Authorization`. */
  readonly accepts?: (authorization: string | undefined) => boolean;
  /** Members over those of an honest token answer. */
  readonly tokens?: (visit: Visit) => object;
}

export interface StartedSignIn {
  readonly host: CheckedHost;
  readonly serverId: ServerId;
  readonly at: Places;
  /** What each was asked, oldest first. */
  readonly atServer: readonly Visit[];
  readonly atIssuer: readonly Visit[];
  /** The question of a sign-in, once it is up. */
  question(): Promise<SignInDecisionView>;
  /** Agrees to it, and answers where the browser was sent. */
  open(): Promise<URL>;
  /** Comes back as a browser does, with what an honest authorization server answers and these over it. */
  comeBack(to: URL, answer?: Readonly<Record<string, string | undefined>>): Promise<Response>;
  /** All of a sign-in, up to the running server. */
  signIn(): Promise<URL>;
  /** Why the server could not be reached. */
  failure(): Promise<ErrorView>;
  /** Starts it again. */
  again(): Promise<void>;
  /** How often a person was asked to sign in. */
  timesAsked(): Promise<number>;
  call(toolName?: string): ReturnType<CheckedHost['outcome']>;
  /** Posts to this path of the authorization server, as they were sent. */
  forms(path: string): readonly URLSearchParams[];
}

export async function startSignIn(tricks: Tricks = {}, setup?: SignInSetup): Promise<StartedSignIn> {
  const atServer: Visit[] = [];
  const atIssuer: Visit[] = [];
  const at = { server: '', issuer: '' };
  at.issuer = (await serve(atIssuer, at, () => ({ ...honestIssuer(tricks), ...tricks.issuer }))).origin;
  at.server = (await serve(atServer, at, () => ({ ...honestServer(tricks), ...tricks.server }))).origin;
  const host = await startCheckedHost({ callLimits: { idleTimeoutMs: 20_000, maxTotalMs: 60_000 } });
  const { serverId } = await host.run('server.proposeRemote', {
    definition: { name: 'Hostile', url: `${at.server}/mcp`, transport: 'streamable_http', headers: [] },
  });
  await host.question('connect');
  if (setup !== undefined) await host.run('server.setSignIn', { serverId, setup });
  if (host.server(serverId).state.kind !== 'awaiting_decision') await host.run('server.start', { serverId });
  await host.agree(await host.question('connect'));

  const open = async (): Promise<URL> => {
    const view = await host.question('sign_in');
    const before = host.opened.length;
    await host.reply(view, { kind: 'sign_in', action: 'open' });
    await waitUntil('the browser to open', () => host.opened.length > before);
    return new URL(host.opened.at(-1) ?? '');
  };
  const comeBack: StartedSignIn['comeBack'] = (to, answer = {}) => {
    const back = new URL(to.searchParams.get('redirect_uri') ?? '');
    const state = to.searchParams.get('state') ?? '';
    const all: typeof answer = { code: 'code-1', state, iss: at.issuer, ...answer };
    for (const [name, value] of Object.entries(all)) {
      if (value !== undefined) back.searchParams.append(name, value);
    }
    return fetch(back);
  };
  return {
    host,
    serverId,
    at,
    atServer,
    atIssuer,
    open,
    comeBack,
    question: () => host.question('sign_in'),
    signIn: async () => {
      const to = await open();
      await (await comeBack(to)).text();
      await host.state(serverId, 'running');
      return to;
    },
    failure: async () => {
      const { state } = await host.state(serverId, 'failed');
      if (state.kind !== 'failed') throw new Error('It did not fail.');
      return state.error;
    },
    again: async () => {
      await host.run('server.stop', { serverId });
      await host.run('server.start', { serverId });
    },
    timesAsked: async () =>
      (await host.records('decision.input')).filter(
        ({ phase, details }) => phase === 'begun' && details['asked'] === 'sign_in',
      ).length,
    call: (toolName = 'do') => host.outcome(serverId, toolName, {}, newCallId()),
    forms: (path) => atIssuer.filter((each) => each.path === path).map(({ body }) => new URLSearchParams(body)),
  };
}

function serve(visits: Visit[], at: Places, routes: () => Readonly<Record<string, Route>>) {
  return startHttpServer((request, response) => {
    void textOfStream(request).then((body) => {
      const visit = visitOf(request, body);
      visits.push(visit);
      const count = visits.filter((each) => each.path === visit.path).length;
      return (routes()[visit.path] ?? absent)({ request, response, visit, count, at });
    }, ignoreBrokenOff);
  });
}

export function visitOf({ url = '', method = '', headers }: IncomingMessage, body: string): Visit {
  const [path = ''] = url.split('?');
  return { method, path, url, headers, body };
}

const ignoreBrokenOff = (): void => undefined;
const absent: Route = ({ response }) => response.writeHead(404).end();

export function json(response: ServerResponse, body: unknown, status = 200): void {
  response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(body));
}

function honestIssuer({ metadata, tokens }: Tricks): Readonly<Record<string, Route>> {
  return {
    '/.well-known/oauth-authorization-server': ({ response, at }) =>
      json(response, {
        issuer: at.issuer,
        authorization_endpoint: `${at.issuer}/authorize`,
        token_endpoint: `${at.issuer}/token`,
        registration_endpoint: `${at.issuer}/register`,
        revocation_endpoint: `${at.issuer}/revoke`,
        response_types_supported: ['code'],
        code_challenge_methods_supported: ['S256'],
        authorization_response_iss_parameter_supported: true,
        ...metadata?.(at),
      }),
    '/register': ({ response, visit }) =>
      json(response, { ...(JSON.parse(visit.body) as object), client_id: 'client-1' }, 201),
    '/token': ({ response, visit, count }) =>
      json(response, { access_token: `access-${count}`, token_type: 'Bearer', ...tokens?.(visit) }),
    '/revoke': ({ response }) => response.writeHead(200).end(),
  };
}

function honestServer({ resourceMetadata, challenge, accepts, server }: Tricks): Readonly<Record<string, Route>> {
  const isAccepted = accepts ?? ((authorization) => authorization?.startsWith('Bearer access-') === true);
  return {
    '/.well-known/oauth-protected-resource/mcp': ({ response, at }) =>
      json(response, { resource: `${at.server}/mcp`, authorization_servers: [at.issuer], ...resourceMetadata?.(at) }),
    '/mcp': (exchange) => {
      const { response, visit, at } = exchange;
      if (isAccepted(visit.headers.authorization)) return (server?.['let in'] ?? answerAsServer)(exchange);
      const said = challenge ?? (({ server: origin }) => `Bearer resource_metadata="${origin}${WELL_KNOWN}"`);
      return response.writeHead(401, { 'www-authenticate': said(at) }).end();
    },
  };
}

const WELL_KNOWN = '/.well-known/oauth-protected-resource/mcp';

/** What it says once it lets somebody in, in the older era without a session. */
export const answerAsServer: Route = ({ response, visit }) => {
  if (visit.method !== 'POST') return response.writeHead(405).end();
  const { id, method } = JSON.parse(visit.body) as { readonly id?: unknown; readonly method?: string };
  if (id === undefined) return response.writeHead(202).end();
  const results: Readonly<Record<string, object>> = {
    initialize: {
      protocolVersion: '2025-11-25',
      capabilities: { tools: {} },
      serverInfo: { name: 'Hostile', version: '1.0.0' },
    },
    'tools/list': { tools: [{ name: 'do', inputSchema: { type: 'object' } }] },
    'tools/call': { content: [{ type: 'text', text: 'done' }] },
  };
  json(response, { jsonrpc: '2.0', id, result: results[method ?? ''] ?? {} });
};

/** A refresh that takes until the test lets it go. */
export function slowRefresh(): { readonly go: () => void; readonly route: Route } {
  const gate = Promise.withResolvers<undefined>();
  return {
    go: () => gate.resolve(undefined),
    route: async ({ response, visit, count }) => {
      if (visit.body.includes('grant_type=refresh_token')) await gate.promise;
      const tokens = { access_token: `access-${count}`, refresh_token: `refresh-${count}`, token_type: 'Bearer' };
      json(response, { ...tokens, expires_in: 3_600 });
    },
  };
}
