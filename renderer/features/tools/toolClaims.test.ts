import { expect, test } from 'vitest';
import { toolClaims } from './toolClaims.ts';

test.each([
  ['no hints', {}, []],
  ['one that only reads', { readOnlyHint: true, destructiveHint: true, idempotentHint: true }, ['only reads']],
  ['one that deletes', { destructiveHint: true }, ['may delete or overwrite']],
  ['one that only adds', { readOnlyHint: false, destructiveHint: false }, ['changes things', 'only adds']],
  ['an open world', { openWorldHint: true }, ['reaches beyond its own data']],
])('claims of a tool with %s', (_name, annotations, claims) => {
  expect(toolClaims(annotations)).toEqual(claims);
});
