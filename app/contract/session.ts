/**
 * How a page of the loopback shell gets in: a one-time code for the first socket, a token for every later one.
 *
 * Both travel as WebSocket subprotocols beside `BRIDGE_PROTOCOL`. The host's first message says that the page is in and
 * under which token; it is no part of the envelope.
 */
import { z } from 'zod';

/** 32 random bytes, base64url without padding. */
const secret = z.string().regex(/^[A-Za-z0-9_-]{43}$/);

/** Where the loopback shell takes sockets. */
export const BRIDGE_PATH = '/bridge';

export const CODE_PROTOCOL_PREFIX = 'code.';
export const TOKEN_PROTOCOL_PREFIX = 'token.';

/** The key of the code in the fragment of the URL: `#code=…`. */
export const CODE_FRAGMENT_KEY = 'code';

/** First message to every page that is let in: until it comes, an open socket means nothing. */
export const sessionMessage = z.strictObject({ type: z.literal('session'), token: secret });
export type SessionMessage = Readonly<z.infer<typeof sessionMessage>>;

/** Why the host closes a socket whose page it does not let in. Codes 4000–4999 are for applications (RFC 6455 §7.4.2). */
export const SESSION_CLOSE_CODES = {
  /** No code or token, or one this run of Gatehouse did not give out. */
  unknown: 4401,
  /** The code is older than its 30 seconds. */
  expired: 4402,
  /** The code was used before, or was used again after this page came in with it. */
  code_used: 4403,
} as const;
export type SessionRefusal = keyof typeof SESSION_CLOSE_CODES;

/** With this the host closes every socket when it ends in order, whoever asked for that: there is nothing to come back to. */
export const QUIT_CLOSE_CODE = 4410;
