/**
 * What vouches for whoever signs in, told by its name through a whole life of it: the secrets of the clients, the tokens of an
 * identity provider and of a platform, and the private halves of keys. Whatever Gatehouse writes, shows or says, none of them
 * is in it (S9).
 *
 * @see io.modelcontextprotocol/enterprise-managed-authorization; RFC 7523; RFC 9449 §11
 */
import { exportJWK, importPKCS8 } from 'jose';
import { expect, test } from 'vitest';
import { makeClientKey } from '../app/authorization/clientKey.ts';
import type { SignInSetup } from '../app/contract/authorization.ts';
import { startProvider, type ProviderTricks, type StartedProvider } from './testing/hostileServers/startProvider.ts';
import { answerAsServer, json, type Route, type Visit } from './testing/hostileServers/startSignIn.ts';
import { heldIn } from './testing/heldIn.ts';
import { IDENTITIES, leaksIn, listenToOutput, startSearch, tell, type Search } from './testing/searchForSecrets.ts';

const HOUR_MS = 3_700_000;
const SECRETS = { atProvider: 'cnry~provider+secret/1.90bd11', atIssuer: 'cnry~enterprise+secret/1.4ee02a' } as const;
const RENEWAL = 'cnry~provider+refresh/1.7a33e9';
const CODE = 'cnry~provider+code/1.c1d0f4';
const PLATFORM = 'cnry~platform+assertion.1.08f3bb';
const jag = (count: number): string => `cnry~id+jag/${count}.2ab95d`;
const accessToken = (count: number): string => `cnry~access+${count}/61c9e0`;

const formOf = ({ body }: Visit): URLSearchParams => new URLSearchParams(body);
const grantOf = (visit: Visit): string => formOf(visit).get('grant_type') ?? '';

/** Refuses the first token request of each kind, and says all that it was sent. */
function refuseFirst(): (visit: Visit) => object | undefined {
  const refused = new Set<string>();
  return (visit) => {
    const kind = `${visit.path} ${grantOf(visit)} ${formOf(visit).has('client_assertion') ? 'by a key' : ''}`;
    if (visit.method !== 'POST' || refused.has(kind)) return undefined;
    refused.add(kind);
    return { error: 'invalid_grant', error_description: tell(visit) };
  };
}

/** Bound to the key of the proof, as every token here. */
function tokenRoute(): Route {
  const refusal = refuseFirst();
  return ({ response, visit, count }) => {
    const refused = refusal(visit);
    const tokens = { access_token: accessToken(count), token_type: 'DPoP', expires_in: 600, scope: 'read' };
    if (refused === undefined) json(response, tokens);
    else json(response, refused, 400);
  };
}

/** Says all that it was sent once in a while. */
const letIn: Route = (exchange) =>
  exchange.visit.body.includes('"do"') && exchange.count % 2 === 0
    ? exchange.response.writeHead(500, { 'content-type': 'text/plain' }).end(tell(exchange.visit))
    : answerAsServer(exchange);

function startTelling(tricks: Pick<ProviderTricks, 'claims'> = {}): Promise<StartedProvider> {
  let jags = 0;
  const refusal = refuseFirst();
  return startProvider({
    ...tricks,
    secrets: SECRETS,
    metadata: (origin) => ({ revocation_endpoint: `${origin}/revoke` }),
    refuses: (visit) => (visit.path === '/revoke' ? { error: 'server_error', said: tell(visit) } : refusal(visit)),
    tokens: (visit) =>
      grantOf(visit).endsWith('exchange') ? { access_token: jag((jags += 1)) } : { refresh_token: RENEWAL },
    server: {
      resourceMetadata: () => ({ dpop_bound_access_tokens_required: true }),
      accepts: (authorization) => authorization?.startsWith('DPoP cnry~access+') === true,
      issuer: {
        '/token': tokenRoute(),
        '/revoke': ({ response, visit }) => response.writeHead(400).end(tell(visit)),
      },
      server: { 'let in': letIn },
    },
  });
}

function keepTold({ shown }: Search): (error: unknown) => void {
  return (error) => void shown.push(JSON.stringify(error), String(error));
}

/** Starts it, through the browser where somebody has to, until it runs: each refusal on the way is looked at. */
async function startUntilRunning(at: StartedProvider, search: Search): Promise<void> {
  const { host, serverId } = at;
  for (let tries = 0; tries < 6; tries += 1) {
    await host.run('server.stop', { serverId });
    void host.run('server.start', { serverId }).catch(keepTold(search));
    const next = await host.waitFor('what comes of it', ({ servers, decisions }) => {
      const kind = servers.find((each) => each.serverId === serverId)?.state.kind;
      return decisions.some((each) => each.kind === 'sign_in') || kind === 'running' || kind === 'failed'
        ? (kind ?? 'gone')
        : undefined;
    });
    if (next !== 'running' && next !== 'failed') await (await at.comeBack(await at.begin(), { code: CODE })).text();
    const state = await host.waitFor('an end', ({ servers }) => {
      const now = servers.find((each) => each.serverId === serverId)?.state;
      return now?.kind === 'running' || now?.kind === 'failed' ? now : undefined;
    });
    await search.look();
    if (state.kind === 'running') return;
  }
  throw new Error('It never ran.');
}

