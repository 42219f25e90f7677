/**
 * A manifest's texts in a person's language, from the bundle's own locale files.
 *
 * Only texts change. Tools and prompts that stand in a locale file alone are ignored, and so is anything in it that is not
 * a text for people: what runs must not depend on a language.
 *
 * @see MCPB MANIFEST.md §Localization
 */
import { z } from 'zod';
import type { Manifest } from './manifest.ts';

/** Longest locale file that is read. */
export const MAX_LOCALE_BYTES = 1024 * 1024;

/**
 * Name of the entry that holds the texts for a locale: es-UY, else es, else another es-*; `undefined` where the manifest's
 * own texts are the best there are.
 *
 * @param names Names of all entries.
 */
export function localeFile(manifest: Manifest, locale: string, names: readonly string[]): string | undefined {
  const { localization } = manifest;
  if (localization === undefined || sameLocale(localization.defaultLocale, locale)) return undefined;
  const [before = '', after = ''] = localization.resources.replace(/^(?:\.\/)+/, '').split(/\$\{locale\}/i);
  const found = names
    .filter((name) => name.length > before.length + after.length && name.startsWith(before) && name.endsWith(after))
    .map((name) => ({ name, locale: name.slice(before.length, name.length - after.length) }))
    .filter((file) => !file.locale.includes('/'))
    .toSorted((a, b) => (a.locale < b.locale ? -1 : 1));
  const language = languageOf(locale);
  const file =
    found.find((candidate) => sameLocale(candidate.locale, locale)) ??
    found.find((candidate) => sameLocale(candidate.locale, language)) ??
    found.find((candidate) => sameLocale(languageOf(candidate.locale), language));
  return file?.name;
}

function languageOf(locale: string): string {
  return locale.split(/[-_]/)[0] ?? locale;
}

function sameLocale(a: string, b: string): boolean {
  return a.replaceAll('_', '-').toLowerCase() === b.replaceAll('_', '-').toLowerCase();
}

const text = z.string().max(200_000).optional().catch(undefined);
const described = z
  .array(z.object({ name: z.string(), description: text, text }))
  .optional()
  .catch(undefined);
const localeTexts = z.object({
  display_name: text,
  description: text,
  long_description: text,
  author: z.object({ name: text }).optional().catch(undefined),
  keywords: z.array(z.string().max(500)).optional().catch(undefined),
  tools: described,
  prompts: described,
});

/** The manifest with the texts of a locale file. A file that can't be read changes nothing, field by field. */
export function localizeManifest(manifest: Manifest, localeBytes: Uint8Array): Manifest {
  const texts = localeTexts.safeParse(parseJson(localeBytes)).data;
  if (texts === undefined) return manifest;
  const longDescription = texts.long_description ?? manifest.longDescription;
  return {
    ...manifest,
    displayName: texts.display_name ?? manifest.displayName,
    description: texts.description ?? manifest.description,
    ...(longDescription !== undefined && { longDescription }),
    author: texts.author?.name ?? manifest.author,
    keywords: texts.keywords ?? manifest.keywords,
    tools: manifest.tools.map((tool) => ({ ...tool, ...describedAs(texts.tools, tool.name) })),
    prompts: manifest.prompts.map((prompt) => ({
      ...prompt,
      ...describedAs(texts.prompts, prompt.name),
      text: texts.prompts?.find(({ name }) => name === prompt.name)?.text ?? prompt.text,
    })),
  };
}

function describedAs(texts: z.infer<typeof described>, name: string): { description?: string } {
  const description = texts?.find((item) => item.name === name)?.description;
  return description === undefined ? {} : { description };
}

function parseJson(bytes: Uint8Array): unknown {
  try {
    return JSON.parse(new TextDecoder().decode(bytes));
  } catch {
    return undefined;
  }
}
