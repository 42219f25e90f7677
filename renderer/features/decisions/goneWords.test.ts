import { expect, test } from 'vitest';
import { exampleDecision } from '../consent/exampleDecision.ts';
import { exampleForm } from '../questions/exampleQuestions.ts';
import { goneWords } from './goneWords.ts';

const form = exampleForm();

test.each([
  ['a question whose time is over', form, form.expiresAtMs, /Nobody answered in time/],
  ['a question that went before its time', form, form.expiresAtMs - 60_000, /took the question back/],
  ['an agreement', exampleDecision(), 0, /answered or withdrawn/],
  ['what was never seen', undefined, 0, /answered or withdrawn/],
] as const)('%s', (_name, was, atMs, words) => {
  expect(goneWords(was, atMs)).toMatch(words);
});
