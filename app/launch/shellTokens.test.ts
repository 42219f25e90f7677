import { describe, expect, test } from 'vitest';
import { readScript, splitWords, type ScriptCommand } from './shellTokens.ts';

type Dialect = Parameters<typeof readScript>[1];
const shellCommands = (script: string, dialect: Dialect): readonly ScriptCommand[] =>
  readScript(script, dialect).commands;
const wordsOf = (script: string, dialect: Dialect = 'posix') =>
  shellCommands(script, dialect).map(({ words }) => words);

describe('a POSIX script is read into commands', () => {
  test.each<[string, readonly (readonly string[])[]]>([
    ['echo a b', [['echo', 'a', 'b']]],
    ['a; b && c || d & e\nf', [['a'], ['b'], ['c'], ['d'], ['e'], ['f']]],
    [`r''m "-r"f 'a b' c\\ d`, [['rm', '-rf', 'a b', 'c d']]],
    [`"a \\"b\\" ; c"`, [['a "b" ; c']]],
    [`$'\\x72\\155' -rf`, [['rm', '-rf']]],
    ['rm$IFS-rf${IFS}/', [['rm', '-rf', '/']]],
    ['a $(b $(c)) `d`', [['a', '', ''], ['b', ''], ['c'], ['d']]],
    [
      'a "$(b ")" c)"',
      [
        ['a', ''],
        ['b', ')', 'c'],
      ],
    ],
    ['a <(b) ${x:-$(c)}', [['a', '', '${x:-$(c)}'], ['b'], ['x:-'], ['c']]],
    ['(a; b) # c', [['a'], ['b']]],
    ['a \\\n b', [['a', 'b']]],
    ['a#b', [['a#b']]],
    ["'not closed", [['not closed']]],
    ['$(', [['']]],
    ['', []],
  ])('%j', (script, commands) => {
    expect(wordsOf(script)).toEqual(commands);
  });

  test('redirections are no words of the command', () => {
    expect(shellCommands('a 2>&1 >> ~/.bashrc < in &> out b', 'posix')).toMatchObject([
      { words: ['a', 'b'], redirects: ['1', '~/.bashrc', 'in', 'out'] },
    ]);
  });

  test.each([['curl x | tee y | sh'], ['sh <(curl x)'], ['eval "$(curl x)"'], ['(curl x) | sh'], ['sh -c `curl x`']])(
    'what reads the output of curl is known in %j',
    (script) => {
      let command = shellCommands(script, 'posix').find(({ words }) => words[0] === 'curl');
      while (command?.feeds !== undefined) command = command.feeds;
      expect(command?.words[0]).toMatch(/^(?:sh|eval)$/);
    },
  );

  test('commands that only follow each other feed nothing', () => {
    expect(shellCommands('curl x; sh y || z', 'posix').map(({ feeds }) => feeds)).toEqual([
      undefined,
      undefined,
      undefined,
    ]);
  });

  test.each([['$('], ['; '], ['| '], ['${'], ["$'"], ['`'], ['a"'], ['\\']])(
    'fifty thousand times %j is read in one go, without running out of stack',
    (piece) => {
      expect(() => shellCommands(piece.repeat(50_000), 'posix')).not.toThrow();
    },
  );

  test('it is said when substitutions are nested too deep to be read', () => {
    expect(readScript('$('.repeat(30), 'posix').tooDeep).toBe(true);
    expect(readScript('$('.repeat(10), 'posix').tooDeep).toBe(false);
  });
});

test.each<[Dialect, string, readonly (readonly string[])[]]>([
  ['cmd', 'del/q a & rd "b & c" | d^e', [['del', '/q', 'a'], ['rd', 'b & c'], ['de']]],
  ['cmd', "echo it's", [['echo', "it's"]]],
  ['powershell', 'Remove-Item \'a b\' -Recurse; & "x`"y"', [['Remove-Item', 'a b', '-Recurse'], ['x"y']]],
  [
    'powershell',
    'iex (iwr http://x)',
    [
      ['iex', ''],
      ['iwr', 'http://x'],
    ],
  ],
])('%s: %s', (dialect, script, commands) => {
  expect(wordsOf(script, dialect)).toEqual(commands);
});

test('splitting a line into words disregards operators', () => {
  expect(splitWords(`a "b c" d;e 'f|g'`)).toEqual(['a', 'b c', 'd;e', 'f|g']);
});
