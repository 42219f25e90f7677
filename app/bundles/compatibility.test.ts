/**
 * Which constraints count, and how their ranges read.
 */
import { describe, expect, test } from 'vitest';
import { manifestWith } from '../testing/manifests.ts';
import { checkCompatibility } from './compatibility.ts';
import { satisfiesPythonRange, satisfiesRange } from './versionRanges.ts';

const here = { platform: 'linux', hostVersion: '0.1.0', runtimes: { node: '24.21.0', python: '3.11.4' } } as const;
const server = (type: string) => ({ type, entry_point: 'a', mcp_config: { command: 'a' } });

describe('checkCompatibility', () => {
  test.each<[string, object]>([
    ['no constraint', {}],
    ['an empty one', { compatibility: {} }],
    ['this platform among others', { compatibility: { platforms: ['win32', 'linux'] } }],
    ['a runtime that fits', { compatibility: { runtimes: { node: '>=20 <25' } } }],
    ['another client’s version', { compatibility: { claude_desktop: '>=99.0.0' } }],
    ['our own version', { compatibility: { gatehouse: '>=0.1.0' } }],
    [
      'a runtime that the server type does not use',
      { server: server('binary'), compatibility: { runtimes: { node: '<1', python: '<1' } } },
    ],
    ['the other runtime', { compatibility: { runtimes: { python: '<1' } } }],
    ['a range that can’t be read', { compatibility: { runtimes: { node: 'any recent one' } } }],
  ])('passes %s', (_name, changes) => {
    expect(() => checkCompatibility(manifestWith(changes), here)).not.toThrow();
  });

  test('does not judge a runtime that is not there', () => {
    const manifest = manifestWith({ compatibility: { runtimes: { node: '>=99' } } });
    expect(() => checkCompatibility(manifest, { ...here, runtimes: {} })).not.toThrow();
  });

  test.each<[string, object, object]>([
    [
      'BUNDLE_PLATFORM_UNSUPPORTED',
      { platforms: ['darwin', 'win32'] },
      { required: ['darwin', 'win32'], found: 'linux' },
    ],
    ['BUNDLE_PLATFORM_UNSUPPORTED', { platforms: [] }, { required: [], found: 'linux' }],
    [
      'BUNDLE_RUNTIME_UNSUPPORTED',
      { runtimes: { node: '>=99' } },
      { runtime: 'node', required: '>=99', found: '24.21.0' },
    ],
    ['BUNDLE_HOST_VERSION_UNSUPPORTED', { gatehouse: '^2.0.0' }, { required: '^2.0.0', found: '0.1.0' }],
  ])('%s', (code, compatibility, data) => {
    expect(() => checkCompatibility(manifestWith({ compatibility }), here)).toThrow(
      expect.objectContaining({ code, data }),
    );
  });

  test('BUNDLE_RUNTIME_UNSUPPORTED for python, whose ranges have commas', () => {
    const manifest = manifestWith({ server: server('python'), compatibility: { runtimes: { python: '>=3.12,<4.0' } } });
    expect(() => checkCompatibility(manifest, here)).toThrow(
      expect.objectContaining({ code: 'BUNDLE_RUNTIME_UNSUPPORTED' }),
    );
  });
});

describe('satisfiesRange', () => {
  test.each([
    ['v24.21.0', '>=20', true],
    ['24.0.0-nightly.1', '>=23', true],
    ['18.1.0', '>=20', false],
    ['20.1.0', '18.x || 20.x', true],
    ['20.1.0', 'unreadable', true],
  ])('%s in %s: %s', (version, range, expected) => {
    expect(satisfiesRange(version, range)).toBe(expected);
  });
});

describe('satisfiesPythonRange (PEP 440)', () => {
  test.each([
    ['3.11.4', '>=3.8,<4.0', true],
    ['3.7.9', '>=3.8, <4.0', false],
    ['4.0.0', '>=3.8,<4.0', false],
    ['3.11.4', '==3.11.*', true],
    ['3.12.0', '==3.11.*', false],
    ['3.11.4', '==3.11.4', true],
    ['3.11.4', '!=3.11.4,>=3', false],
    ['3.11.5', '!=3.11.4', true],
    ['3.12.1', '~=3.10', true],
    ['4.0.0', '~=3.10', false],
    ['3.10.9', '~=3.10.2', true],
    ['3.11.0', '~=3.10.2', false],
    ['3.12.4', '<=3.12', false],
    ['3.8.1', '>3.8', true],
    ['3.14.0rc1', '>=3.14', true],
    ['3.11.4', '>=3.10 <3.12', true],
    ['3.11.4', '^3.12', false],
    ['3.11.4', 'something new', true],
  ])('%s in %s: %s', (version, range, expected) => {
    expect(satisfiesPythonRange(version, range)).toBe(expected);
  });
});
