/**
 * Words for signing in: how Gatehouse introduces itself, where what it gets is kept, and what to look out for. Pure.
 */
import type {
  IdentityProviderView,
  IdentityView,
  Registration,
  SIGN_IN_WARNINGS,
  SignInDecisionView,
  SignInKind,
} from '../../../app/contract/authorization.ts';
import { formatAge, formatUntil } from '../../ui/formatTime.ts';

interface Words {
  readonly title: string;
  readonly text: string;
}

const REASON_WORDS: Readonly<Record<SignInDecisionView['reason'], string>> = {
  first:
    'Your browser would open there, and you sign in as you do on any site. Gatehouse sees neither your password nor what you do there.',
  again:
    'You asked to, or what was granted before no longer counts: it ran out and could not be renewed, was withdrawn, or the server does not accept it any more.',
  upgrade:
    'A request of yours waits, since what you have granted is not enough for it. It goes on if you agree here and in your browser.',
};

/** Why one is asked, and what pressing the button comes to. */
export function reasonWords({ at, reason }: Pick<SignInDecisionView, 'at' | 'reason'>): string {
  if (at === 'server') return REASON_WORDS[reason];
  const once =
    'You sign in at your organisation’s identity provider, once: this server and all others that are set up so are then let in without asking again.';
  return reason === 'first' ? once : `Your sign-in there has ended. ${once}`;
}

export const REGISTRATION_WORDS: Readonly<Record<Registration, Words>> = {
  preregistered: {
    title: 'With the client id you entered',
    text: 'The authorization server knows it already. It is offered to no other.',
  },
  metadata_document: {
    title: 'By its published document',
    text: 'The client id is the address of a document that describes Gatehouse, and the authorization server reads it there.',
  },
  dynamic: {
    title: 'By registering itself',
    text: 'The authorization server does not know Gatehouse. Before the browser opens, Gatehouse registers there by its name, the addresses to come back to and the scopes that the server knows, and is given a client id.',
  },
};

/** How Gatehouse introduces itself in this question: a registration that is there already is used again. */
export function registrationWords({
  registration,
  clientId,
}: Pick<SignInDecisionView, 'registration' | 'clientId'>): Words {
  return registration === 'dynamic' && clientId !== undefined ? REGISTERED_BEFORE : REGISTRATION_WORDS[registration];
}

const REGISTERED_BEFORE: Words = {
  title: 'As it registered itself before',
  text: 'The authorization server gave Gatehouse this client id then. If none of the addresses it came with is free, Gatehouse registers anew.',
};

/** Who registered, of what is held. */
export const REGISTERED_WORDS: Readonly<Record<Registration, string>> = {
  preregistered: 'entered by you',
  metadata_document: 'published document',
  dynamic: 'registered by Gatehouse',
};

export const KEPT_WORDS: Readonly<Record<SignInDecisionView['keptIn'], string>> = {
  keychain: 'Encrypted on this computer, under a key in your system’s keychain, until you sign out',
  memory: 'In memory until Gatehouse quits, since no keychain answers; then you sign in again',
};

export const WARNING_WORDS: Readonly<Record<(typeof SIGN_IN_WARNINGS)[number], Words>> = {
  OTHER_SITE: {
    title: 'By its name, somebody else than the server signs you in',
    text: 'Many servers leave that to a company they trust. It is also how a server would get at what you have with somebody else. Go on only if you know that this server uses it.',
  },
  METADATA_ELSEWHERE: {
    title: 'Where to sign in was not said by the server itself',
    text: 'The server pointed to another address, and that one named the authorization server. Whoever is behind that address decides where you sign in.',
  },
  NOT_ENCRYPTED: {
    title: 'The line to it is not encrypted',
    text: 'It is a program on this computer, and no certificate proves which one.',
  },
  NO_ISS: {
    title: 'The authorization server does not put its name on its answers',
    text: 'An answer that another authorization server slips in is harder to tell from its own. Gatehouse checks everything else that can be checked.',
  },
};

export const SETUP_WORDS: Readonly<Record<SignInKind, string>> = {
  person: 'In the browser',
  enterprise: 'Over your organisation’s identity provider',
  client_secret: 'With a client id and a secret',
  private_key_jwt: 'With a client id and a private key',
  workload: 'With a token of the platform',
};

export const KIND_TEXTS: Readonly<Record<SignInKind, string>> = {
  person: 'When the server asks for it, as you do on any site.',
  enterprise: 'Once, for this server and all others that are set up so. They are then let in without asking you again.',
  client_secret: 'As the client that whoever runs the server set up.',
  private_key_jwt: 'Likewise, and proves with a key that it is this client. The key itself is never sent.',
  workload: 'The platform that Gatehouse runs on says what runs there, and the server trusts the platform.',
};

const GIVEN = 'As whoever runs the server gave it to you.';

