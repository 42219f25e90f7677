import { expect, test } from 'vitest';
import { installId } from '../../../app/contract/ids.ts';
import { exampleConnect, exampleDecision } from './exampleDecision.ts';
import { reasonWords } from './reasonWords.ts';

const install = installId.parse('ins_example0');

test.each([
  ['a program', exampleDecision(), true, /not agreed to this program/],
  ['an address', exampleConnect(), true, /not agreed to this address/],
  ['an altered record', exampleConnect({ reason: 'grant_invalid' }), true, /was altered/],
  ['a record without a keychain', exampleConnect({ reason: 'grant_invalid' }), false, /No keychain answers/],
  [
    'a bundle installed over itself',
    { ...exampleDecision(), reason: 'changed', installId: install } as const,
    true,
    /exactly this before/,
  ],
] as const)('%s', (_name, decision, keychain, words) => {
  expect(reasonWords(decision, keychain)).toMatch(words);
});
