/**
 * What servers write into their questions, as it is drawn.
 */
import { MantineProvider } from '@mantine/core';
import { renderToStaticMarkup } from 'react-dom/server';
import type { ReactNode } from 'react';
import { describe, expect, test } from 'vitest';
import { Conversation } from './Conversation.tsx';
import { exampleForm, examplePrompt, exampleReply, exampleUrl, exampleWait } from './exampleQuestions.ts';
import { FormQuestion } from './FormQuestion.tsx';
import { FormReview } from './FormReview.tsx';
import { LimitsSection } from './LimitsSection.tsx';
import { startPrompt } from './promptState.ts';
import { ReplyQuestion } from './ReplyQuestion.tsx';
import { UrlQuestion } from './UrlQuestion.tsx';
import { WaitQuestion } from './WaitQuestion.tsx';

const HOSTILE = '<a href="https://evil.example">x</a> https://evil.example \u202E<img src=x onerror=alert(1)>';

const field = { title: HOSTILE, description: HOSTILE, required: false, looksSecret: true };
const options = [{ value: HOSTILE, title: HOSTILE }];
const asked = { serverName: HOSTILE, serverOrigin: HOSTILE, duringTools: [HOSTILE], message: HOSTILE };
const { message: _message, ...askedWithoutMessage } = asked;
const form = exampleForm({
  ...asked,
  fields: [
    { kind: 'text', key: 'a', pattern: HOSTILE, ...field },
    { kind: 'number', key: 'b', integer: true, ...field },
    { kind: 'boolean', key: 'c', ...field },
    { kind: 'choice', key: 'd', options, ...field },
    { kind: 'choices', key: 'e', options, ...field },
  ],
});
const url = exampleUrl({ ...asked, url: { ...exampleUrl().url, url: `https://evil.example/${HOSTILE}` } });
const prompt = examplePrompt({
  ...askedWithoutMessage,
  systemPrompt: HOSTILE,
  messages: [
    {
      role: 'user',
      content: [
        { type: 'text', text: HOSTILE },
        { type: 'image', mimeType: 'image/svg+xml', data: 'PHN2Zz4=' },
        { type: 'tool_use', id: 'x', name: HOSTILE, input: { [HOSTILE]: HOSTILE } },
        { type: 'tool_result', toolUseId: 'x', content: [{ type: 'resource_link', uri: HOSTILE }] },
      ],
    },
  ],
  tools: [{ name: HOSTILE, description: HOSTILE, inputSchema: { title: HOSTILE } }],
  hints: [HOSTILE],
  stopSequences: [HOSTILE],
});
const page = { pending: false, error: undefined, onAnswer: () => Promise.resolve(undefined) };

const markupOf = (drawn: ReactNode): string => renderToStaticMarkup(<MantineProvider>{drawn}</MantineProvider>);

describe('texts of a server’s question (S12; MCP 2025-11-25 client/elicitation §Safe URL Handling)', () => {
  test.each([
    ['a form', <FormQuestion key="" decision={form} {...page} />],
    ['its review', <FormReview key="" fields={form.fields} content={{ a: HOSTILE, d: HOSTILE, e: [HOSTILE] }} />],
    ['an address', <UrlQuestion key="" decision={url} {...page} />],
    [
      'a wait',
      <WaitQuestion
        key=""
        decision={exampleWait({ ...asked, host: HOSTILE })}
        {...page}
        onPutAside={() => undefined}
      />,
    ],
    [
      'a conversation',
      <Conversation key="" decision={prompt} state={startPrompt(prompt, [])} onState={() => undefined} />,
    ],
    ['limits', <LimitsSection key="" decision={prompt} />],
    [
      'a reply',
      <ReplyQuestion
        key=""
        decision={exampleReply({
          ...askedWithoutMessage,
          modelName: HOSTILE,
          content: prompt.messages[0]?.content,
          stopReason: HOSTILE,
        })}
        {...page}
      />,
    ],
  ])('never become a link, a source or markup, and hide nothing: %s', (_name, drawn) => {
    const markup = markupOf(drawn);
    expect(markup).not.toMatch(/<(a|img|script|iframe|object|embed)\b|<[^>]*\s(href|src|srcset)="/);
    expect(markup).toContain('⟨U+202E⟩');
    expect(markup).not.toContain('\u202E');
  });
});

test('a browser fills nothing into a form', () => {
  const inputs =
    markupOf(<FormQuestion decision={exampleForm()} {...page} />).match(/<(input|textarea)\b[^>]*>/g) ?? [];
  const typed = inputs.filter(
    (input) => !/type="(radio|checkbox|hidden)"/.test(input) && !input.includes('aria-hidden'),
  );
  expect(typed.length).toBeGreaterThan(5);
  expect(
    typed.filter((input) => !input.includes('autoComplete="off"') && !input.includes('autocomplete="off"')),
  ).toEqual([]);
});

test('a form that seems to ask for a secret says that servers must not', () => {
  expect(markupOf(<FormQuestion decision={form} {...page} />)).toContain('Servers must not ask for such things');
  expect(markupOf(<FormQuestion decision={exampleForm()} {...page} />)).not.toContain('Servers must not ask');
});

test('an address is whole, in one piece of text', () => {
  const markup = markupOf(<UrlQuestion decision={exampleUrl()} {...page} />);
  expect(markup.replaceAll(/<[^>]*>/g, '').replaceAll('&amp;', '&')).toContain(exampleUrl().url.url);
});
