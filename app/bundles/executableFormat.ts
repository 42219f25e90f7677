/**
 * What machine an executable file is for, told from its first bytes.
 *
 * Manifests have no key for the processor, so a bundle built for another one is only found out here, before it is started.
 * Architectures are named as Node names them.
 */
import { AppError } from '../contract/errors.ts';
import type { Platform } from './manifest.ts';

/** Enough of a file's start to tell its format. */
export const EXECUTABLE_HEAD_BYTES = 4_096;

export interface ExecutableFormat {
  readonly platform: Platform;
  /** Several for a universal macOS binary; `unknown` for one that is not in our tables. */
  readonly archs: readonly string[];
}

const ELF_MACHINES = new Map([
  [0x03, 'ia32'],
  [0x28, 'arm'],
  [0x3e, 'x64'],
  [0xb7, 'arm64'],
  [0xf3, 'riscv64'],
  [0x15, 'ppc64'],
  [0x16, 's390x'],
  [0x102, 'loong64'],
]);
const PE_MACHINES = new Map([
  [0x14c, 'ia32'],
  [0x8664, 'x64'],
  [0xaa64, 'arm64'],
]);
const MACH_CPUS = new Map([
  [0x7, 'ia32'],
  [0x01000007, 'x64'],
  [0x0100000c, 'arm64'],
]);

const ELF_MAGIC = 0x7f454c46;
const FAT_MAGIC = 0xcafebabe;
const FAT_MAGIC_64 = 0xcafebabf;
const MACH_MAGIC_LE = 0xcefaedfe;
const MACH_MAGIC_64_LE = 0xcffaedfe;
const MZ = 0x4d5a;
const PE_MAGIC = 0x50450000;
/** A Java class file starts like a fat binary; the number that follows is then its version, 45 or more. */
const MAX_FAT_ARCHS = 30;

/** `undefined` for anything that is no ELF, Mach-O or PE file, such as a script. */
export function executableFormat(head: Uint8Array): ExecutableFormat | undefined {
  const view = new DataView(head.buffer, head.byteOffset, head.byteLength);
  if (view.byteLength < 64) return undefined;
  const magic = view.getUint32(0);
  switch (magic) {
    case ELF_MAGIC:
      return { platform: 'linux', archs: [ELF_MACHINES.get(view.getUint16(18, view.getUint8(5) === 1)) ?? 'unknown'] };
    case MACH_MAGIC_LE:
    case MACH_MAGIC_64_LE:
      return { platform: 'darwin', archs: [MACH_CPUS.get(view.getUint32(4, true)) ?? 'unknown'] };
    case FAT_MAGIC:
    case FAT_MAGIC_64:
      return fatFormat(view, magic === FAT_MAGIC ? 20 : 32);
    default:
      return view.getUint16(0) === MZ ? peFormat(view) : undefined;
  }
}

function fatFormat(view: DataView, stride: number): ExecutableFormat | undefined {
  const count = view.getUint32(4);
  if (count === 0 || count > MAX_FAT_ARCHS || 8 + count * stride > view.byteLength) return undefined;
  const cpus = Array.from({ length: count }, (_, index) => view.getUint32(8 + index * stride));
  return { platform: 'darwin', archs: cpus.map((cpu) => MACH_CPUS.get(cpu) ?? 'unknown') };
}

function peFormat(view: DataView): ExecutableFormat | undefined {
  const at = view.getUint32(0x3c, true);
  if (at + 6 > view.byteLength || view.getUint32(at) !== PE_MAGIC) return undefined;
  return { platform: 'win32', archs: [PE_MACHINES.get(view.getUint16(at + 4, true)) ?? 'unknown'] };
}

/** What a machine runs beside its own architecture: Rosetta, Windows on ARM, and 32-bit modes. */
const ALSO_RUNS: ReadonlyMap<string, readonly string[]> = new Map([
  ['darwin/arm64', ['x64']],
  ['win32/arm64', ['x64', 'ia32']],
  ['win32/x64', ['ia32']],
  ['linux/x64', ['ia32']],
]);

/**
 * Passes whatever is no executable format, since a script's interpreter is judged instead.
 *
 * @throws {AppError} `BUNDLE_ARCHITECTURE_UNSUPPORTED` with `data.required` and `data.found`
 */
export function checkExecutable(
  head: Uint8Array,
  machine: { readonly platform: Platform; readonly arch: string },
): void {
  const format = executableFormat(head);
  if (format === undefined) return;
  const runnable = [machine.arch, 'unknown', ...(ALSO_RUNS.get(`${machine.platform}/${machine.arch}`) ?? [])];
  if (format.platform === machine.platform && format.archs.some((arch) => runnable.includes(arch))) return;
  throw new AppError('BUNDLE_ARCHITECTURE_UNSUPPORTED', 'The executable is built for another machine.', {
    data: {
      required: format.archs.map((arch) => `${format.platform} ${arch}`),
      found: `${machine.platform} ${machine.arch}`,
    },
  });
}
