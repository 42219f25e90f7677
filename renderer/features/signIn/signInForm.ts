/**
 * The form for how one signs in at a server: what is typed, what is wrong with it, and what goes to the host. Pure.
 *
 * The host checks everything again; what is said here only saves a round trip.
 */
import { signInSetup, type SignInKind, type SignInSetup } from '../../../app/contract/authorization.ts';
import {
  issuerProblem,
  keyProblem,
  scopeProblem,
  tokenFileProblem,
  tokenProblem,
  withoutBlanks,
} from './signInChecks.ts';

export type Algorithm = Extract<SignInSetup, { readonly kind: 'private_key_jwt' }>['algorithm'];

export const ALGORITHMS: readonly Algorithm[] = ['ES256', 'RS256', 'PS256', 'EdDSA'];

export interface SignInFields {
  readonly kind: SignInKind;
  readonly clientId: string;
  readonly issuer: string;
  readonly scope: string;
  readonly algorithm: Algorithm;
  /** The stored secret, key or token is to stay, as far as it may. */
  readonly keepsSecret: boolean;
  readonly clientSecret: string;
  /** A new pair instead of `privateKey`. */
  readonly makesKey: boolean;
  /** PKCS#8, PEM. */
  readonly privateKey: string;
  readonly tokenFrom: 'file' | 'pasted';
  readonly tokenFile: string;
  readonly assertion: string;
}

/** What each part of the form is given. */
export interface SignInPartProps {
  readonly fields: SignInFields;
  readonly problems: SignInProblems;
  readonly before: SignInSetup | undefined;
  readonly onChange: (change: Partial<SignInFields>) => void;
}

export function initialSignIn(before?: SignInSetup): SignInFields {
  const tokenFile = before?.kind === 'workload' ? before.tokenFile : undefined;
  return {
    kind: before?.kind ?? 'person',
    clientId: clientIdOf(before) ?? '',
    issuer: before?.issuer ?? '',
    scope: before === undefined || before.kind === 'person' ? '' : (before.scope ?? ''),
    algorithm: before?.kind === 'private_key_jwt' ? before.algorithm : 'ES256',
    keepsSecret: true,
    clientSecret: '',
    makesKey: true,
    privateKey: '',
    tokenFrom: before?.kind === 'workload' && tokenFile === undefined ? 'pasted' : 'file',
    tokenFile: tokenFile ?? '',
    assertion: '',
  };
}

/** Another way begins with what is stored for it: a client of one way is none of another. */
export function withKind(kind: SignInKind, before: SignInSetup | undefined): SignInFields {
  return { ...initialSignIn(before?.kind === kind ? before : undefined), kind };
}

/** `undefined` also where the platform's token says who asks. */
export function clientIdOf(setup: SignInSetup | undefined): string | undefined {
  return setup === undefined || setup.kind === 'workload' ? undefined : setup.clientId;
}

/** Whether what is stored stays. SECURITY(S9): never for another client, or for another authorization server. */
export function staysStored(fields: SignInFields, before: SignInSetup | undefined): boolean {
  if (before?.kind !== fields.kind || !fields.keepsSecret) return false;
  if ((before.issuer ?? '') !== fields.issuer.trim()) return false;
  if (before.kind === 'workload') return before.tokenFile === undefined && fields.tokenFrom === 'pasted';
  if (before.clientId === undefined || before.clientId !== fields.clientId.trim()) return false;
  return before.kind !== 'private_key_jwt' || before.algorithm === fields.algorithm;
}

type Proof = 'clientSecret' | 'privateKey' | 'assertion' | 'tokenFile';
type Checked = 'clientId' | 'issuer' | 'scope' | Proof;
export type SignInProblems = Readonly<Partial<Record<Checked, string>>>;

export function signInProblems(fields: SignInFields, before: SignInSetup | undefined): SignInProblems {
  const found: Readonly<Record<Checked, string | undefined>> = {
    clientId:
      needsClientId(fields) && fields.clientId.trim() === '' ? 'Enter the client id that you were given.' : undefined,
    issuer: whoseProblem(fields),
    scope: fields.kind === 'person' ? undefined : scopeProblem(fields.scope),
    ...proofProblems(fields, staysStored(fields, before)),
  };
  return Object.fromEntries(Object.entries(found).filter(([, problem]) => problem !== undefined));
}