/** Calls and refreshes, through what is refused at first. Answers the private half of the key its token is bound to. */
async function liveThrough(at: StartedProvider, search: Search): Promise<string> {
  const { host, serverId } = at;
  const told = keepTold(search);
  await startUntilRunning(at, search);
  for (let calls = 0; calls < 2; calls += 1) await at.call().then(told, told);
  const proofKey = heldIn(host, serverId)?.proofKey?.d ?? '';
  host.clock.advance(HOUR_MS);
  await host.run('identity.refresh', { serverId }).catch(told);
  await host.run('identity.refresh', { serverId }).catch(told);
  await at.call().then(told, told);
  await search.look();
  return proofKey;
}

test('nothing that vouches for somebody is in a file, a record, an event, a log or an export, in any form', async () => {
  const output = listenToOutput();
  const at = await startTelling();
  const { host, serverId } = at;
  const search = startSearch(at, output);
  const { look, shown, end } = search;
  const proofKeys: string[] = [];

  proofKeys.push(await liveThrough(at, search));
  await host.run('provider.signOut', {});
  await look();

  const privateKey = await makeClientKey('ES256');
  const setups: readonly SignInSetup[] = [
    { kind: 'workload', assertion: PLATFORM, scope: 'read' },
    { kind: 'private_key_jwt', clientId: 'keyed', algorithm: 'ES256', privateKey, scope: 'read' },
  ];
  for (const setup of setups) {
    await host.run('server.stop', { serverId });
    await host.run('server.setSignIn', { serverId, setup });
    proofKeys.push(await liveThrough(at, search));
  }
  shown.push(JSON.stringify(await host.run('server.signInKey', { serverId })));
  await host.run('identity.signOut', { serverId });
  await look();
  await host.stop();
  const places = await end();

  const posts = [...at.atProvider, ...at.atIssuer].filter(({ path }) => path === '/token');
  const sent = (name: string): readonly string[] => posts.flatMap((visit) => formOf(visit).get(name) ?? []);
  const idTokens = [...new Set(sent('subject_token'))];
  const assertions = [...new Set([...sent('assertion'), ...sent('client_assertion')])];
  const clientKey = (await exportJWK(await importPKCS8(privateKey, 'ES256', { extractable: true }))).d ?? '';
  // The flow went through all of this, or the test proves nothing.
  expect(idTokens.length).toBeGreaterThan(1);
  expect(assertions).toEqual(expect.arrayContaining([jag(1), jag(2), PLATFORM]));
  expect(sent('client_assertion').length).toBeGreaterThan(1);
  expect(sent('refresh_token')).toContain(RENEWAL);
  expect(sent('code')).toContain(CODE);
  expect(new Set(proofKeys).size).toBe(3);
  expect(JSON.stringify(at.atServer)).toContain(accessToken(2));

  const pemLines = privateKey.split('\n').slice(1, 3);
  const tokens = posts.flatMap((_, index) => [accessToken(index + 1), jag(index + 1)]);
  const made = [...idTokens, ...assertions, ...sent('code_verifier')];
  // Of a JWT, what it says and what vouches for it count by themselves.
  const parts = made.flatMap((jwt) => jwt.split('.').filter((part) => part.length > 60));
  const keys = [clientKey, ...pemLines, ...proofKeys];
  const secrets = [...Object.values(SECRETS), RENEWAL, CODE, PLATFORM, ...tokens, ...made, ...parts, ...keys];
  expect(leaksIn(places, secrets)).toEqual([]);
});

/** What an ID token may say of a person (OpenID Connect Core 1.0 §5.1). */
const PERSON = {
  sub: 'cnry-subject-5e21b7',
  name: 'Cnry Ada d93b44 Lovelace',
  given_name: 'Cnry-given-19ce02',
  family_name: 'Cnry-family-e7a6d1',
  preferred_username: 'cnry-user-b4f03a',
  email: 'cnry.ada.77f0c2@lovelace.example',
  phone_number: '+49 30 901820 7714 3',
} as const;

test('who somebody is, by their ID token, is shown where they look at their sign-ins, and is nowhere else (S9)', async () => {
  const output = listenToOutput();
  const at = await startTelling({ claims: () => PERSON });
  const { host, serverId } = at;
  const search = startSearch(at, output);
  await liveThrough(at, search);
  const { identities, provider } = host.host.snapshot().identities;
  expect([identities[0]?.account, provider?.signedIn?.account]).toEqual([PERSON.email, PERSON.email]);
  await host.run('identity.signOut', { serverId });
  await search.look();
  await host.run('provider.signOut', {});
  await search.look();
  await host.stop();
  const places = await search.end();

  expect(at.grantsOf('token-exchange').length).toBeGreaterThan(1);
  const { email, ...unshown } = PERSON;
  expect(leaksIn(places, Object.values(unshown))).toEqual([]);
  const elsewhere = new Map([...places].filter(([name]) => name !== IDENTITIES));
  expect([places.size - elsewhere.size, leaksIn(elsewhere, [email])]).toEqual([1, []]);
});
