/**
 * Who may open a socket: one-time codes for links, and the tokens that pages get for them.
 *
 * SECURITY(S4): a link stands on a command line, which every user of the machine can read, so its code is good once and
 * for 30 seconds. If somebody else was quicker, the person's own page arrives second: a code that comes twice ends the
 * session it began.
 */
import { createHash, randomBytes, timingSafeEqual } from 'node:crypto';
import type { SessionRefusal } from '../../app/contract/session.ts';

export const CODE_LIFETIME_MS = 30_000;

/** Codes remembered, so that a second use is told from a code that never was. */
const REMEMBERED_CODES = 1_000;

/** One page's right to open sockets, until Gatehouse ends or its code turns up again. */
export interface Session {
  readonly token: string;
}

export type Credential =
  { readonly kind: 'code'; readonly value: string } | { readonly kind: 'token'; readonly value: string };

export type Admission =
  | { readonly kind: 'admitted'; readonly session: Session }
  /** `revoked` is the session that the same code began. */
  | { readonly kind: 'refused'; readonly reason: SessionRefusal; readonly revoked?: Session };

export interface Sessions {
  /** A new code, 256 bits, base64url. */
  issueCode(): string;
  admit(credential: Credential): Admission;
}

interface IssuedCode {
  readonly digest: Buffer;
  readonly expiresAtMs: number;
  session: Session | undefined;
}

export function createSessions(nowMs: () => number): Sessions {
  const codes: IssuedCode[] = [];
  const sessions = new Map<Session, Buffer>();

  const admitCode = (value: string): Admission => {
    const digest = digestOf(value);
    const code = codes.find((issued) => timingSafeEqual(issued.digest, digest));
    if (code === undefined) return { kind: 'refused', reason: 'unknown' };
    if (code.session !== undefined) {
      sessions.delete(code.session);
      return { kind: 'refused', reason: 'code_used', revoked: code.session };
    }
    if (nowMs() >= code.expiresAtMs) return { kind: 'refused', reason: 'expired' };
    code.session = { token: randomSecret() };
    sessions.set(code.session, digestOf(code.session.token));
    return { kind: 'admitted', session: code.session };
  };

  const admitToken = (value: string): Admission => {
    const digest = digestOf(value);
    for (const [session, known] of sessions) {
      if (timingSafeEqual(known, digest)) return { kind: 'admitted', session };
    }
    return { kind: 'refused', reason: 'unknown' };
  };

  return {
    issueCode() {
      const code = randomSecret();
      codes.push({ digest: digestOf(code), expiresAtMs: nowMs() + CODE_LIFETIME_MS, session: undefined });
      if (codes.length > REMEMBERED_CODES) codes.shift();
      return code;
    },
    admit: (credential) => (credential.kind === 'code' ? admitCode(credential.value) : admitToken(credential.value)),
  };
}

function randomSecret(): string {
  return randomBytes(32).toString('base64url');
}

/** SECURITY(S4): secrets are compared by their digests and in constant time, so that timing tells nothing of them. */
function digestOf(secret: string): Buffer {
  return createHash('sha256').update(secret).digest();
}
