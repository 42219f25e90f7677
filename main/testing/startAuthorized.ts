/**
 * A host, an MCP server that wants a sign-in, and the authorization server it names: real ones (`servers/signInServer.mjs`).
 */
import { onTestFinished } from 'vitest';
import type { SignInSetup } from '../../app/contract/authorization.ts';
import type { ServerId } from '../../app/contract/ids.ts';
import { launchSignInServer } from './launchSignInServer.ts';
import type { Seen, SignInServer, SignInServerOptions } from './launchSignInServer.ts';
import type { SteeredOptions } from './startSteeredHost.ts';
import { newCallId } from './startSteeredHost.ts';
import { startCheckedHost, type CheckedHost } from './startTaught.ts';
import { waitUntil } from './waiting.ts';

export interface Authorized {
  readonly host: CheckedHost;
  readonly server: SignInServer;
  readonly serverId: ServerId;
  /** Agrees to the question, and answers where the browser was sent. */
  readonly open: () => Promise<string>;
  /** All of a sign-in in the browser, as often as it is asked for. Answers the last page. */
  readonly signIn: (answer?: 'yes' | 'no') => Promise<string>;
  readonly running: () => Promise<void>;
  readonly call: (toolName?: string) => ReturnType<CheckedHost['outcome']>;
  /** Requests to a token endpoint with this grant. */
  readonly grants: (type: string) => Promise<readonly NonNullable<Seen['form']>[]>;
}

export interface AuthorizedOptions extends SignInServerOptions {
  readonly setup?: SignInSetup;
  readonly host?: SteeredOptions;
  readonly clientMetadataUrl?: string;
}

/** Up to where the server was agreed to; what it asks next is the test's. */
export async function startAuthorized({ setup, ...options }: AuthorizedOptions = {}): Promise<Authorized> {
  const server = await launchSignInServer(options);
  onTestFinished(() => server.stop());
  const limits = { callLimits: { idleTimeoutMs: 20_000, maxTotalMs: 60_000 } };
  const host = await startCheckedHost({ ...limits, ...options.host });
  if (options.clientMetadataUrl !== undefined) {
    await host.run('settings.update', { clientMetadataUrl: options.clientMetadataUrl });
  }
  const definition = { name: 'Notes', url: server.mcp, transport: 'streamable_http', headers: [] } as const;
  const { serverId } = await host.run('server.proposeRemote', { definition });
  await host.question('connect');
  if (setup !== undefined) await host.run('server.setSignIn', { serverId, setup });
  if (host.server(serverId).state.kind !== 'awaiting_decision') await host.run('server.start', { serverId });
  await host.agree(await host.question('connect'));
  return authorizedOf(host, server, serverId);
}

/** For a host that is there already. */
export function authorizedOf(host: CheckedHost, server: SignInServer, serverId: ServerId): Authorized {
  const open = async (): Promise<string> => {
    const view = await host.question('sign_in');
    const before = host.opened.length;
    await host.reply(view, { kind: 'sign_in', action: 'open' });
    await waitUntil('the browser to open', () => host.opened.length > before);
    return host.opened.at(-1) ?? '';
  };
  return {
    host,
    server,
    serverId,
    open,
    signIn: async (answer = 'yes') => walkThrough(await open(), answer),
    running: async () => {
      await host.state(serverId, 'running');
    },
    call: (toolName = 'read') => host.outcome(serverId, toolName, {}, newCallId()),
    grants: async (type) =>
      (await server.seen()).flatMap(({ pathname, form }) =>
        pathname === '/token' && form?.['grant_type'] === type ? [form] : [],
      ),
  };
}

const MAX_HOPS = 20;

/** What a browser does: follows, keeps cookies, presses the button on each page that has one. Answers the last page. */
export async function walkThrough(from: string, answer: 'yes' | 'no'): Promise<string> {
  const cookies = new Map<string, string>();
  let url = new URL(from);
  let init: { readonly method?: string; readonly body?: string; readonly headers?: Record<string, string> } = {};
  for (let hop = 0; hop < MAX_HOPS; hop += 1) {
    const cookie = [...cookies].map(([name, value]) => `${name}=${value}`).join('; ');
    const response = await fetch(url, { ...init, redirect: 'manual', headers: { ...init.headers, cookie } });
    for (const [name, value] of response.headers.getSetCookie().map(cookieOf)) cookies.set(name, value);
    const location = response.headers.get('location');
    const page = await response.text();
    const form = /<form method="post" action="([^"]+)">/.exec(page)?.[1];
    if (location !== null) {
      [url, init] = [new URL(location, url), {}];
    } else if (form === undefined) {
      return page;
    } else {
      const headers = { 'content-type': 'application/x-www-form-urlencoded' };
      [url, init] = [new URL(form, url), { method: 'POST', body: `answer=${answer}`, headers }];
    }
  }
  throw new Error('The browser was sent around in circles.');
}

function cookieOf(header: string): readonly [string, string] {
  const [pair = ''] = header.split(';');
  const at = pair.indexOf('=');
  return [pair.slice(0, at), pair.slice(at + 1)];
}
