import { expect, test } from 'vitest';
import { commandLine } from './commandLine.ts';

test.each([
  ['plain words', ['node', '/srv/a.js', '--root', '2@x:y%z'], 'node /srv/a.js --root 2@x:y%z'],
  ['a word with spaces', ['x', 'two words'], "x 'two words'"],
  ['an empty word', ['x', ''], "x ''"],
  ['quotes', ['x', `it's "y"`], String.raw`x 'it'\''s "y"'`],
  ['what a shell would expand', ['x', '$HOME', '`id`', '~', '*'], "x '$HOME' '`id`' '~' '*'"],
  ['a command that looks like an assignment', ['A=b'], "'A=b'"],
  ['other scripts', ['x', '文件'], "x '文件'"],
  ['control characters', ['x', "a\n\u001b[201~'\\\u0085"], String.raw`x $'a\012\033[201~\047\134\302\205'`],
])('a shell gets %s in its own quoting', (_name, words, line) => {
  expect(commandLine(words, 'linux')).toBe(line);
});

test('no control character is left to act on a terminal it is pasted into (S12)', () => {
  for (const platform of ['linux', 'darwin', 'win32'] as const) {
    expect(commandLine(['x', 'a\n\tb\u001b[201~\u0085'], platform)).not.toMatch(/\p{Cc}/u);
  }
});

test.each([
  ['a path', ['C:\\Program Files\\x.exe', "it's"], "& 'C:\\Program Files\\x.exe' 'it''s'"],
  ['a quote of another shape', ['x', 'a’b'], "& 'x' 'a’’b'"],
  ['a line break', ['x', 'a\n$b"'], '& \'x\' "a$([char]10)`$b`""'],
])('PowerShell gets %s in its own quoting', (_name, words, line) => {
  expect(commandLine(words, 'win32')).toBe(line);
});
