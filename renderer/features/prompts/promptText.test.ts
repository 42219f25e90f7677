import { expect, test } from 'vitest';
import { messagesText } from './promptText.ts';

test('messages are copied under their roles', () => {
  const messages = [
    { role: 'user', content: { type: 'text', text: 'Review this' } },
    { role: 'assistant', content: { type: 'text', text: 'Gladly' } },
  ] as const;
  expect(messagesText(messages)).toBe('user:\nReview this\n\nassistant:\nGladly');
});

test.each([
  ['a resource as its text', { type: 'resource', resource: { uri: 'a://b', text: 'body' } } as const, 'body'],
  ['what nobody knows as JSON', { type: 'unknown', block: { a: 1 } } as const, '{\n  "a": 1\n}'],
])('copied: %s', (_name, content, text) => {
  expect(messagesText([{ role: 'user', content }])).toBe(`user:\n${text}`);
});
