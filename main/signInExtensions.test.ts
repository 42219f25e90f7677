/**
 * What a server is told of how somebody signs in: the extension that the setup belongs to, and nothing elsewhere. And what a
 * machine's setup never does: register, open a browser, ask anybody.
 *
 * @see MCP 2026-07-28 basic/extensions; io.modelcontextprotocol/oauth-client-credentials (SEP-1046); SEP-990
 */
import { describe, expect, test } from 'vitest';
import { makeClientKey } from '../app/authorization/clientKey.ts';
import type { SignInSetup } from '../app/contract/authorization.ts';
import type { ServerId } from '../app/contract/ids.ts';
import { startProvider } from './testing/hostileServers/startProvider.ts';
import {
  answerAsServer,
  json,
  startSignIn,
  type Route,
  type StartedSignIn,
  type Tricks,
} from './testing/hostileServers/startSignIn.ts';
import { startHttpMcp } from './testing/startHttpMcp.ts';
import { textWith } from './testing/startSteeredHost.ts';
import { addTaught } from './testing/startTaught.ts';

const CREDENTIALS = 'io.modelcontextprotocol/oauth-client-credentials';
const ENTERPRISE = 'io.modelcontextprotocol/enterprise-managed-authorization';
const WORKLOAD = 'io.modelcontextprotocol/auth/wif';
const ALL = [CREDENTIALS, ENTERPRISE, WORKLOAD];

const SECRET: SignInSetup = { kind: 'client_secret', clientId: 'robot', clientSecret: 'a secret' };
const ASSERTION: SignInSetup = { kind: 'workload', assertion: 'e30.e30.x' };
const withKey = async (): Promise<SignInSetup> => ({
  kind: 'private_key_jwt',
  clientId: 'robot',
  algorithm: 'ES256',
  privateKey: await makeClientKey('ES256'),
});

/** Names of extensions about signing in, in each body that is an `initialize`. */
function declaredIn(bodies: readonly string[]): readonly (readonly string[])[] {
  return bodies
    .filter((body) => body.includes('"initialize"'))
    .map((body) => {
      const { params } = JSON.parse(body) as { params: { capabilities: { extensions?: Record<string, unknown> } } };
      const { extensions = {} } = params.capabilities;
      return ALL.filter((name) => name in extensions);
    });
}
const declaredAt = ({ atServer }: StartedSignIn): readonly (readonly string[])[] =>
  declaredIn(atServer.map(({ body }) => body));

describe('initialize declares (MCP basic/lifecycle §Capability Negotiation)', () => {
  test('client credentials to a server that is set up with a client’s secret or key', async () => {
    for (const setup of [SECRET, await withKey()]) {
      const at = await startSignIn({}, setup);
      await at.host.state(at.serverId, 'running');
      expect(new Set(declaredAt(at).map(String))).toEqual(new Set([CREDENTIALS]));
    }
  });

  test('enterprise-managed authorization to a server that the identity provider vouches at', async () => {
    const at = await startProvider();
    await at.signIn();
    expect(new Set(declaredAt(at).map(String))).toEqual(new Set([ENTERPRISE]));
  });

  test('workload identity to a server that a platform’s token is for', async () => {
    const at = await startSignIn({}, ASSERTION);
    await at.host.state(at.serverId, 'running');
    expect(new Set(declaredAt(at).map(String))).toEqual(new Set([WORKLOAD]));
  });

  test.each<[string, SignInSetup | undefined]>([
    ['that nothing is set up for', undefined],
    ['that a person signs in to', { kind: 'person' }],
    ['that a person signs in to by a client id of theirs', { kind: 'person', clientId: 'mine' }],
  ])('none of them to a server %s', async (_name, setup) => {
    const at = await startSignIn({}, setup);
    await at.signIn();
    expect(declaredAt(at).length).toBeGreaterThan(0);
    expect(declaredAt(at).flat()).toEqual([]);
  });

  test('none of them to other servers of the same host, remote or started here', async () => {
    const at = await startSignIn({}, SECRET);
    await at.host.state(at.serverId, 'running');
    const bodies: string[] = [];
    const other = await startHttpMcp({
      initialize: ({ response, message }) => {
        bodies.push(JSON.stringify(message));
        const result = {
          protocolVersion: '2025-11-25',
          capabilities: { tools: {} },
          serverInfo: { name: 'other', version: '1.0.0' },
        };
        json(response, { jsonrpc: '2.0', id: message.id, result });
      },
    });
    await at.host.connect(other.definition);
    expect(declaredIn(bodies)).toEqual([[]]);
    const local = await addTaught(at.host);
    const sent = JSON.stringify(await wireOf(at, local.serverId));
    expect(sent).toContain('initialize');
    for (const name of ALL) expect(sent).not.toContain(name);
  });

  test('what is set up now, after another way in took its place', async () => {
    const at = await startSignIn({}, SECRET);
    await at.host.state(at.serverId, 'running');
    await at.host.run('server.stop', { serverId: at.serverId });
    await at.host.run('server.setSignIn', { serverId: at.serverId, setup: { kind: 'person' } });
    const before = at.atServer.length;
    void at.host.run('server.start', { serverId: at.serverId });
    await at.signIn();
    expect(declaredIn(at.atServer.slice(before).map(({ body }) => body)).flat()).toEqual([]);
  });

  test('the same in the newer era, with every request (MCP 2026-07-28 basic §Capabilities)', async () => {
    const at = await startSignIn({ server: { 'let in': answerAsNewer } }, SECRET);
    await at.host.state(at.serverId, 'running');
    expect(await at.call()).toMatchObject({ kind: 'complete' });
    const asked = at.atServer.filter(({ headers }) => headers.authorization !== undefined);
    const methods = asked.map(({ body }) => (JSON.parse(body) as { readonly method: string }).method);
    expect(methods).toEqual(['server/discover', 'tools/list', 'tools/call']);
    for (const { body } of asked) {
      const { params } = JSON.parse(body) as { params: { _meta: Record<string, object> } };
      const capabilities = params._meta['io.modelcontextprotocol/clientCapabilities'];
      expect(capabilities).toMatchObject({ extensions: { [CREDENTIALS]: {} } });
      expect(capabilities).not.toHaveProperty(['extensions', ENTERPRISE]);
    }
  });
});

