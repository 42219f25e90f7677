/**
 * Heads of executables for each platform, and what a machine makes of them.
 */
import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { checkExecutable, EXECUTABLE_HEAD_BYTES, executableFormat } from './executableFormat.ts';

function head(write: (view: DataView) => void): Uint8Array {
  const bytes = new Uint8Array(256);
  write(new DataView(bytes.buffer));
  return bytes;
}
const elf = (machine: number, littleEndian = true) =>
  head((view) => {
    view.setUint32(0, 0x7f454c46);
    view.setUint8(5, littleEndian ? 1 : 2);
    view.setUint16(18, machine, littleEndian);
  });
const mach = (cpu: number) =>
  head((view) => {
    view.setUint32(0, 0xcffaedfe);
    view.setUint32(4, cpu, true);
  });
const fat = (...cpus: readonly number[]) =>
  head((view) => {
    view.setUint32(0, 0xcafebabe);
    view.setUint32(4, cpus.length);
    cpus.forEach((cpu, index) => view.setUint32(8 + index * 20, cpu));
  });
const pe = (machine: number) =>
  head((view) => {
    view.setUint16(0, 0x4d5a);
    view.setUint32(0x3c, 128, true);
    view.setUint32(128, 0x50450000);
    view.setUint16(132, machine, true);
  });
const javaClass = head((view) => {
  view.setUint32(0, 0xcafebabe);
  view.setUint32(4, 61);
});

describe('executableFormat', () => {
  test.each<[string, Uint8Array, ReturnType<typeof executableFormat>]>([
    ['ELF, x64', elf(0x3e), { platform: 'linux', archs: ['x64'] }],
    ['ELF, arm64', elf(0xb7), { platform: 'linux', archs: ['arm64'] }],
    ['ELF, big-endian', elf(0x16, false), { platform: 'linux', archs: ['s390x'] }],
    ['ELF, unheard of', elf(0x7777), { platform: 'linux', archs: ['unknown'] }],
    ['Mach-O, arm64', mach(0x0100000c), { platform: 'darwin', archs: ['arm64'] }],
    ['universal Mach-O', fat(0x01000007, 0x0100000c), { platform: 'darwin', archs: ['x64', 'arm64'] }],
    ['PE, x64', pe(0x8664), { platform: 'win32', archs: ['x64'] }],
    ['a Java class', javaClass, undefined],
    ['a script', new TextEncoder().encode(`#!/bin/sh\n${'#'.repeat(100)}`), undefined],
    ['nothing', new Uint8Array(), undefined],
  ])('%s', (_name, bytes, expected) => {
    expect(executableFormat(bytes)).toEqual(expected);
  });

  test('tells the very Node that runs this', () => {
    const format = executableFormat(readFileSync(process.execPath).subarray(0, EXECUTABLE_HEAD_BYTES));
    expect(format?.platform).toBe(process.platform);
    expect(format?.archs).toContain(process.arch);
  });
});

describe('checkExecutable', () => {
  const linux = { platform: 'linux', arch: 'x64' } as const;
  const mac = { platform: 'darwin', arch: 'arm64' } as const;

  test.each<[string, Uint8Array, Parameters<typeof checkExecutable>[1]]>([
    ['its own', elf(0x3e), linux],
    ['a script', new Uint8Array(100), linux],
    ['Intel on Apple silicon', mach(0x01000007), mac],
    ['one of several', fat(0x7, 0x0100000c), mac],
    ['x64 on Windows on ARM', pe(0x8664), { platform: 'win32', arch: 'arm64' }],
  ])('passes %s', (_name, bytes, machine) => {
    expect(() => checkExecutable(bytes, machine)).not.toThrow();
  });

  test.each<[string, Uint8Array, Parameters<typeof checkExecutable>[1], string[]]>([
    ['another processor', elf(0xb7), linux, ['linux arm64']],
    ['another platform', mach(0x01000007), linux, ['darwin x64']],
    ['Apple silicon on Intel', mach(0x0100000c), { platform: 'darwin', arch: 'x64' }, ['darwin arm64']],
  ])('refuses %s', (_name, bytes, machine, required) => {
    expect(() => checkExecutable(bytes, machine)).toThrow(
      expect.objectContaining({
        code: 'BUNDLE_ARCHITECTURE_UNSUPPORTED',
        data: { required, found: `${machine.platform} ${machine.arch}` },
      }),
    );
  });
});
