import { MantineProvider } from '@mantine/core';
import { renderToStaticMarkup } from 'react-dom/server';
import { describe, expect, test } from 'vitest';
import { callOutcome, type CallOutcome } from '../../../app/contract/calls.ts';
import { CallOutcomeView } from './CallOutcomeView.tsx';

const markupOf = (outcome: CallOutcome): string =>
  renderToStaticMarkup(
    <MantineProvider>
      <CallOutcomeView outcome={outcome} />
    </MantineProvider>,
  );

const complete = (content: readonly unknown[], more: object = {}): CallOutcome =>
  callOutcome.parse({ kind: 'complete', content, structuredCheck: 'not_declared', isError: false, ...more });

describe('a result (S12)', () => {
  test.each([
    ['text', { type: 'text', text: '<img src=x onerror=alert(1)>' }],
    ['a link', { type: 'resource_link', uri: 'javascript:alert(1)', name: '<a href="x">' }],
    ['a resource', { type: 'resource', resource: { uri: 'a://b', mimeType: 'text/html', text: '<script>1</script>' } }],
    ['SVG', { type: 'image', mimeType: 'image/svg+xml', data: 'PHN2Zz4=' }],
    ['a block nobody knows', { type: 'unknown', block: { html: '<iframe>' } }],
  ])('never becomes markup, a link or a source: %s', (_name, block) => {
    const markup = markupOf(complete([block]));
    expect(markup).not.toMatch(/<(a|img|script|iframe|object|embed)\b|<[^>]*\s(href|src)=/);
  });

  test('shows a picture of a known type', () => {
    expect(markupOf(complete([{ type: 'image', mimeType: 'image/png', data: 'iVBORw==' }]))).toContain(
      'src="data:image/png;base64,iVBORw=="',
    );
  });

  test('shows what can’t be seen in it', () => {
    expect(markupOf(complete([{ type: 'text', text: 'a\u202Eb' }]))).toContain('⟨U+202E⟩');
  });
});

test('the tool’s own failure and a call that failed read differently', () => {
  const toolError = markupOf(complete([{ type: 'text', text: 'no such file' }], { isError: true }));
  expect(toolError).toContain('The tool says it failed');
  const error = { code: 'CALL_TIMED_OUT', message: 'late', data: {} } as const;
  expect(markupOf({ kind: 'failed', error })).not.toContain('The tool says it failed');
  expect(markupOf({ kind: 'failed', error })).toContain('CALL_TIMED_OUT');
});

test('the check of structured content is said in words', () => {
  const invalid = complete([], { structuredContent: { a: 1 }, structuredCheck: 'invalid', structuredProblem: '#/a' });
  expect(markupOf(invalid)).toContain('Does not fit the schema');
});
