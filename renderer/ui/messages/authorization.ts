/**
 * Words for errors of signing in to remote servers.
 */
import type { WordsFor } from './words.ts';

const ASK_WHO_RUNS_IT = 'Ask whoever runs the server: it is set up in a way that Gatehouse does not go along with.';

export const AUTHORIZATION_WORDS: WordsFor<'AUTH'> = {
  AUTH_NOT_OFFERED: {
    title: 'The server does not say where to sign in',
    text: 'It wants to know who is asking and names no authorization server.',
    hint: 'If whoever runs it gave you a key, add it as a header of the server.',
  },
  AUTH_METADATA_INVALID: {
    title: 'How to sign in could not be read',
    text: 'What the server, its authorization server or the identity provider publishes about signing in is missing, or is not what it has to be.',
    hint: ASK_WHO_RUNS_IT,
  },
  AUTH_RESOURCE_MISMATCH: {
    title: 'The server describes the sign-in of another one',
    text: 'A token would be meant for another address than this server’s, so none was asked for.',
    hint: 'Check the address of the server. ' + ASK_WHO_RUNS_IT,
  },
  AUTH_ISSUER_MISMATCH: {
    title: 'The authorization server is not the one it should be',
    text: 'It gives itself another name than the one it was found by, or another one answered in its place. Nothing of the answer was used.',
    hint: 'This can be an attack. Try again later, and ask whoever runs the server.',
  },
  AUTH_PKCE_UNSUPPORTED: {
    title: 'The authorization server lacks a protection',
    text: 'It does not say that it protects a sign-in against being stolen on its way back (PKCE with S256), so none was begun.',
    hint: ASK_WHO_RUNS_IT,
  },
  AUTH_NO_CLIENT: {
    title: 'The authorization server does not know Gatehouse',
    text: 'It lets no application register by itself, and there is no client id for Gatehouse.',
    hint: 'Ask whoever runs the server for a client id, then enter it under Settings on the server’s page. If it says below that it takes a document, publishing the one that describes Gatehouse helps as well: see “Sign-ins” in the settings.',
  },
  AUTH_REGISTRATION_FAILED: {
    title: 'Gatehouse could not be registered',
    text: 'The authorization server did not take Gatehouse as a new application.',
    hint: 'Ask whoever runs the server for a client id, then enter it under Settings on the server’s page.',
  },
  AUTH_CLIENT_OF_OTHER_ISSUER: {
    title: 'Your client id is for another authorization server',
    text: 'The server names another authorization server than the one the client id was given for. It was not offered there.',
    hint: 'If the server has moved, enter the client id of the new authorization server.',
  },
  AUTH_CALLBACK_FAILED: {
    title: 'The browser can’t come back to Gatehouse',
    text: 'Nothing on this computer could listen for the answer of the sign-in page, or the answer could not be read.',
    hint: 'Finish or leave other sign-ins, and try again. If it goes on, other programs use the ports that Gatehouse is registered with, or something blocks connections inside this computer.',
  },
  AUTH_REFUSED: {
    title: 'The authorization server said no',
    text: 'The sign-in ended there without anything being granted.',
    hint: 'Perhaps it was cancelled in the browser, or your account may not use this server.',
  },
  AUTH_TOKEN_FAILED: {
    title: 'The authorization server gave no token',
    text: 'It answered with an error or with something that is no token, or somebody would have to sign in first and could not be asked.',
    hint: 'Sign in again. If you entered a client id, secret or key, check them.',
  },
  AUTH_DECLINED: {
    title: 'You did not sign in',
    text: 'You declined or left it, so nothing was granted.',
    hint: 'You can sign in whenever you want, under Settings on the server’s page.',
  },
  AUTH_TIMED_OUT: {
    title: 'The sign-in took too long',
    text: 'Nobody answered the question, or the browser did not come back in time. An answer that comes now is not used.',
    hint: 'Sign in again.',
  },
  AUTH_SCOPE_MISSING: {
    title: 'This needs more than you have granted',
    text: 'The server asks for a permission that you have not given, or that the authorization server did not grant.',
    hint: 'To be asked again, sign in under Settings on the server’s page.',
  },
  AUTH_NOTHING_HELD: {
    title: 'You are not signed in',
    text: 'Gatehouse holds nothing for this server that could be renewed or given up.',
    hint: 'Sign in under Settings on the server’s page.',
  },
  AUTH_SECRET_MISSING: {
    title: 'What Gatehouse signs in with is not there',
    text: 'The secret or key that you entered for this server is not in the keychain any more, or can’t be read.',
    hint: 'Enter it again, under Settings on the server’s page.',
  },
  AUTH_PROVIDER_MISSING: {
    title: 'No identity provider is set up',
    text: 'Your organisation’s identity provider is to say who you are at this server, and none is set up, or it was changed or signed out of while it was needed.',
    hint: 'Set it up in Gatehouse’s settings, under “Identity provider”.',
  },
  AUTH_PROVIDER_REFUSED: {
    title: 'Your organisation’s identity provider said no',
    text: 'It does not let you or Gatehouse use this server, or the token that says who you are has expired or is not meant for Gatehouse.',
    hint: 'Ask whoever runs it whether you may use this server, then try again.',
  },
  AUTH_ASSERTION_MISSING: {
    title: 'The platform’s token is not there',
    text: 'Gatehouse says who it is by a token of the platform it runs on, and there is none that can be read.',
    hint: 'Check that the file is there and may be read, or paste a new token, under Settings on the server’s page.',
  },
};
