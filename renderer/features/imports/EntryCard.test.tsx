import { MantineProvider } from '@mantine/core';
import { renderToStaticMarkup } from 'react-dom/server';
import { describe, expect, test } from 'vitest';
import type { ImportEntry } from '../../../app/contract/imports.ts';
import { EntryCard } from './EntryCard.tsx';
import { exampleImport } from './exampleImport.ts';
import { initialForms } from './importForm.ts';

function markupOf(index: number, change: Partial<ImportEntry> = {}): string {
  const view = exampleImport();
  const entry = view.entries[index];
  const form = initialForms(view)[index];
  if (entry === undefined || form === undefined) throw new Error('The example has no such entry.');
  return renderToStaticMarkup(
    <MantineProvider>
      <EntryCard
        entry={{ ...entry, ...change }}
        form={form}
        speaker="Cursor says:"
        problems={undefined}
        onChange={() => undefined}
      />
    </MantineProvider>,
  );
}

describe('an entry that is not chosen', () => {
  test('that can’t be added says why, and can’t be ticked', () => {
    const markup = markupOf(2);
    expect(markup).toContain('Gatehouse can’t run servers of this kind');
    expect(markup).toContain('disabled=""');
  });

  test('draws names and details of others so that nothing in them is hidden (S12)', () => {
    const markup = markupOf(1, { name: 'a\u202eb', notes: [{ code: 'PROJECT', detail: '/home/\u200bada<b>' }] });
    expect(markup).not.toMatch(/[\u202e\u200b]|<b>/);
    expect(markup).toContain('⟨U+202E⟩');
    expect(markup).toContain('⟨U+200B⟩');
  });
});
