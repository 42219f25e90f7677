/**
 * Which locale file is taken, and what it may change.
 */
import { describe, expect, test } from 'vitest';
import { manifestBytes, manifestWith } from '../testing/manifests.ts';
import { localeFile, localizeManifest } from './localize.ts';

const localization = { resources: './locales/${locale}.json', default_locale: 'en-US' };

describe('localeFile', () => {
  test.each<[string, string, string[], string | undefined]>([
    ['the locale itself', 'es-UY', ['es', 'es-AR', 'es-UY'], 'es-UY'],
    ['in another spelling', 'es-UY', ['es_uy'], 'es_uy'],
    ['the language', 'es-UY', ['es-AR', 'es'], 'es'],
    ['another region', 'es-UY', ['fr', 'es-MX', 'es-AR'], 'es-AR'],
    ['nothing for another language', 'es-UY', ['fr', 'est'], undefined],
    ['nothing for the manifest’s own locale', 'en-US', ['en-GB', 'en-US'], undefined],
  ])('takes %s', (_name, locale, files, expected) => {
    const names = files.map((file) => `locales/${file}.json`);
    const manifest = manifestWith({ localization });
    expect(localeFile(manifest, locale, names)).toBe(expected && `locales/${expected}.json`);
  });

  test('takes nothing without localization, nor from a folder below', () => {
    expect(localeFile(manifestWith({}), 'es', ['locales/es.json'])).toBeUndefined();
    expect(localeFile(manifestWith({ localization }), 'es', ['locales/es/x.json', 'locales/.json'])).toBeUndefined();
  });
});

describe('localizeManifest', () => {
  const manifest = manifestWith({
    long_description: 'Long.',
    tools: [{ name: 'add', description: 'Adds.' }, { name: 'drop' }],
    prompts: [{ name: 'ask', text: 'Ask.' }],
  });

  test('changes texts, and nothing that runs', () => {
    const texts = {
      name: 'other',
      version: '9',
      server: { entry_point: 'evil.js' },
      display_name: 'Notas',
      description: 'Guarda notas.',
      author: { name: 'Ada L.', url: 'https://evil.example' },
      keywords: ['notas'],
      tools: [
        { name: 'add', description: 'Añade.' },
        { name: 'new', description: 'x' },
      ],
      prompts: [{ name: 'ask', description: 'Pregunta', text: 'Pregunte.' }],
    };
    expect(localizeManifest(manifest, manifestBytes(texts))).toEqual({
      ...manifest,
      displayName: 'Notas',
      description: 'Guarda notas.',
      author: 'Ada L.',
      keywords: ['notas'],
      tools: [{ name: 'add', description: 'Añade.' }, { name: 'drop' }],
      prompts: [{ name: 'ask', description: 'Pregunta', text: 'Pregunte.' }],
    });
  });

  test.each<[string, Uint8Array]>([
    ['no JSON', new TextEncoder().encode('{')],
    ['a list', manifestBytes([])],
    ['other types', manifestBytes({ display_name: 1, tools: 'x', author: null })],
  ])('changes nothing for %s', (_name, bytes) => {
    expect(localizeManifest(manifest, bytes)).toEqual(manifest);
  });
});
