/**
 * What reaches a person's eyes of a bundle, icon and links in particular.
 */
import { describe, expect, test } from 'vitest';
import { bundleView as bundleViewSchema } from '../contract/bundles.ts';
import { sha256 } from '../contract/ids.ts';
import { manifestWith } from '../testing/manifests.ts';
import { bundleView } from './bundleView.ts';
import { iconDataUrl, iconFile, MAX_ICON_BYTES } from './icons.ts';

const PNG = Uint8Array.of(0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a, 1, 2, 3);
const opened = {
  path: '/x/notes.mcpb',
  fileName: 'notes.mcpb',
  sha256: sha256.parse(`sha256:${'a'.repeat(64)}`),
  sizeBytes: 100,
  expandedBytes: 200,
  names: ['manifest.json', 'server/index.js'],
  manifest: new Uint8Array(),
  signature: undefined,
};
const view = (changes: object, icon?: Uint8Array) =>
  bundleView({ opened, manifest: manifestWith(changes), signature: { status: 'unsigned' }, options: [], icon });

describe('bundleView', () => {
  test('fits the contract', () => {
    const whole = view(
      { license: 'MIT', tools: [{ name: 'a', description: 'b' }], prompts: [{ name: 'p', text: 't' }] },
      PNG,
    );
    expect(bundleViewSchema.parse(whole)).toEqual(whole);
    expect(whole).toMatchObject({
      displayName: 'notes',
      entryCount: 2,
      declaredPrompts: ['p'],
      iconDataUrl: 'data:image/png;base64,iVBORw0KGgoBAgM=',
    });
  });

  test('keeps links to the web and drops every other (S11)', () => {
    const links = view({
      homepage: 'https://notes.example',
      documentation: 'javascript:alert(1)',
      support: 'file:///etc/passwd',
      privacy_policies: ['http://notes.example/privacy', 'data:text/html,x'],
    });
    expect(links.links).toEqual([{ label: 'homepage', url: 'https://notes.example' }]);
    expect(links.privacyPolicies).toEqual(['http://notes.example/privacy']);
  });
});

describe('iconDataUrl', () => {
  test('takes a PNG up to the limit and nothing else (S11)', () => {
    const large = new Uint8Array(MAX_ICON_BYTES + 1);
    large.set(PNG);
    expect(iconDataUrl(large.subarray(0, MAX_ICON_BYTES))).toMatch(/^data:image\/png;base64,/);
    expect(iconDataUrl(large)).toBeUndefined();
    expect(iconDataUrl(new TextEncoder().encode('<svg onload="alert(1)"/>'))).toBeUndefined();
    expect(iconDataUrl(PNG.subarray(0, 7))).toBeUndefined();
  });
});

describe('iconFile', () => {
  const names = ['icon.png', '16.png', '128.png', 'dark.png', '1024.png'];
  const icons = (...list: readonly [string, string, string?][]) =>
    list.map(([src, size, theme]) => ({ src, size, ...(theme !== undefined && { theme }) }));

  test.each<[string, object, string | undefined]>([
    ['none', {}, undefined],
    ['icon', { icon: 'icon.png' }, 'icon.png'],
    ['icon with a dot before it', { icon: './icon.png' }, 'icon.png'],
    ['icons before icon', { icon: 'icon.png', icons: icons(['16.png', '16x16']) }, '16.png'],
    [
      'the size that fits best',
      { icons: icons(['16.png', '16x16'], ['1024.png', '1024x1024'], ['128.png', '128x128']) },
      '128.png',
    ],
    ['one without a theme', { icons: icons(['dark.png', '128x128', 'dark'], ['1024.png', '1024x1024']) }, '1024.png'],
    ['no icon from the web', { icon: 'https://evil.example/track.png' }, undefined],
    ['no absolute path', { icon: '/etc/icon.png' }, undefined],
    ['no placeholder', { icon: '${__dirname}/icon.png' }, undefined],
    ['nothing outside', { icon: '../icon.png' }, undefined],
  ])('%s', (_name, changes, expected) => {
    expect(iconFile(manifestWith(changes), names)).toBe(expected);
  });
});
