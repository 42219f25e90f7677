/**
 * What a manifest may look like, compared with what the reference implementation's tolerant schemas accept.
 */
import { MANIFEST_SCHEMAS_LOOSE } from '@anthropic-ai/mcpb/browser';
import { describe, expect, test } from 'vitest';
import { AppError } from '../contract/errors.ts';
import { manifestBytes, RAW_MANIFEST } from '../testing/manifests.ts';
import { readManifest } from './manifest.ts';

const { server } = RAW_MANIFEST;
const uv = { type: 'uv', entry_point: 'src/main.py' };

function codeOf(json: unknown): string {
  try {
    readManifest(manifestBytes(json));
    return 'accepted';
  } catch (error) {
    if (error instanceof AppError) return error.code;
    throw error;
  }
}

describe('readManifest', () => {
  test('puts a whole manifest into our words', () => {
    const manifest = readManifest(
      manifestBytes({
        ...RAW_MANIFEST,
        manifest_version: '0.4',
        display_name: 'Notes',
        long_description: 'Long.',
        author: { name: 'Ada', url: 'https://ada.example' },
        homepage: 'https://notes.example',
        repository: { type: 'git', url: 'https://git.example/notes' },
        icons: [{ src: 'icon.png', size: '128x128', theme: 'dark' }],
        localization: { resources: 'l/${locale}.json', default_locale: 'en-US' },
        tools: [{ name: 'add', description: 'Adds.' }],
        tools_generated: true,
        prompts: [{ name: 'ask', arguments: ['x'], text: 'Ask ${arguments.x}' }],
        keywords: ['notes'],
        license: 'MIT',
        privacy_policies: ['https://notes.example/privacy'],
        compatibility: {
          claude_desktop: '>=99',
          gatehouse: '>=0.1.0',
          platforms: ['linux'],
          runtimes: { node: '>=20', python: '>=3.8,<4.0' },
        },
        user_config: {
          dirs: { type: 'directory', title: 'Folders', description: 'Where.', multiple: true, default: ['${HOME}'] },
          key: { type: 'string', title: 'Key', description: 'Secret.', sensitive: true, required: true },
          level: { type: 'number', title: 'Level', description: 'How.', min: 1, max: 3, default: 2 },
        },
        server: {
          ...server,
          mcp_config: { ...server.mcp_config, env: { A: '1' }, platform_overrides: { win32: { command: 'node.exe' } } },
        },
        _meta: { 'com.example': { x: 1 } },
      }),
    );
    expect(manifest).toEqual({
      manifestVersion: '0.4',
      name: 'notes',
      displayName: 'Notes',
      version: '1.2.3',
      description: 'Keeps notes.',
      longDescription: 'Long.',
      license: 'MIT',
      author: 'Ada',
      links: [
        { label: 'homepage', url: 'https://notes.example' },
        { label: 'repository', url: 'https://git.example/notes' },
        { label: 'author', url: 'https://ada.example' },
      ],
      privacyPolicies: ['https://notes.example/privacy'],
      keywords: ['notes'],
      icons: [{ src: 'icon.png', widthPx: 128, theme: 'dark' }],
      localization: { resources: 'l/${locale}.json', defaultLocale: 'en-US' },
      serverType: 'node',
      entryPoint: 'server/index.js',
      launch: { command: 'node', args: ['${__dirname}/server/index.js'], env: new Map([['A', '1']]) },
      overrides: new Map([['win32', { command: 'node.exe' }]]),
      tools: [{ name: 'add', description: 'Adds.' }],
      toolsGenerated: true,
      prompts: [{ name: 'ask', text: 'Ask ${arguments.x}' }],
      promptsGenerated: false,
      options: [
        {
          key: 'dirs',
          type: 'directory',
          title: 'Folders',
          description: 'Where.',
          required: false,
          multiple: true,
          sensitive: false,
          default: ['${HOME}'],
        },
        {
          key: 'key',
          type: 'string',
          title: 'Key',
          description: 'Secret.',
          required: true,
          multiple: false,
          sensitive: true,
        },
        {
          key: 'level',
          type: 'number',
          title: 'Level',
          description: 'How.',
          required: false,
          multiple: false,
          sensitive: false,
          min: 1,
          max: 3,
          default: 2,
        },
      ],
      platforms: ['linux'],
      nodeRange: '>=20',
      pythonRange: '>=3.8,<4.0',
      hostRange: '>=0.1.0',
    });
  });

  test('takes a byte order mark for none', () => {
    const bytes = Uint8Array.from([0xef, 0xbb, 0xbf, ...manifestBytes(RAW_MANIFEST)]);
    expect(readManifest(bytes).name).toBe('notes');
  });

  test.each(['0.1', '0.2', '0.3', '0.4'])('reads version %s by either name', (version) => {
    const rest = { ...RAW_MANIFEST, manifest_version: undefined };
    expect(readManifest(manifestBytes({ ...rest, manifest_version: version })).manifestVersion).toBe(version);
    expect(readManifest(manifestBytes({ ...rest, dxt_version: version })).manifestVersion).toBe(version);
  });

  test('prefers manifest_version to dxt_version', () => {
    expect(
      readManifest(manifestBytes({ ...RAW_MANIFEST, manifest_version: '0.2', dxt_version: '0.1' })).manifestVersion,
    ).toBe('0.2');
  });

  test.each<[string, unknown]>([
    ['a version to come', '0.5'],
    ['a number', 0.3],
    ['none', undefined],
    ['a huge one', 'x'.repeat(10_000)],
  ])('refuses %s as version', (_name, manifest_version) => {
    expect(codeOf({ ...RAW_MANIFEST, manifest_version })).toBe('BUNDLE_MANIFEST_VERSION_UNSUPPORTED');
  });

  test.each<[string, Uint8Array]>([
    ['nothing', new Uint8Array()],
    ['no JSON', new TextEncoder().encode('{name: 1}')],
    ['no UTF-8', Uint8Array.of(0x22, 0xff, 0x22)],
    ['a list', manifestBytes([])],
    ['null', manifestBytes(null)],
  ])('refuses %s', (_name, bytes) => {
    expect(() => readManifest(bytes)).toThrow(expect.objectContaining({ code: 'BUNDLE_MANIFEST_INVALID' }));
  });

  test('names what is wrong', () => {
    expect(() => readManifest(manifestBytes({ ...RAW_MANIFEST, version: 1 }))).toThrow(
      expect.objectContaining({ data: { problems: [expect.stringMatching(/^version: /)] } }),
    );
  });

  test('is not misled by __proto__', () => {
    const json = `{"__proto__":{"name":"polluted"},"user_config":{"__proto__":{"type":"string","title":"t","description":"d"}},${JSON.stringify(RAW_MANIFEST).slice(1)}`;
    const manifest = readManifest(new TextEncoder().encode(json));
    expect(manifest.name).toBe('notes');
    expect(manifest.options).toEqual([]);
    expect(({} as Record<string, unknown>)['name']).toBeUndefined();
  });

  test('ignores what a version does not know yet', () => {
    expect(
      readManifest(manifestBytes({ ...RAW_MANIFEST, manifest_version: '0.1', icons: 'none', privacy_policies: 1 }))
        .icons,
    ).toEqual([]);
  });
});

