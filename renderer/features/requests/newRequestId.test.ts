import { expect, test } from 'vitest';
import { newRequestId } from './newRequestId.ts';

test('a request id is one the contract takes, and new each time', () => {
  const ids = Array.from({ length: 500 }, () => newRequestId(1_800_000_000_000));
  expect(new Set(ids).size).toBe(500);
  expect(ids.every((id) => /^req_[a-z0-9]{8}[A-Za-z0-9_-]{24}$/.test(id))).toBe(true);
});
