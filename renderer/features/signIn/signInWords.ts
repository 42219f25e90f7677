/**
 * Words for signing in: how Gatehouse introduces itself, where what it gets is kept, and what to look out for. Pure.
 */
import type {
  IdentityView,
  Registration,
  SIGN_IN_WARNINGS,
  SignInDecisionView,
} from '../../../app/contract/authorization.ts';
import { formatAge, formatUntil } from '../../ui/formatTime.ts';

interface Words {
  readonly title: string;
  readonly text: string;
}

export const REASON_WORDS: Readonly<Record<SignInDecisionView['reason'], string>> = {
  first:
    'Your browser would open there, and you sign in as you do on any site. Gatehouse sees neither your password nor what you do there.',
  again:
    'What was granted before no longer counts: it ran out and could not be renewed, was withdrawn, or the server does not accept it any more.',
  upgrade:
    'A request of yours waits, since what you have granted is not enough for it. It goes on if you agree here and in your browser.',
};

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
    text: 'The authorization server does not know Gatehouse. Before the browser opens, Gatehouse registers there by its name and the address to come back to, and is given a client id.',
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
  text: 'The authorization server gave Gatehouse this client id then.',
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
    title: 'The authorization server is not reached over an encrypted line',
    text: 'It is a program on this computer, and no certificate proves which one.',
  },
  NO_ISS: {
    title: 'The authorization server does not put its name on its answers',
    text: 'An answer that another authorization server slips in is harder to tell from its own. Gatehouse checks everything else that can be checked.',
  },
};

export const SETUP_WORDS: Readonly<Record<IdentityView['setup'], string>> = {
  person: 'In the browser',
  client_secret: 'Client id and secret (machine to machine)',
  private_key_jwt: 'Client id and private key (machine to machine)',
};

/** The two ways out of the question. */
export function endsWords(reason: SignInDecisionView['reason']): string {
  return reason === 'upgrade'
    ? 'With “Leave it” and with “Decline” nothing opens and the request ends. You are not asked for this again until you connect anew or sign in from the server’s settings.'
    : 'With “Leave it” and with “Decline” nothing opens and nothing is sent. You can sign in later from the server’s settings.';
}

/** When it ends, and what becomes of it then. */
export function expiryWords({ expiresAtMs, canRefresh, setup }: IdentityView, nowMs: number): string {
  const then = canRefresh || setup !== 'person' ? 'Gatehouse renews it when it is needed' : 'then you sign in again';
  if (expiresAtMs === undefined) return 'The authorization server does not say when';
  if (expiresAtMs <= nowMs) return `Expired ${formatAge(expiresAtMs, nowMs)}; ${then}`;
  return `Expires ${formatUntil(expiresAtMs, nowMs)}; ${then}`;
}
