/**
 * One-time codes and what they are exchanged for.
 */
import { describe, expect, test } from 'vitest';
import { CODE_LIFETIME_MS, createSessions } from './sessions.ts';

function startSessions() {
  const clock = { nowMs: 1_000_000 };
  const sessions = createSessions(() => clock.nowMs);
  return { clock, sessions, code: (value: string) => sessions.admit({ kind: 'code', value }) };
}

/** Admits with a new code and answers its token. */
function tokenOf({ sessions, code }: ReturnType<typeof startSessions>, value = sessions.issueCode()) {
  const admission = code(value);
  if (admission.kind !== 'admitted') throw new Error('The code was refused.');
  return admission.session.token;
}

describe('one-time codes and tokens (S4)', () => {
  test('a code is exchanged for a token of 256 bits that comes in again and again', () => {
    const started = startSessions();
    const value = tokenOf(started);
    expect(Buffer.from(value, 'base64url')).toHaveLength(32);
    expect(started.sessions.admit({ kind: 'token', value }).kind).toBe('admitted');
    expect(started.sessions.admit({ kind: 'token', value }).kind).toBe('admitted');
  });

  test.each([
    ['one millisecond before its end', CODE_LIFETIME_MS - 1, { kind: 'admitted' }],
    ['at its end', CODE_LIFETIME_MS, { kind: 'refused', reason: 'expired' }],
  ])('a code %s', (_name, ageMs, admission) => {
    const { clock, sessions, code } = startSessions();
    const value = sessions.issueCode();
    clock.nowMs += ageMs;
    expect(code(value)).toMatchObject(admission);
  });

  test('a code that comes twice is refused and ends the session it began, and no other', () => {
    const started = startSessions();
    const other = tokenOf(started);
    const value = started.sessions.issueCode();
    const token = tokenOf(started, value);
    expect(started.code(value)).toEqual({ kind: 'refused', reason: 'code_used', revoked: { token } });
    expect(started.sessions.admit({ kind: 'token', value: token })).toEqual({ kind: 'refused', reason: 'unknown' });
    expect(started.sessions.admit({ kind: 'token', value: other }).kind).toBe('admitted');
  });

  test('a code is no token, a token no code, and neither may be made up', () => {
    const started = startSessions();
    const code = started.sessions.issueCode();
    const refused = { kind: 'refused', reason: 'unknown' };
    expect(started.sessions.admit({ kind: 'token', value: code })).toEqual(refused);
    expect(started.code(tokenOf(started))).toEqual(refused);
    expect(started.code('A'.repeat(43))).toEqual(refused);
  });
});
