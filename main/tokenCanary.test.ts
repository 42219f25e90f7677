/**
 * Tokens, secrets, codes and verifiers that are told by their names, through a whole life of sign-ins: whatever Gatehouse
 * writes, shows or says, none of them is in it (S9).
 *
 * @see MCP 2025-11-25 basic/authorization §Token Theft; OAuth 2.1 §7.1
 */
import { generateKeyPairSync } from 'node:crypto';
import { expect, test } from 'vitest';
import { answerAsServer, json, startSignIn, type Route } from './testing/hostileServers/startSignIn.ts';
import { formsOf, leaksIn, listenToOutput, startSearch, tell } from './testing/searchForSecrets.ts';

const HOUR_MS = 3_600_000;
const KEPT = {
  clientSecret: 'cnry~client+secret/1.3f9a71',
  registrationToken: 'cnry~registration+token/1.77e0c2',
  code: 'cnry~code+1/b51d08',
  machineSecret: 'cnry~machine+secret/1.0ce4d7',
} as const;
const accessToken = (count: number): string => `cnry~access+${count}/5d20be`;
const refreshToken = (count: number): string => `cnry~refresh+${count}/91af3c`;

const token: Route = ({ response, visit, count }) => {
  const form = new URLSearchParams(visit.body);
  const isOver = form.get('refresh_token') === refreshToken(5);
  if (isOver || form.get('code') === `${KEPT.code}-refused`) {
    json(response, { error: 'invalid_grant', error_description: tell(visit) }, 400);
    return;
  }
  const renewal = form.get('grant_type') === 'client_credentials' ? {} : { refresh_token: refreshToken(count) };
  json(response, {
    access_token: accessToken(count),
    token_type: 'Bearer',
    expires_in: 600,
    scope: form.get('scope') ?? 'read',
    ...renewal,
  });
};

/** Wants more for the second call, and tells what it was sent in the third. */
let calls = 0;
const letIn: Route = (exchange) => {
  const { response, visit } = exchange;
  if (!visit.body.includes('"tools/call"')) return answerAsServer(exchange);
  calls += 1;
  if (calls === 2) {
    const challenge = 'Bearer error="insufficient_scope", scope="read write", error_description="write is needed"';
    return response.writeHead(403, { 'www-authenticate': challenge }).end(tell(visit));
  }
  if (calls === 4) return response.writeHead(500, { 'content-type': 'text/plain' }).end(tell(visit));
  return answerAsServer(exchange);
};

test('no token, secret, code or verifier is in a file, a record, an event, a log or an export, in any form', async () => {
  const output = listenToOutput();
  const { privateKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' });
  const pem = privateKey.export({ type: 'pkcs8', format: 'pem' }).toString();
  const at = await startSignIn({
    metadata: () => ({
      token_endpoint_auth_methods_supported: ['client_secret_basic', 'private_key_jwt'],
      token_endpoint_auth_signing_alg_values_supported: ['ES256'],
    }),
    resourceMetadata: () => ({ scopes_supported: ['read'] }),
    accepts: (authorization) => authorization?.startsWith('Bearer cnry~access+') === true,
    server: { 'let in': letIn },
    issuer: {
      '/token': token,
      '/register': ({ response, visit, at: { issuer } }) =>
        json(
          response,
          {
            ...(JSON.parse(visit.body) as object),
            client_id: 'client-1',
            client_secret: KEPT.clientSecret,
            registration_access_token: KEPT.registrationToken,
            registration_client_uri: `${issuer}/register/client-1`,
          },
          201,
        ),
      '/register/client-1': ({ response }) => response.writeHead(204).end(),
    },
  });
  const { host, serverId } = at;
  const search = startSearch(at, output);
  const { look, shown } = search;
  const states: string[] = [];
  const signIn = async (code: string): Promise<void> => {
    const to = await at.open();
    states.push(to.searchParams.get('state') ?? '');
    await (await at.comeBack(to, { code })).text();
  };

  // Refused at first, with everything said back.
  await signIn(`${KEPT.code}-refused`);
  shown.push(JSON.stringify(await at.failure()));
  await at.again();
  await signIn(KEPT.code);
  await host.state(serverId, 'running');
  expect(await at.call()).toMatchObject({ kind: 'complete' });
  await look();

  // A refresh, an upgrade, a server that says back what it was sent.
  host.clock.advance(HOUR_MS);
  const upgraded = at.call();
  await signIn(KEPT.code);
  expect(await upgraded).toMatchObject({ kind: 'complete' });
  shown.push(JSON.stringify(await at.call()));
  await look();

  // A refresh that fails, by command.
  await host
    .run('identity.refresh', { serverId })
    .catch((error: unknown) => shown.push(JSON.stringify(error), String(error)));
  await host
    .run('identity.refresh', { serverId })
    .catch((error: unknown) => shown.push(JSON.stringify(error), String(error)));
  await look();

  await host.run('identity.signOut', { serverId });
  await host.run('registration.remove', { issuer: at.at.issuer, clientId: 'client-1' }).catch(() => undefined);
  await look();

  // Machine to machine, with a secret and with a key.
  for (const setup of [
    { kind: 'client_secret', clientId: 'robot', clientSecret: KEPT.machineSecret } as const,
    { kind: 'private_key_jwt', clientId: 'robot', privateKey: pem, algorithm: 'ES256' } as const,
  ]) {
    await host.run('server.stop', { serverId });
    await host.run('server.setSignIn', { serverId, setup });
    await host.run('server.start', { serverId });
    await host.state(serverId, 'running');
    expect(await at.call()).toMatchObject({ kind: 'complete' });
    await look();
  }
  await host.stop();
  const places = await search.end();

  const forms = at.forms('/token');
  const sent = (name: string): readonly string[] => forms.flatMap((form) => form.get(name) ?? []);
  const tokens = forms.flatMap((_, index) => [accessToken(index + 1), refreshToken(index + 1)]);
  const key = pem.split('\n').slice(1, 3);
  const made = [...states, ...sent('code_verifier'), ...sent('client_assertion')];
  // The flow went through all of this, or the test proves nothing.
  expect(new Set(sent('grant_type'))).toEqual(new Set(['authorization_code', 'refresh_token', 'client_credentials']));
  expect([sent('code_verifier').length, sent('client_assertion').length, states.length]).toEqual([3, 1, 3]);
  expect(JSON.stringify(at.atServer)).toContain(accessToken(forms.length));

  expect(leaksIn(places, [...Object.values(KEPT), ...tokens, ...key, ...made])).toEqual([]);
});

test('the search finds a secret in each of its forms', () => {
  const secret = KEPT.clientSecret;
  const basic = Buffer.from(`client-1:${encodeURIComponent(secret)}`).toString('base64');
  const places = [
    secret,
    `a=${encodeURIComponent(secret)}&b`,
    `Basic ${basic}`,
    Buffer.from(`{"t":"${secret}"}`).toString('base64url'),
  ];
  for (const place of places)
    expect([place, formsOf(secret).some((form) => place.includes(form))]).toEqual([place, true]);
});
