import { describe, expect, test } from 'vitest';
import { resolveHeaders } from './resolveHeaders.ts';

const token = { name: 'Authorization', value: { parts: ['Bearer ', { secret: 'token' }] } };

describe('the headers of a connection (S9)', () => {
  test('get their secrets at the moment of sending, and a text of the server loses them', () => {
    const { headers, redact } = resolveHeaders(
      { headers: [token, { name: 'X-Team', value: 'blue' }] },
      () => 'canary-1234',
    );
    expect(headers).toEqual({ Authorization: 'Bearer canary-1234', 'X-Team': 'blue' });
    expect(redact('you sent canary-1234, blue')).toBe('you sent •••, blue');
  });

  test('a secret is found without its scheme as well', () => {
    const whole = { name: 'Authorization', value: { parts: [{ secret: 'token' }] } };
    const { redact } = resolveHeaders({ headers: [whole] }, () => 'Bearer canary-1234');
    expect(redact('token=canary-1234')).toBe('token=•••');
  });

  test('a secret that is gone is said to be', () => {
    expect(() => resolveHeaders({ headers: [token] }, () => undefined)).toThrow(
      expect.objectContaining({ code: 'LAUNCH_SECRET_MISSING' }),
    );
  });

  test('a secret that no header can carry is never sent', () => {
    expect(() => resolveHeaders({ headers: [token] }, () => 'a\r\nX-Evil: 1')).toThrow(
      expect.objectContaining({ code: 'CONFIG_VALUE_UNSAFE' }),
    );
  });
});