export const CLIENT_ID_WORDS: Readonly<Record<Exclude<SignInKind, 'workload'>, string>> = {
  person: 'Only if you were given one for Gatehouse. Without it Gatehouse introduces itself.',
  enterprise: `${GIVEN} It is not the one at the identity provider.`,
  client_secret: GIVEN,
  private_key_jwt: GIVEN,
};

const FIRST_NAMED = 'Empty: the first one that the server names, and from then on no other.';

export const ISSUER_WORDS: Readonly<Record<SignInKind, string>> = {
  person: `The issuer that the client id was given for. The client id and the secret are offered to no other. ${FIRST_NAMED}`,
  enterprise: `The issuer that the client id was given for. ${FIRST_NAMED}`,
  client_secret: `The issuer that knows this client. ${FIRST_NAMED}`,
  private_key_jwt: `The issuer that knows this client. ${FIRST_NAMED}`,
  workload: `The issuer that trusts the platform. ${FIRST_NAMED}`,
};

/** Whether nobody has to be there for it. */
export function isService(kind: SignInKind): boolean {
  return kind !== 'person' && kind !== 'enterprise';
}

/** Who one would be, while nothing is held. */
export const NOT_SIGNED_IN_WORDS: Readonly<Record<SignInKind, string>> = {
  person: 'If the server wants to know who you are, you are asked before anything opens. Many servers want nothing.',
  enterprise:
    'When the server wants to know who you are, your organisation’s identity provider says so. You are asked only if you are not signed in there.',
  client_secret: 'Gatehouse signs in by itself, as the client below, when the server wants to know who asks.',
  private_key_jwt: 'Gatehouse signs in by itself, as the client below, when the server wants to know who asks.',
  workload: 'Gatehouse signs in by itself, with a token of the platform, when the server wants to know who asks.',
};

/** What stays when what was granted is forgotten, and what that leads to. */
export const SIGNED_OUT_WORDS: Readonly<Record<SignInKind, string>> = {
  person: 'When you use the server again, it asks you to sign in.',
  enterprise:
    'You stay signed in at your identity provider: when you use the server again, it lets you in without asking. To end that as well, sign out there in Gatehouse’s settings.',
  client_secret: 'The client id and its secret stay: with them it signs in again when the server is used.',
  private_key_jwt: 'The client id and its key stay: with them it signs in again when the server is used.',
  workload: 'It signs in again, with a token of the platform, when the server is used.',
};

/** What that leads to which was not undone at an authorization server. */
export const LEFT_WORDS: Readonly<Record<'access' | 'registration', string>> = {
  access: 'Where somebody has a copy, that counts until it expires. Perhaps you can end it in your account there.',
  registration: 'Nobody signs in with it without you: it stays there as a client that is not used.',
};

/** The two ways out of the question. */
export function endsWords({ at, reason }: Pick<SignInDecisionView, 'at' | 'reason'>): string {
  if (at === 'provider') {
    return 'With “Leave it” and with “Decline” nothing opens and nothing is sent. The next server that needs it asks you again.';
  }
  return reason === 'upgrade'
    ? 'With “Leave it” and with “Decline” nothing opens and the request ends. After “Decline” you are not asked for this again, for this tool, until you sign in from the server’s settings.'
    : 'With “Leave it” and with “Decline” nothing opens and nothing is sent. You can sign in later from the server’s settings.';
}

/** When it ends, and what becomes of it then. */
export function expiryWords({ expiresAtMs, canRefresh, setup }: IdentityView, nowMs: number): string {
  const then = canRefresh || setup !== 'person' ? 'Gatehouse renews it when it is needed' : 'then you sign in again';
  if (expiresAtMs === undefined) return 'The authorization server does not say when';
  if (expiresAtMs <= nowMs) return `Expired ${formatAge(expiresAtMs, nowMs)}; ${then}`;
  return `Expires ${formatUntil(expiresAtMs, nowMs)}; ${then}`;
}

/** OpenID Connect Core 1.0 §5.4 and §11: what Gatehouse asks an identity provider for. */
export const OPENID_SCOPE_WORDS: ReadonlyMap<string, string> = new Map([
  ['openid', 'who you are'],
  ['profile', 'your name'],
  ['email', 'your e-mail address'],
  ['offline_access', 'staying signed in without asking you each time'],
]);

/** When the sign-in at the identity provider ends, and what becomes of it then. */
export function providerExpiryWords(
  { expiresAtMs, canRenew, isByHand }: NonNullable<IdentityProviderView['signedIn']>,
  nowMs: number,
): string {
  const byPerson = isByHand
    ? 'then you enter a new ID token, or the next server that needs it has you sign in in your browser'
    : 'then the next server that needs it asks you';
  const then = canRenew ? 'Gatehouse renews it when it is needed' : byPerson;
  if (expiresAtMs <= nowMs) return `Expired ${formatAge(expiresAtMs, nowMs)}; ${then}`;
  return `Expires ${formatUntil(expiresAtMs, nowMs)}; ${then}`;
}
