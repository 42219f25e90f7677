/**
 * Run as a process of its own, in a network of its own where public addresses are this process's (`startPublicSignIn.ts`):
 * signs in to `https://server.example` by way of `https://auth.example`, once for each scenario and with a host of its own each
 * time, and prints what came of them as one JSON line.
 *
 *   node runPublicSignIn.ts FOLDER SCENARIOS      FOLDER has the certificate, its key and the hosts file
 */
import { writeFileSync } from 'node:fs';
import { randomBytes } from 'node:crypto';
import { mkdir, readFile } from 'node:fs/promises';
import { createServer } from 'node:https';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { createServer as createTcpServer } from 'node:net';
import { join } from 'node:path';
import { text as textOfStream } from 'node:stream/consumers';
import type { ServerId } from '../../app/contract/ids.ts';
import { toErrorView } from '../../app/contract/errors.ts';
import type { Host } from '../../app/hostInterface.ts';
import { ARMING_MS } from '../../app/servers/agreementView.ts';
import { composeSteered, steeredClock } from './composeSteered.ts';
import type { PublicOutcome, PublicScenario } from './startPublicSignIn.ts';
import { hostsFile, ISSUER, NEAR, PUBLIC, SERVER } from './startPublicSignIn.ts';
import { startTestHost, type TestHost } from './startTestHost.ts';

const [folder = '', text = '[]'] = process.argv.slice(2);

/** Of the scenario that is played. */
let scenario: PublicScenario = {};
let turned: PublicScenario['turns'] = {};
let seen: PublicOutcome['seen'][number][] = [];
let opened: string[] = [];
let near = 0;

const honestMetadata = {
  issuer: ISSUER,
  authorization_endpoint: `${ISSUER}/authorize`,
  token_endpoint: `${ISSUER}/token`,
  registration_endpoint: `${ISSUER}/register`,
  revocation_endpoint: `${ISSUER}/revoke`,
  response_types_supported: ['code'],
  code_challenge_methods_supported: ['S256'],
  authorization_response_iss_parameter_supported: true,
};

/** Whoever comes here was sent to what is near. */
async function listenNear(address: string): Promise<void> {
  const server = createTcpServer((socket) => {
    near += 1;
    socket.destroy();
  });
  await new Promise<void>((resolve) => server.listen(443, address, resolve));
}

async function listenInTheOpen(): Promise<void> {
  const read = (name: string): Promise<string> => readFile(join(folder, name), 'utf8');
  const server = createServer({ cert: await read('certificate.pem'), key: await read('key.pem') });
  server.on('request', (request, response) => void answer(request, response));
  await new Promise<void>((resolve) => server.listen(443, PUBLIC, resolve));
}

async function answer(request: IncomingMessage, response: ServerResponse): Promise<unknown> {
  const { method = '', url = '', headers } = request;
  const [path = ''] = url.split('?');
  const body = await textOfStream(request);
  const { host = '' } = headers;
  seen.push({ host, method, path, ...(headers.authorization && { authorization: headers.authorization }) });
  // Each request looks its name up again.
  response.setHeader('connection', 'close');
  const send = (value: object, status = 200): unknown =>
    response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(value));
  if (path === '/mcp') return answerAsServer(request, response, body, send);
  if (path === '/.well-known/oauth-protected-resource/mcp') {
    return send({ resource: `${SERVER}/mcp`, authorization_servers: [ISSUER], ...scenario.resourceMetadata });
  }
  if (path === '/.well-known/oauth-authorization-server') {
    return send({ ...honestMetadata, ...scenario.metadata, ...turned?.metadata });
  }
  if (path === '/register') {
    const managed = { registration_client_uri: `${ISSUER}/register/1`, registration_access_token: 'registration-1' };
    return send({ ...(JSON.parse(body) as object), client_id: 'client-1', ...managed }, 201);
  }
  if (path === '/token') return send({ access_token: 'access-1', token_type: 'Bearer', refresh_token: 'refresh-1' });
  return response.writeHead(path === '/register/1' ? 204 : 200).end();
}

