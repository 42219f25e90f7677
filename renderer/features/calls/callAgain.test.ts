import { expect, test } from 'vitest';
import { keptArguments, withheldName } from './callAgain.ts';

const sent = {
  topic: 'tides',
  key: '[not kept]',
  login: { user: 'ada', 'a/b': '[not kept]' },
  list: ['x', '[not kept]', 'y'],
};

test.each([
  ['nothing', [], sent],
  ['a name', ['/key'], { topic: 'tides', login: sent.login, list: sent.list }],
  ['a name within an object', ['/login/a~1b'], { ...sent, login: { user: 'ada' } }],
  ['an entry of a list', ['/list/1'], { ...sent, list: ['x', '', 'y'] }],
  ['something that is not there', ['/other', '/topic/deep'], sent],
])('what was not kept is empty: %s', (_name, withheld, kept) => {
  expect(keptArguments({ toolName: 'research', arguments: sent, withheld })).toEqual(kept);
});

test('what was not kept has a name for people', () => {
  expect(['/key', '/login/a~1b'].map(withheldName)).toEqual(['key', 'login › a/b']);
});
