/**
 * Guesses whether an address has a key in it: by the names of its parameters, and by text that nobody would think up.
 */
import { quoted } from '../contract/visibleText.ts';

/** A whole word of a name, in any of the usual spellings: `token`, `api_key`, `apiKey`, `X-Amz-Signature`. */
const SECRET_WORDS = new Set(
  'token key apikey secret sig signature password passwd pwd auth authorization bearer jwt credential credentials'.split(
    ' ',
  ),
);
/** Choice: a key of fewer characters could be guessed, and words and numbers are rarely longer without a break. */
const MIN_RANDOM_CHARS = 20;
/** Choice: years and versions stand at one end of a word, so that letters and digits change once or twice. */
const MIN_CHANGES = 3;
const UUID = /^[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i;

/** Where in the address, in words. The values themselves are not repeated. */
export function secretInAddress(url: URL): readonly string[] {
  const names = new Set<string>();
  for (const [name, value] of url.searchParams) {
    if (value !== '' && (isSecretName(name) || looksRandom(value))) names.add(name);
  }
  const inPath = url.pathname.split('/').some(looksRandom) ? ['a part of the path that looks random'] : [];
  return [...[...names].map((name) => `the parameter ${quoted(name)}`), ...inPath];
}

function isSecretName(name: string): boolean {
  const words = name
    .replaceAll(/([a-z0-9])([A-Z])/g, '$1 $2')
    .toLowerCase()
    .split(/[^a-z0-9]+/);
  return words.some((word) => SECRET_WORDS.has(word));
}

/** A UUID names a thing more often than it opens one. */
function looksRandom(text: string): boolean {
  if (UUID.test(text)) return false;
  const runs = text.match(/[A-Za-z0-9]+/g) ?? [];
  return runs.some((run) => {
    const changes = run.match(/[A-Za-z](?=[0-9])|[0-9](?=[A-Za-z])/g)?.length ?? 0;
    return run.length >= MIN_RANDOM_CHARS && changes >= MIN_CHANGES;
  });
}