describe('acceptance', () => {
  test.each<[string, object]>([
    ['the least', {}],
    ['unknown keys', { anything: { at: 'all' } }],
    ['other clients', { compatibility: { some_client: '>=1', other: { nested: true } } }],
    ['another platform', { compatibility: { platforms: ['plan9'] } }],
    ['no server', { server: undefined }],
    ['an unknown server type', { server: { ...server, type: 'ruby' } }],
    ['a link that is none', { homepage: 'not a url' }],
    ['an author without a name', { author: {} }],
    ['args that are no list', { server: { ...server, mcp_config: { command: 'node', args: 'x' } } }],
    ['env that is no text', { server: { ...server, mcp_config: { command: 'node', env: { A: 1 } } } }],
    ['an option without a title', { user_config: { a: { type: 'string', description: 'd' } } }],
    ['an option of unknown type', { user_config: { a: { type: 'date', title: 't', description: 'd' } } }],
    ['an icon without a size', { icons: [{ src: 'a.png' }] }],
    ['a locale path without a place for it', { localization: { resources: 'a.json', default_locale: 'en' } }],
    ['uv in 0.4, without a command', { manifest_version: '0.4', server: uv }],
    ['uv before 0.4', { server: { ...server, type: 'uv' } }],
    ['node without a command', { server: { type: 'node', entry_point: 'a.js' } }],
  ])('of %s is as the reference has it', (_name, changes) => {
    const json: unknown = JSON.parse(JSON.stringify({ ...RAW_MANIFEST, ...changes }));
    const version = (json as { manifest_version: '0.3' | '0.4' }).manifest_version;
    const reference = MANIFEST_SCHEMAS_LOOSE[version].safeParse(json).success;
    expect(codeOf(json)).toBe(reference ? 'accepted' : 'BUNDLE_MANIFEST_INVALID');
  });

  test('is narrower where 0.4 would leave the command of a node server to nobody', () => {
    const json = { ...RAW_MANIFEST, manifest_version: '0.4', server: { type: 'node', entry_point: 'a.js' } };
    expect(codeOf(json)).toBe('BUNDLE_MANIFEST_INVALID');
  });

  test('is narrower for a variable whose name holds another', () => {
    const json = { ...RAW_MANIFEST, server: { ...server, mcp_config: { command: 'node', env: { 'A=B': 'x' } } } };
    expect(codeOf(json)).toBe('BUNDLE_MANIFEST_INVALID');
  });
});
