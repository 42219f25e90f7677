/**
 * The form for how one signs in at a server: what is typed, what is wrong with it, and what goes to the host. Pure.
 *
 * The host checks everything again; what is said here only saves a round trip.
 */
import { signInSetup, type SignInSetup } from '../../../app/contract/authorization.ts';

export type Algorithm = Extract<SignInSetup, { readonly kind: 'private_key_jwt' }>['algorithm'];

export const ALGORITHMS: readonly Algorithm[] = ['ES256', 'RS256', 'PS256', 'EdDSA'];

export interface SignInFields {
  readonly kind: SignInSetup['kind'];
  readonly clientId: string;
  readonly issuer: string;
  readonly scope: string;
  readonly algorithm: Algorithm;
  /** The stored secret or key is to stay, as far as it may. */
  readonly keepsSecret: boolean;
  readonly clientSecret: string;
  /** PKCS#8, PEM. */
  readonly privateKey: string;
}

export function initialSignIn(before?: SignInSetup): SignInFields {
  return {
    kind: before?.kind ?? 'person',
    clientId: before?.clientId ?? '',
    issuer: before?.kind === 'person' ? (before.issuer ?? '') : '',
    scope: before === undefined || before.kind === 'person' ? '' : (before.scope ?? ''),
    algorithm: before?.kind === 'private_key_jwt' ? before.algorithm : 'ES256',
    keepsSecret: true,
    clientSecret: '',
    privateKey: '',
  };
}

/** Another way begins with what is stored for it: a client of one way is none of another. */
export function withKind(kind: SignInFields['kind'], before: SignInSetup | undefined): SignInFields {
  return { ...initialSignIn(before?.kind === kind ? before : undefined), kind };
}

/** Whether what is stored stays. SECURITY(S9): never for another client, or for another authorization server. */
export function staysStored(fields: SignInFields, before: SignInSetup | undefined): boolean {
  if (before?.kind !== fields.kind || before.clientId === undefined || !fields.keepsSecret) return false;
  const issuer = before.kind === 'person' ? (before.issuer ?? '') : '';
  return (
    before.clientId === fields.clientId.trim() && issuer === (fields.kind === 'person' ? fields.issuer.trim() : '')
  );
}

export type SignInProblems = Readonly<
  Partial<Record<'clientId' | 'issuer' | 'clientSecret' | 'privateKey' | 'scope', string>>
>;

export function signInProblems(fields: SignInFields, before: SignInSetup | undefined): SignInProblems {
  const { kind, clientId, clientSecret } = fields;
  const needsId = kind !== 'person' || clientSecret !== '' || fields.issuer.trim() !== '';
  const found = {
    clientId: needsId && clientId.trim() === '' ? 'Enter the client id that you were given.' : undefined,
    issuer: kind === 'person' ? issuerProblem(fields) : undefined,
    clientSecret:
      kind === 'client_secret' && clientSecret === '' && !staysStored(fields, before)
        ? 'Enter the secret that belongs to this client id.'
        : undefined,
    privateKey:
      kind === 'private_key_jwt' && !staysStored(fields, before) ? keyProblem(fields.privateKey.trim()) : undefined,
    scope: kind !== 'person' && !SCOPES.test(fields.scope) ? SCOPE_WORDS : undefined,
  };
  return Object.fromEntries(Object.entries(found).filter(([, problem]) => problem !== undefined));
}

/** RFC 6749 §3.3. */
const SCOPES = /^[\x20\x21\x23-\x5b\x5d-\x7e]*$/;
const SCOPE_WORDS = 'Scopes are words without quotation marks and backslashes, with a space between them.';

/** SECURITY(S9): whoever a server names would get a secret that is for nobody in particular. */
function issuerProblem({ issuer, clientSecret }: SignInFields): string | undefined {
  const typed = issuer.trim();
  if (typed === '') {
    return clientSecret === ''
      ? undefined
      : 'Say which authorization server the secret is for. It is offered to no other.';
  }
  const url = URL.parse(typed);
  if (url === null || !/^https?:$/.test(url.protocol)) return 'Enter the whole address. It begins with https://.';
  if (url.username !== '' || url.password !== '' || /[?#]/.test(typed)) {
    return 'An issuer has no user name, no “?” and no “#” in it.';
  }
  return undefined;
}

const CONVERT = 'To convert it: openssl pkey -in key.pem';

function keyProblem(pem: string): string | undefined {
  if (pem === '') return 'Paste the private key.';
  if (pem.includes('BEGIN ENCRYPTED PRIVATE KEY')) return `This key is locked with a passphrase. ${CONVERT}`;
  if (/BEGIN (RSA|EC|OPENSSH) PRIVATE KEY/.test(pem)) return `This key is written in another format. ${CONVERT}`;
  if (pem.includes('BEGIN PUBLIC KEY')) return 'This is the public key. The private one is needed.';
  if (/^-----BEGIN PRIVATE KEY-----[\sA-Za-z0-9+/=]+-----END PRIVATE KEY-----$/.test(pem)) return undefined;
  return 'This is no private key. It begins with “-----BEGIN PRIVATE KEY-----” and ends with “-----END PRIVATE KEY-----”.';
}

/** What the host gets, or `undefined` while something is wrong that the contract forbids. */
export function toSignInSetup(fields: SignInFields, before: SignInSetup | undefined): SignInSetup | undefined {
  if (Object.keys(signInProblems(fields, before)).length > 0) return undefined;
  const parsed = signInSetup.safeParse({ kind: fields.kind, ...detailsOf(fields, before) });
  return parsed.success ? parsed.data : undefined;
}

function detailsOf(fields: SignInFields, before: SignInSetup | undefined): Readonly<Record<string, string>> {
  const { kind, clientSecret, algorithm } = fields;
  const clientId = fields.clientId.trim();
  const scope = fields.scope.trim().replaceAll(/ +/g, ' ');
  const stays = staysStored(fields, before);
  const asked = { clientId, ...(scope === '' ? {} : { scope }) };
  switch (kind) {
    case 'client_secret':
      return { ...asked, ...(stays ? {} : { clientSecret }) };
    case 'private_key_jwt':
      return { ...asked, algorithm, ...(stays ? {} : { privateKey: fields.privateKey.trim() }) };
    case 'person': {
      if (clientId === '') return {};
      const issuer = fields.issuer.trim();
      // An empty secret takes a stored one away; where none can be stored there is nothing to say.
      const mayBeStored = before?.kind === 'person' && before.clientId !== undefined;
      const saysNothing = stays || (clientSecret === '' && !mayBeStored);
      return { clientId, ...(issuer === '' ? {} : { issuer }), ...(saysNothing ? {} : { clientSecret }) };
    }
  }
}
