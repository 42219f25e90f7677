import { expect, test } from 'vitest';
import { serverId } from '../../app/contract/ids.ts';
import { systemRandomIds } from './randomIds.ts';

test('makes ids that the contract accepts, each a new one', () => {
  const ids = Array.from({ length: 1_000 }, () => serverId.parse(systemRandomIds.next('srv')));
  expect(new Set(ids).size).toBe(1_000);
});

test('draws 128 bits for each of them: every bit is set in some and not in others (RFC 6749 §10.10)', () => {
  const ids = Array.from({ length: 200 }, () =>
    Buffer.from(systemRandomIds.next('state').slice('state_'.length), 'base64url'),
  );
  const merge = (by: (one: number, other: number) => number): Buffer =>
    ids.reduce((all, id) => Buffer.from(all.map((byte, index) => by(byte, id[index] ?? 0))));
  expect(merge((one, other) => one | other)).toEqual(Buffer.alloc(16, 0xff));
  expect(merge((one, other) => one & other)).toEqual(Buffer.alloc(16, 0));
});
