/**
 * What program a command names: its base name, whatever folder, ending or version number stands around it.
 *
 * Compared as a whole afterwards, never by prefix: `/opt/sudoku/sudoku` is not `sudo`.
 */

/** Programs that are also installed under a name with a version, `python3.11`. */
const VERSIONED = new Set(
  'node python pip pypy perl ruby php lua luajit julia deno bun gem java pwsh bash zsh ksh Rscript R uv uvx'
    .split(' ')
    .map((name) => name.toLowerCase()),
);

const ALIASES: ReadonlyMap<string, string> = new Map([
  ['nodejs', 'node'],
  ['pythonw', 'python'],
  ['py', 'python'],
  ['pyw', 'python'],
  ['pypy', 'python'],
  ['luajit', 'lua'],
  ['pwsh', 'powershell'],
  ['powershell_ise', 'powershell'],
  ['gtimeout', 'timeout'],
  ['genv', 'env'],
  ['gnice', 'nice'],
  ['grm', 'rm'],
  ['netcat', 'nc'],
  ['gawk', 'awk'],
  ['mawk', 'awk'],
  ['nawk', 'awk'],
  ['original-awk', 'awk'],
  ['iwr', 'invoke-webrequest'],
  ['irm', 'invoke-restmethod'],
  ['iex', 'invoke-expression'],
  ['saps', 'start-process'],
  ['npx-cli.js', 'npx'],
  ['npm-cli.js', 'npm'],
  ['pnpm.cjs', 'pnpm'],
  ['yarn.js', 'yarn'],
  ['yarn.cjs', 'yarn'],
]);

/** The dynamic linker, which runs the program it is given: `ld-linux-x86-64.so.2`, `ld64.so.1`, `ld-musl-aarch64.so.1`. */
const LINKER = /^ld(?:64|-linux(?:-[\w-]+)?|-musl-\w+)?\.so(?:\.\d+)*$/;

/** @param windows Backslashes separate too, and dots and spaces at the end do not count. */
export function commandName(command: string, options: { fold: boolean; windows: boolean }): string {
  const base = command.split(options.windows ? /[\\/]/ : '/').at(-1) ?? '';
  const trimmed = options.windows ? base.replace(/[. ]+$/, '') : base;
  const bare = trimmed.replace(/\.(?:exe|com|cmd|bat)$/i, '');
  const name = options.fold ? bare.toLowerCase() : bare;
  const stem = /^([A-Za-z]+)-?\d+(?:\.\d+)*[a-z]?$/.exec(name)?.[1];
  const unversioned = stem !== undefined && VERSIONED.has(stem.toLowerCase()) ? stem : name;
  if (LINKER.test(name)) return 'ld.so';
  return ALIASES.get(unversioned) ?? unversioned;
}
