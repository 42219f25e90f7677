/**
 * An identity provider in the test's hand, beside a server, its authorization server and a host (`startSignIn.ts`) that is
 * set up to be vouched for there. What the test leaves alone is what an honest one says, signed.
 */
import { text as textOfStream } from 'node:stream/consumers';
import { generateKeyPair, SignJWT } from 'jose';
import type { SignInSetup } from '../../../app/contract/authorization.ts';
import { startHttpServer } from '../httpServers.ts';
import { json, visitOf, startSignIn, type StartedSignIn, type Tricks, type Visit } from './startSignIn.ts';

const ID_JAG = 'urn:ietf:params:oauth:token-type:id-jag';
export const CLIENT = { clientId: 'gatehouse', clientSecret: 'the secret of gatehouse' } as const;
const SECRETS = { atProvider: CLIENT.clientSecret, atIssuer: 'another secret' };

export interface ProviderTricks {
  /** Members over those of an honest document. */
  readonly metadata?: (origin: string) => object;
  /** Claims over those of an honest ID token; `undefined` takes one away. */
  readonly claims?: (token: { readonly nowS: number; readonly isRefreshed: boolean }) => object;
  /** Members over those of an honest answer with tokens. */
  readonly tokens?: (visit: Visit) => object;
  /** Where it answers an error instead; its `status` is that of HTTP, 400 without. */
  readonly refuses?: (visit: Visit) => (object & { readonly status?: number }) | undefined;
  /** Of the server and its authorization server. */
  readonly server?: Tricks;
  /** In the place of `CLIENT`’s, and of the client’s at the authorization server of the server. */
  readonly secrets?: { readonly atProvider: string; readonly atIssuer: string };
}

export interface StartedProvider extends StartedSignIn {
  readonly provider: string;
  /** What the provider was asked, oldest first. */
  readonly atProvider: readonly Visit[];
  /** Posts to its token endpoint with this grant. */
  grantsOf(grant: string): readonly URLSearchParams[];
  /** Agrees to the sign-in there, and answers where the browser was sent. */
  begin(): Promise<URL>;
  /** Comes back from there as a browser does, with these over what an honest one answers. */
  comeBack(to: URL, answer?: Readonly<Record<string, string | undefined>>): Promise<Response>;
  /** All of it, up to the running server. */
  signIn(): Promise<URL>;
  /** As one gets it elsewhere, with these over what an honest one says. */
  idToken(claims: object): Promise<string>;
}

/** Up to where the provider is set up. */
export async function startProvider(tricks: ProviderTricks = {}): Promise<StartedProvider> {
  const { privateKey } = await generateKeyPair('ES256');
  const atProvider: Visit[] = [];
  let nonce: string | undefined;
  let jags = 0;

  /** By the clock of the host, which is an hour behind. */
  const idToken = (origin: string, isRefreshed: boolean, more: object = {}): Promise<string> => {
    const nowS = Math.floor(at.host.clock.nowMs() / 1_000);
    const honest = { iss: origin, aud: CLIENT.clientId, sub: 'ada', iat: nowS, exp: nowS + 3_600 };
    const claims = { ...honest, ...(isRefreshed ? {} : { nonce }), ...tricks.claims?.({ nowS, isRefreshed }), ...more };
    return new SignJWT(JSON.parse(JSON.stringify(claims)) as object as Record<string, unknown>)
      .setProtectedHeader({ alg: 'ES256' })
      .sign(privateKey);
  };
  const tokenAnswer = async (visit: Visit): Promise<object> => {
    const grant = new URLSearchParams(visit.body).get('grant_type') ?? '';
    if (grant.endsWith('token-exchange')) {
      jags += 1;
      return {
        access_token: `id-jag-${jags}`,
        issued_token_type: ID_JAG,
        token_type: 'N_A',
        ...tricks.tokens?.(visit),
      };
    }
    const id_token = await idToken(provider.origin, grant === 'refresh_token');
    return { access_token: 'unused', token_type: 'Bearer', id_token, refresh_token: 'r-1', ...tricks.tokens?.(visit) };
  };
  const provider = await startHttpServer((request, response) => {
    void textOfStream(request).then(async (body) => {
      const visit = visitOf(request, body);
      atProvider.push(visit);
      const { origin } = provider;
      const refusal = tricks.refuses?.(visit);
      if (refusal !== undefined) json(response, refusal, refusal.status ?? 400);
      else if (visit.path === '/token') json(response, await tokenAnswer(visit));
      else if (visit.path === '/.well-known/oauth-authorization-server')
        json(response, { ...honestMetadata(origin), ...tricks.metadata?.(origin) });
      else response.writeHead(404).end();
    });
  });
  const { atProvider: clientSecret, atIssuer } = tricks.secrets ?? SECRETS;
  const setup: SignInSetup = { kind: 'enterprise', clientId: 'enterprise', clientSecret: atIssuer, scope: 'read' };
  const at = await startSignIn(tricks.server, setup);
  await at.failure();
  await at.host.run('provider.set', { issuer: provider.origin, clientId: CLIENT.clientId, clientSecret });

  const begin = async (): Promise<URL> => {
    void at.host.run('server.start', { serverId: at.serverId }).catch(() => undefined);
    const to = await at.open();
    nonce = to.searchParams.get('nonce') ?? undefined;
    return to;
  };
  const comeBack: StartedProvider['comeBack'] = (to, answer = {}) =>
    at.comeBack(to, { iss: provider.origin, ...answer });
  return {
    ...at,
    provider: provider.origin,
    atProvider,
    grantsOf: (grant) =>
      atProvider
        .map(({ body }) => new URLSearchParams(body))
        .filter((form) => form.get('grant_type')?.endsWith(grant) === true),
    begin,
    comeBack,
    idToken: (claims) => idToken(provider.origin, true, claims),
    signIn: async () => {
      const to = await begin();
      await (await comeBack(to)).text();
      await at.host.state(at.serverId, 'running');
      return to;
    },
  };
}

const honestMetadata = (origin: string): object => ({
  issuer: origin,
  authorization_endpoint: `${origin}/authorize`,
  token_endpoint: `${origin}/token`,
  response_types_supported: ['code'],
  code_challenge_methods_supported: ['S256'],
  authorization_response_iss_parameter_supported: true,
  scopes_supported: ['openid', 'email', 'offline_access'],
});
