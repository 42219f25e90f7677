import { expect, test } from 'vitest';
import { serverId } from '../../app/contract/ids.ts';
import { systemRandomIds } from './randomIds.ts';

test('makes ids that the contract accepts, each a new one', () => {
  const ids = Array.from({ length: 1_000 }, () => serverId.parse(systemRandomIds.next('srv')));
  expect(new Set(ids).size).toBe(1_000);
});
