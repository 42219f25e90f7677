import { expect, test } from 'vitest';
import { resourceClaims } from './resourceClaims.ts';

test.each([
  ['nothing', {}, []],
  ['people', { audience: ['user'] }, [{ words: 'is meant for people' }]],
  ['both', { audience: ['assistant', 'user'] }, [{ words: 'is meant for people and models' }]],
  ['somebody else', { audience: ['robots'] }, [{ words: 'is meant for', quotes: 'robots' }]],
  ['nobody', { audience: [] }, []],
  ['little weight', { priority: 0 }, [{ words: 'has an importance of 0 of 100' }]],
  ['too much weight', { priority: 7 }, [{ words: 'has the priority 7, which should lie between 0 and 1' }]],
  ['a date', { lastModified: 'soon' }, [{ words: 'was last changed on', quotes: 'soon' }]],
])('a server that claims %s', (_name, annotations, claims) => {
  expect(resourceClaims(annotations)).toEqual(claims);
});