const answerAsNewer: Route = ({ response, visit }) => {
  const { id, method = '' } = JSON.parse(visit.body) as { readonly id?: unknown; readonly method?: string };
  const results: Readonly<Record<string, object>> = {
    'server/discover': {
      supportedVersions: ['2026-07-28'],
      capabilities: { tools: {} },
      _meta: { 'io.modelcontextprotocol/serverInfo': { name: 'newer', version: '1.0.0' } },
    },
    'tools/list': { tools: [{ name: 'do', inputSchema: { type: 'object' } }] },
    'tools/call': { content: [{ type: 'text', text: 'done' }] },
  };
  const usual = { resultType: 'complete', ttlMs: 0, cacheScope: 'private' };
  json(response, { jsonrpc: '2.0', id, result: { ...usual, ...results[method] } });
};

async function wireOf({ host }: StartedSignIn, serverId: ServerId): Promise<unknown> {
  return host.run('server.wire', { serverId, afterSeq: 0 });
}

describe('a machine', () => {
  const refused: Tricks['issuer'] = {
    '/token': ({ response }) => json(response, { error: 'invalid_client' }, 401),
  };
  const wantsMore: Tricks['server'] = {
    'let in': (exchange) =>
      exchange.visit.body.includes('"tools/call"')
        ? exchange.response
            .writeHead(403, { 'www-authenticate': 'Bearer error="insufficient_scope", scope="write"' })
            .end()
        : answerAsServer(exchange),
  };

  async function expectNobodyAsked(at: StartedSignIn): Promise<void> {
    expect([at.host.opened, at.host.host.snapshot().decisions, await at.timesAsked()]).toEqual([[], [], 0]);
    expect(at.host.host.snapshot().identities.registrations).toEqual([]);
    const elsewhere = at.atIssuer.filter(({ path }) => !path.startsWith('/.well-known/') && path !== '/token');
    expect(elsewhere).toEqual([]);
  }

  const ways: readonly (readonly [string, () => Promise<SignInSetup>])[] = [
    ['with a secret', () => Promise.resolve(SECRET)],
    ['with a key', withKey],
    ['of a platform', () => Promise.resolve(ASSERTION)],
  ];

  test.each(ways)('%s registers nowhere, opens no browser and asks nobody when it is let in', async (_name, setup) => {
    const at = await startSignIn({}, await setup());
    await at.host.state(at.serverId, 'running');
    expect(await at.call()).toMatchObject({ kind: 'complete' });
    await expectNobodyAsked(at);
  });

  test.each(ways)('%s does not either when the authorization server does not know it', async (_name, setup) => {
    const at = await startSignIn({ issuer: refused }, await setup());
    expect(await at.failure()).toMatchObject({ code: 'AUTH_TOKEN_FAILED', data: { error: 'invalid_client' } });
    await expectNobodyAsked(at);
  });

  test.each(ways)('%s does not either when the server refuses each of its tokens', async (_name, setup) => {
    const at = await startSignIn({ accepts: () => false }, await setup());
    expect(await at.failure()).toMatchObject({ code: textWith('UNAUTHORIZED') });
    await expectNobodyAsked(at);
  });

  test.each(ways)('%s does not either when a call needs more than it has', async (_name, setup) => {
    const at = await startSignIn({ tokens: () => ({ scope: 'read' }), server: wantsMore }, await setup());
    await at.host.state(at.serverId, 'running');
    expect(await at.call()).toMatchObject({ kind: 'failed', error: { code: 'AUTH_SCOPE_MISSING' } });
    await expectNobodyAsked(at);
  });
});
