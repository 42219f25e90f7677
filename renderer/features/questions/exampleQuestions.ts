/**
 * One question of every kind with something in every field, for tests.
 */
import {
  formDecisionView,
  promptDecisionView,
  replyDecisionView,
  urlDecisionView,
  waitDecisionView,
  type FormDecisionView,
  type PromptDecisionView,
  type ReplyDecisionView,
  type UrlDecisionView,
  type WaitDecisionView,
} from '../../../app/contract/input.ts';

type Change = Readonly<Record<string, unknown>>;

const asking = {
  decisionId: 'dec_question0',
  digest: `sha256:${'e'.repeat(64)}`,
  createdAtMs: 1_000,
  expiresAtMs: 901_000,
  serverId: 'srv_example00',
  serverName: 'Notes',
  serverOrigin: 'node /home/ada/notes/server.js',
  duringTools: ['book_table'],
};

/** Parsed, so that the examples can't drift from the contract. */
export function exampleForm(change: Change = {}): FormDecisionView {
  return formDecisionView.parse({
    kind: 'elicitation_form',
    ...asking,
    message: 'Please tell me where and when.\nSee https://example.com/help for help.',
    fields: exampleFields,
    ...change,
  });
}

const options = ['red', 'green', 'blue'].map((value) => ({ value, title: `The ${value} one` }));
const base = { required: true, looksSecret: false };

const exampleFields = [
  {
    kind: 'text',
    key: 'name',
    title: 'Your name',
    description: 'As it stands in your passport.',
    ...base,
    minLength: 2,
    maxLength: 80,
  },
  { kind: 'text', key: 'mail', title: 'E-mail', ...base, format: 'email', default: 'ada@example.com' },
  { kind: 'text', key: 'site', ...base, required: false, format: 'uri' },
  { kind: 'text', key: 'day', title: 'Day', ...base, format: 'date', default: '2026-12-24' },
  { kind: 'text', key: 'at', title: 'Time of arrival', ...base, required: false, format: 'date-time' },
  { kind: 'text', key: 'code', title: 'Table code', ...base, required: false, pattern: '^[A-Z]{3}$' },
  { kind: 'number', key: 'guests', title: 'Guests', ...base, integer: true, minimum: 1, maximum: 12, default: 2 },
  { kind: 'boolean', key: 'window', title: 'By the window?', ...base, required: false },
  { kind: 'choice', key: 'room', title: 'Room', ...base, options, default: 'green' },
  { kind: 'choices', key: 'extras', title: 'Extras', ...base, required: false, options, maxItems: 2, default: ['red'] },
];

export function exampleUrl(change: Change = {}): UrlDecisionView {
  return urlDecisionView.parse({
    kind: 'elicitation_url',
    ...asking,
    message: 'Please sign in, so that I can read your calendar.',
    url: {
      url: 'https://login.xn--bcher-kva.example/authorize?client=notes&state=8f2c#top',
      scheme: 'https',
      host: 'login.xn--bcher-kva.example',
      hostUnicode: 'login.bücher.example',
      registrable: 'xn--bcher-kva.example',
      rest: '/authorize?client=notes&state=8f2c#top',
      warnings: ['PUNYCODE'],
    },
    ...change,
  });
}

export function exampleWait(change: Change = {}): WaitDecisionView {
  return waitDecisionView.parse({
    kind: 'elicitation_wait',
    ...asking,
    message: 'Please sign in, so that I can read your calendar.',
    host: 'login.example.com',
    ...change,
  });
}

const conversation = [
  { role: 'user', content: [{ type: 'text', text: 'What is the weather in Utrecht?' }] },
  {
    role: 'assistant',
    content: [{ type: 'tool_use', id: 'use_1', name: 'weather', input: { city: 'Utrecht' }, _meta: { cache: 'a' } }],
  },
  {
    role: 'user',
    content: [{ type: 'tool_result', toolUseId: 'use_1', content: [{ type: 'text', text: '14 °C, rain' }] }],
  },
];

export function examplePrompt(change: Change = {}): PromptDecisionView {
  return promptDecisionView.parse({
    kind: 'sampling_prompt',
    ...asking,
    messages: conversation,
    systemPrompt: 'You are brief.',
    maxTokens: 800,
    temperature: 0.7,
    stopSequences: ['END'],
    tools: [{ name: 'weather', description: 'The weather of a city.', inputSchema: { type: 'object' } }],
    toolChoice: 'auto',
    hints: ['claude', 'gpt'],
    suggestedModelId: 'mdl_second00',
    budget: { requests: 3, maxRequests: 20, tokens: 1_200, maxTokens: 100_000, rounds: 1, maxRounds: 10 },
    ...change,
  });
}

export function exampleReply(change: Change = {}): ReplyDecisionView {
  return replyDecisionView.parse({
    kind: 'sampling_reply',
    ...asking,
    modelName: 'My local model',
    state: 'ready',
    content: [
      { type: 'text', text: 'It rains. Let me look again.' },
      { type: 'tool_use', id: 'use_2', name: 'weather', input: { city: 'Utrecht' } },
    ],
    stopReason: 'toolUse',
    outputTokens: 42,
    ...change,
  });
}
