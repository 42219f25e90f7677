import { execFileSync } from 'node:child_process';
import { expect, test } from 'vitest';
import { commandLine } from './commandLine.ts';

const AWKWARD = [
  'plain',
  '',
  'two words',
  "it's",
  '$HOME `id` $(id) "x" \\ !x #x ~',
  '-n',
  '--root=/a',
  '=ls',
  'line\nbreak\tand\u001b[201~escape\u0085',
  '文件 é',
  "control\u0001and'quote\\",
];

test('a shell reads back exactly the words that were quoted', () => {
  const line = commandLine([process.execPath, '-e', SHOW_ARGUMENTS, '--', ...AWKWARD], 'linux');
  expect(JSON.parse(execFileSync('bash', ['-c', line], { encoding: 'utf8' }))).toEqual(AWKWARD);
});

test('no control character is left to act on a terminal it is pasted into (S12)', () => {
  for (const platform of ['linux', 'darwin', 'win32'] as const) {
    expect(commandLine(AWKWARD, platform)).not.toMatch(/\p{Cc}/u);
  }
});

test.each([
  ['a path', ['C:\\Program Files\\x.exe', "it's"], "& 'C:\\Program Files\\x.exe' 'it''s'"],
  ['a quote of another shape', ['x', 'a’b'], "& 'x' 'a’’b'"],
  ['a line break', ['x', 'a\n$b"'], '& \'x\' "a$([char]10)`$b`""'],
])('PowerShell gets %s in its own quoting', (_name, words, line) => {
  expect(commandLine(words, 'win32')).toBe(line);
});

const SHOW_ARGUMENTS = 'console.log(JSON.stringify(process.argv.slice(1)))';
