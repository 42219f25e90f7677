import { expect, test } from 'vitest';
import { clientMetadataProblem } from './clientMetadataUrl.ts';

test.each([
  ['', undefined],
  ['https://example.com/gatehouse.json', undefined],
  ['https://example.com:8443/a.b/..c', undefined],
  ['http://example.com/gatehouse.json', 'begins with https://'],
  ['example.com/gatehouse.json', 'begins with https://'],
  ['https://example.com', 'name of the site'],
  ['https://example.com/', 'name of the site'],
  ['https://a:b@example.com/c', 'user name'],
  ['https://example.com/a?b', '“?”'],
  ['https://example.com/a#b', '“?”'],
  ['https://example.com/a/../b', '“..”'],
  ['https://example.com/a/%2E%2e/b', '“..”'],
  ['https://example.com/a/.', '“..”'],
  ['https://EXAMPLE.com/c', 'in another way: https://example.com/c'],
  ['https://exa\tmple.com/c', 'in another way: https://example.com/c'],
])('the address %j of a Client ID Metadata Document', (typed, words) => {
  if (words === undefined) expect(clientMetadataProblem(typed)).toBeUndefined();
  else expect(clientMetadataProblem(typed)).toContain(words);
});