function answerAsServer(
  request: IncomingMessage,
  response: ServerResponse,
  body: string,
  send: (value: object) => unknown,
): unknown {
  if (request.headers.authorization === undefined) {
    const challenge = scenario.challenge ?? 'Bearer';
    return response.writeHead(401, { 'www-authenticate': challenge }).end();
  }
  if (request.method !== 'POST') return response.writeHead(405).end();
  const { id, method } = JSON.parse(body) as { readonly id?: unknown; readonly method?: string };
  if (id === undefined) return response.writeHead(202).end();
  const info = { serverInfo: { name: 'public', version: '1.0.0' }, capabilities: { tools: {} } };
  const result = method === 'initialize' ? { protocolVersion: '2025-11-25', ...info } : { tools: [] };
  return send({ jsonrpc: '2.0', id, result });
}

/** As the browser does, once somebody agreed there. */
async function comeBack(url: string): Promise<void> {
  opened.push(url);
  const to = new URL(url);
  const back = new URL(to.searchParams.get('redirect_uri') ?? '');
  back.search = new URLSearchParams({
    code: 'code-1',
    state: to.searchParams.get('state') ?? '',
    iss: ISSUER,
  }).toString();
  await fetch(back);
}

async function play(next: PublicScenario, dataDir: string): Promise<PublicOutcome> {
  [scenario, turned, seen, opened, near] = [next, {}, [], [], 0];
  writeFileSync(join(folder, 'hosts'), hostsFile());
  await mkdir(dataDir);
  const clock = steeredClock();
  const browser = { open: (url: string) => Promise.resolve(void comeBack(url)) };
  const test = await startTestHost(dataDir, composeSteered({ browser, clock, key: randomBytes(32) }));
  const outcome = await signIn(test, () => clock.advance(ARMING_MS));
  const { identities } = test.host.snapshot();
  await test.stop();
  return { ...outcome, seen, opened, near, identities };
}

async function signIn(test: TestHost, arm: () => void): Promise<Pick<PublicOutcome, 'error' | 'acts'>> {
  const { host } = test;
  const definition = { name: 'Public', url: `${SERVER}/mcp`, transport: 'streamable_http', headers: [] } as const;
  const { serverId } = await host.run('server.proposeRemote', { definition });
  const question = await test.question('connect');
  arm();
  await test.answer(question, 'agree');
  const error = await endOfStart(test, serverId);
  if (error !== undefined) return { error, acts: [] };
  turned = scenario.turns ?? {};
  writeFileSync(join(folder, 'hosts'), hostsFile(turned.hosts));
  const acts: string[] = [];
  for (const act of scenario.acts ?? []) {
    await actions[act](host, serverId).catch((failure: unknown) => acts.push(toErrorView(failure).code));
  }
  const { records } = await host.run('activity.list', { kinds: ['auth.sign_out'], limit: 10 });
  return { acts: [...acts, ...records.flatMap(({ outcome }) => outcome ?? [])] };
}

type Act = NonNullable<PublicScenario['acts']>[number];
const actions: Readonly<Record<Act, (host: Host, serverId: ServerId) => Promise<unknown>>> = {
  signOut: (host, serverId) => host.run('identity.signOut', { serverId }),
  refresh: (host, serverId) => host.run('identity.refresh', { serverId }),
  unregister: (host) => host.run('registration.remove', { issuer: ISSUER, clientId: 'client-1' }),
};

/** Agrees to the sign-in where one is asked for. @returns Why it does not run. */
async function endOfStart(test: TestHost, serverId: ServerId): Promise<PublicOutcome['error']> {
  const end = test.waitFor('an end', ({ servers }) => {
    const state = servers.find((each) => each.serverId === serverId)?.state;
    return state?.kind === 'running' || state?.kind === 'failed' ? state : undefined;
  });
  void test
    .question('sign_in')
    .then((view) => test.reply(view, { kind: 'sign_in', action: 'open' }))
    .catch(() => undefined);
  const state = await end;
  return state.kind === 'failed' ? state.error : undefined;
}

await Promise.all(NEAR.map(listenNear));
await listenInTheOpen();
const outcomes: PublicOutcome[] = [];
for (const [index, next] of (JSON.parse(text) as readonly PublicScenario[]).entries()) {
  outcomes.push(await play(next, join(folder, `data-${index}`)));
}
process.stdout.write(`${JSON.stringify(outcomes)}\n`);
process.exit(0);