function needsClientId({ kind, clientSecret, issuer }: SignInFields): boolean {
  if (kind === 'person') return clientSecret !== '' || issuer.trim() !== '';
  return kind !== 'workload';
}

/** SECURITY(S9): whoever a server names would get a secret that is for nobody in particular. */
function whoseProblem({ kind, issuer, clientSecret }: SignInFields): string | undefined {
  const typed = issuer.trim();
  if (typed !== '') return issuerProblem(typed);
  if (kind !== 'person' || clientSecret === '') return undefined;
  return 'Say which authorization server the secret is for. It is offered to no other.';
}

function proofProblems(fields: SignInFields, stays: boolean): Readonly<Record<Proof, string | undefined>> {
  const { kind, tokenFrom } = fields;
  const needsSecret = kind === 'client_secret' && !stays && fields.clientSecret === '';
  const needsKey = kind === 'private_key_jwt' && !stays && !fields.makesKey;
  const needsToken = kind === 'workload' && tokenFrom === 'pasted' && !stays;
  const needsFile = kind === 'workload' && tokenFrom === 'file';
  return {
    clientSecret: needsSecret ? 'Enter the secret that belongs to this client id.' : undefined,
    privateKey: needsKey ? keyProblem(fields.privateKey.trim()) : undefined,
    assertion: needsToken ? tokenProblem(withoutBlanks(fields.assertion)) : undefined,
    tokenFile: needsFile ? tokenFileProblem(fields.tokenFile.trim()) : undefined,
  };
}

/** What the host gets, or `undefined` while something is wrong that the contract forbids. */
export function toSignInSetup(fields: SignInFields, before: SignInSetup | undefined): SignInSetup | undefined {
  if (Object.keys(signInProblems(fields, before)).length > 0) return undefined;
  const parsed = signInSetup.safeParse({ kind: fields.kind, ...detailsOf(fields, before) });
  return parsed.success ? parsed.data : undefined;
}

function detailsOf(fields: SignInFields, before: SignInSetup | undefined): Readonly<Record<string, unknown>> {
  const { kind, clientSecret, algorithm } = fields;
  const [clientId, typedIssuer] = [fields.clientId.trim(), fields.issuer.trim()];
  const scope = fields.scope.trim().replaceAll(/ +/g, ' ');
  const stays = staysStored(fields, before);
  const issuer = typedIssuer === '' ? {} : { issuer: typedIssuer };
  const asked = { ...issuer, ...(scope === '' ? {} : { scope }) };
  switch (kind) {
    case 'person':
      return clientId === '' ? {} : { clientId, ...issuer, ...optionalSecret(fields, before, stays) };
    case 'enterprise':
      return { clientId, ...asked, ...optionalSecret(fields, before, stays) };
    case 'client_secret':
      return { clientId, ...asked, ...(stays ? {} : { clientSecret }) };
    case 'private_key_jwt':
      return { clientId, ...asked, algorithm, ...(stays ? {} : keyOf(fields)) };
    case 'workload':
      return { ...asked, ...(stays ? {} : tokenOf(fields)) };
  }
}

/** An empty secret takes a stored one away; where none can be stored there is nothing to say. */
function optionalSecret({ kind, clientSecret }: SignInFields, before: SignInSetup | undefined, stays: boolean) {
  const mayBeStored = before?.kind === kind && clientIdOf(before) !== undefined;
  return stays || (clientSecret === '' && !mayBeStored) ? {} : { clientSecret };
}

function keyOf({ makesKey, privateKey }: SignInFields) {
  return makesKey ? { makeKey: true } : { privateKey: privateKey.trim() };
}

function tokenOf({ tokenFrom, tokenFile, assertion }: SignInFields) {
  return tokenFrom === 'file' ? { tokenFile: tokenFile.trim() } : { assertion: withoutBlanks(assertion) };
}
