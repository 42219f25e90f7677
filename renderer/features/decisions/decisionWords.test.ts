import { expect, test } from 'vitest';
import { exampleConnect, exampleDecision } from '../consent/exampleDecision.ts';
import { exampleForm, examplePrompt, exampleReply, exampleUrl, exampleWait } from '../questions/exampleQuestions.ts';
import { exampleProviderSignIn, exampleSignIn, exampleSignInWait, exampleUpgrade } from '../signIn/exampleSignIn.ts';
import { asksWords, oldestFirst, originOf } from './decisionWords.ts';

test.each([
  [exampleDecision(), 'wants to run for the first time', 'notes 1.4.0'],
  [exampleConnect(), 'would be connected to for the first time', 'https://mcp.example.com:8443'],
  [exampleForm(), 'asks you to fill in a form', 'node /home/ada/notes/server.js'],
  [exampleForm({ fields: [] }), 'asks whether you agree', 'node /home/ada/notes/server.js'],
  [exampleUrl(), 'wants to open a web address', 'node /home/ada/notes/server.js'],
  [exampleWait(), 'waits until you have finished in your browser', 'node /home/ada/notes/server.js'],
  [examplePrompt(), 'asks for a language model’s answer', 'node /home/ada/notes/server.js'],
  [exampleReply(), 'would get a model’s answer', 'node /home/ada/notes/server.js'],
  [exampleReply({ state: 'generating' }), 'is being answered by a model', 'node /home/ada/notes/server.js'],
  [exampleSignIn(), 'asks you to sign in', 'https://mcp.example.com'],
  [exampleSignIn({ reason: 'again' }), 'asks you to sign in again', 'https://mcp.example.com'],
  [exampleProviderSignIn(), 'asks you to sign in at your identity provider', 'https://mcp.example.com'],
  [
    exampleProviderSignIn({ reason: 'again' }),
    'asks you to sign in again at your identity provider',
    'https://mcp.example.com',
  ],
  [exampleUpgrade(), 'asks for more than you have granted', 'https://mcp.example.com'],
  [exampleSignInWait(), 'waits for you to sign in in your browser', 'https://mcp.example.com'],
] as const)('%j', (decision, asks, origin) => {
  expect([asksWords(decision), originOf(decision)]).toEqual([asks, origin]);
});

test('a typed command with a secret in it is named by its file', () => {
  const example = exampleDecision();
  const plan = { ...example.plan, origin: { kind: 'typed' }, command: { parts: [{ secret: 'env.KEY' }] } } as const;
  expect(originOf({ ...example, plan })).toBe('/opt/gatehouse/node/bin/node');
});

test('who has waited longest comes first', () => {
  const times = [3_000, 1_000, 2_000].map((createdAtMs) => exampleForm({ createdAtMs }));
  expect(oldestFirst(times).map(({ createdAtMs }) => createdAtMs)).toEqual([1_000, 2_000, 3_000]);
});
