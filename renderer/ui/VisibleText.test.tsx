import { renderToStaticMarkup } from 'react-dom/server';
import { expect, test } from 'vitest';
import { VisibleText } from './VisibleText.tsx';

const wordsOf = (text: string): string =>
  renderToStaticMarkup(<VisibleText text={text} prose />)
    .replaceAll(/<br\/>/g, '\n')
    .replaceAll(/<[^>]*>/g, '');

test.each([
  ['loses blanks and empty lines at its ends', ' \r\n\tone\ntwo \n', 'one\ntwo'],
  ['keeps what can’t be seen there (S12)', '\u00a0one\ufeff', '⟨U+00A0⟩one⟨U+FEFF⟩'],
  ['may be blank', ' \n ', ''],
])('prose %s', (_name, text, drawn) => {
  expect(wordsOf(text)).toBe(drawn);
});
