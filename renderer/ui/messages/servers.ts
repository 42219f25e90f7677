/**
 * Words for errors of servers: from the process or the connection to the protocol.
 */
import { LOOK_AT_THE_LOG, type WordsFor } from './words.ts';

export const SERVER_WORDS: WordsFor<'SERVER'> = {
  SERVER_NOT_FOUND: {
    title: 'This server is not in the list any more',
    text: 'It was removed, perhaps from another window.',
  },
  SERVER_BUSY: {
    title: 'Calls are still running',
    text: 'They would be ended before they are done.',
    hint: 'Wait for them to finish, or cancel them first.',
  },
  SERVER_CLOSED: {
    title: 'The server ended',
    text: 'Its program exited or closed the connection before it had answered.',
    hint: LOOK_AT_THE_LOG,
  },
  SERVER_INITIALIZE_TIMEOUT: {
    title: 'The server did not answer',
    text: 'Its program started, but said nothing that Gatehouse could understand in time.',
    hint: LOOK_AT_THE_LOG + ' Perhaps the command starts something that is not an MCP server.',
  },
  SERVER_INITIALIZE_FAILED: {
    title: 'The server refused the connection',
    text: 'Its program started and then answered the first request with an error.',
    hint: LOOK_AT_THE_LOG,
  },
  SERVER_VERSION_UNSUPPORTED: {
    title: 'The server speaks an unknown version of MCP',
    text: 'There is no version of the protocol that both it and Gatehouse know.',
    hint: 'Look for a newer version of the server or of Gatehouse.',
  },
  SERVER_MESSAGE_TOO_LARGE: {
    title: 'The server sent too much at once',
    text: 'One message was larger than Gatehouse accepts, so the connection was closed.',
    hint: 'If a call asked for a lot of data, ask for less.',
  },
  SERVER_CRASH_LOOP: {
    title: 'The server keeps crashing',
    text: 'It ended several times shortly after its start. Gatehouse stopped trying.',
    hint: LOOK_AT_THE_LOG + ' When the cause is gone, start it again.',
  },
  SERVER_PROTOCOL_ERROR: {
    title: 'The server answered with an error',
    text: 'It rejected the request, or sent something that does not follow the protocol.',
    hint: LOOK_AT_THE_LOG,
  },
  SERVER_LIST_TOO_LONG: {
    title: 'The server’s list never ends',
    text: 'It kept sending further pages of a list, more than Gatehouse reads.',
  },
  SERVER_UNREACHABLE: {
    title: 'The server can’t be reached',
    text: 'Nothing answered at its address, or the connection broke off.',
    hint: 'Check the address and your network. If the server runs on this computer, check that it is started.',
  },
  SERVER_TLS_FAILED: {
    title: 'The server’s identity could not be checked',
    text: 'Its certificate is expired, made for another name, or vouched for by nobody this computer trusts. Nothing was sent.',
    hint: 'Somebody may be between you and the server. Ask whoever runs it, and try from another network.',
  },
  SERVER_UNAUTHORIZED: {
    title: 'The server wants you to sign in',
    text: 'It does not know who is asking, or does not accept what Gatehouse holds for it.',
    hint: 'Sign in under Settings on the server’s page. If the server takes a key instead, add it there as a header.',
  },
  SERVER_FORBIDDEN: {
    title: 'The server does not allow this',
    text: 'It knows who is asking and refused.',
    hint: 'Ask whoever runs the server for access.',
  },
  SERVER_HTTP_ERROR: {
    title: 'The server answered with an HTTP error',
    text: 'What answered at this address does not speak MCP here, or is out of order.',
    hint: 'Check the whole address, also the part after the host name.',
  },
  SERVER_SESSION_LOST: {
    title: 'The server forgot the session',
    text: 'What was under way is lost. Gatehouse connects anew.',
    hint: 'Repeat a call only if it does no harm when done twice: it may have been carried out.',
  },
  SERVER_FEATURE_MISSING: {
    title: 'The server does not offer this',
    text: 'It did not say that it can do this, so it was not asked.',
  },
};
