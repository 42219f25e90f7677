/**
 * The form for the identity provider: what is typed, what is wrong with it, and what goes to the host. Pure.
 */
import {
  identityProviderSetup,
  type IdentityProviderSetup,
  type IdentityProviderView,
} from '../../../app/contract/authorization.ts';
import type { ErrorCode, ErrorView } from '../../../app/contract/errors.ts';
import { issuerProblem, tokenProblem, withoutBlanks } from './signInChecks.ts';

export interface ProviderFields {
  readonly issuer: string;
  readonly clientId: string;
  /** The stored secret is to stay, as far as it may. */
  readonly keepsSecret: boolean;
  readonly clientSecret: string;
  /** Got by another program. */
  readonly idToken: string;
}

export function initialProvider(before?: IdentityProviderView): ProviderFields {
  return {
    issuer: before?.issuer ?? '',
    clientId: before?.clientId ?? '',
    keepsSecret: true,
    clientSecret: '',
    idToken: '',
  };
}

type Typed = Pick<ProviderFields, 'issuer' | 'clientId'>;

/** Whether the stored secret stays. SECURITY(S9): never for another provider, or another client. */
export function staysStored(fields: ProviderFields, before: IdentityProviderView | undefined): boolean {
  return before?.hasSecret === true && fields.keepsSecret && isSameClient(fields, before);
}

/** Whether saving this ends what a person has at the present provider, and all access that came from it. */
export function endsSession(fields: Typed, before: IdentityProviderView | undefined): boolean {
  return before !== undefined && !isSameClient(fields, before);
}

function isSameClient({ issuer, clientId }: Typed, before: Typed): boolean {
  return issuer.trim() === before.issuer && clientId.trim() === before.clientId;
}

export type ProviderProblems = Readonly<Partial<Record<'issuer' | 'clientId' | 'idToken', string>>>;

export function providerProblems({ issuer, clientId, idToken }: ProviderFields): ProviderProblems {
  const [typedIssuer, typedToken] = [issuer.trim(), withoutBlanks(idToken)];
  const found = {
    issuer: typedIssuer === '' ? 'Enter the address that your organisation gave you.' : issuerProblem(typedIssuer),
    clientId: clientId.trim() === '' ? 'Enter the client id that Gatehouse has there.' : undefined,
    idToken: typedToken === '' ? undefined : tokenProblem(typedToken),
  };
  return Object.fromEntries(Object.entries(found).filter(([, problem]) => problem !== undefined));
}

const ISSUER_CODES: readonly ErrorCode[] = [
  'AUTH_METADATA_INVALID',
  'AUTH_ISSUER_MISMATCH',
  'ADDRESS_UNKNOWN',
  'ADDRESS_REFUSED',
  'SERVER_UNREACHABLE',
];

/** Which field the host's answer is about, until something else is typed there. */
export function answeredProblems(
  error: Pick<ErrorView, 'code'> | undefined,
  fields: ProviderFields,
  sent: ProviderFields | undefined,
): ProviderProblems {
  if (error === undefined || sent === undefined) return {};
  if (ISSUER_CODES.includes(error.code) && fields.issuer === sent.issuer) {
    return { issuer: 'No identity provider that can be used was found there.' };
  }
  if (error.code === 'AUTH_PROVIDER_REFUSED' && fields.idToken === sent.idToken) {
    return { idToken: 'It has expired, or is not meant for this issuer and client id.' };
  }
  return {};
}

/** What the host gets, or `undefined` while something is wrong that the contract forbids. */
export function toProviderSetup(
  fields: ProviderFields,
  before: IdentityProviderView | undefined,
): IdentityProviderSetup | undefined {
  if (Object.keys(providerProblems(fields)).length > 0) return undefined;
  const { clientSecret } = fields;
  const idToken = withoutBlanks(fields.idToken);
  // An empty secret takes a stored one away; without one there is nothing to say.
  const saysNothing = staysStored(fields, before) || (clientSecret === '' && before?.hasSecret !== true);
  const parsed = identityProviderSetup.safeParse({
    issuer: fields.issuer.trim(),
    clientId: fields.clientId.trim(),
    ...(saysNothing ? {} : { clientSecret }),
    ...(idToken === '' ? {} : { idToken }),
  });
  return parsed.success ? parsed.data : undefined;
}
