import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { TASKS_EXTENSION } from '../contract/tasks.ts';
import { taskOffer, toolAnswer } from './taskOffer.ts';

const none = { edition: undefined, canCancel: false, canList: false };
const call = { tools: { call: {} } };
const offered = { tasks: { list: {}, cancel: {}, requests: call } };
const extended = { extensions: { [TASKS_EXTENSION]: {} } };

describe('what a server offers of tasks', () => {
  test.each<[string, object, object]>([
    ['all of it', offered, { edition: 'core', canCancel: true, canList: true }],
    ['calls alone', { tasks: { requests: call } }, { edition: 'core', canCancel: false, canList: false }],
    ['nothing', {}, none],
    ['no calls', { tasks: { list: {}, cancel: {} } }, none],
    ['calls of other things', { tasks: { requests: { sampling: { createMessage: {} } } } }, none],
    ['nonsense', { tasks: true }, none],
    ['what only the newer era has', extended, none],
  ])('in 2025-11-25: %s (MCP 2025-11-25 basic/utilities/tasks §Server Capabilities)', (_name, capabilities, offer) => {
    const view = { era: 'legacy', protocolVersion: '2025-11-25', serverCapabilities: { ...capabilities } } as const;
    expect(taskOffer(view)).toEqual(offer);
  });

  test.each(['2025-06-18', '2025-03-26', '2024-11-05'])('in %s is nothing, whatever it says', (protocolVersion) => {
    expect(taskOffer({ era: 'legacy', protocolVersion, serverCapabilities: offered })).toEqual(none);
  });

  test.each<[string, object, object]>([
    ['the extension', extended, { edition: 'extension', canCancel: true, canList: false }],
    ['what only 2025-11-25 has', offered, none],
    ['another extension', { extensions: { 'com.example/tasks': {} } }, none],
    ['nonsense', { extensions: { [TASKS_EXTENSION]: null } }, none],
  ])('in 2026-07-28: %s (io.modelcontextprotocol/tasks §Capability Negotiation)', (_name, capabilities, offer) => {
    const view = { era: 'modern', protocolVersion: '2026-07-28', serverCapabilities: { ...capabilities } } as const;
    expect(taskOffer(view)).toEqual(offer);
  });
});

describe('an answer to a call', () => {
  const content = [{ type: 'text', text: 'said' }];
  const task = { taskId: 't', status: 'working' };

  test.each<[string, boolean, object, object]>([
    ['asked for', true, { task, _meta: { a: 1 } }, { kind: 'task', created: task, meta: { a: 1 } }],
    ['that nobody asked for', false, { task, content }, { kind: 'result', result: { task, content } }],
    ['that was asked for and did not come', true, { content }, { kind: 'result', result: { content } }],
    [
      'of the newer era',
      false,
      { resultType: 'task', ...task },
      { kind: 'task', created: { resultType: 'task', ...task } },
    ],
    [
      'without an id, which is no empty result',
      true,
      { task: { taskId: 7 } },
      { kind: 'task', created: { taskId: 7 } },
    ],
  ])('is a task or a result: one %s', (_name, wasAsked, answer, read) => {
    expect(toolAnswer(wasAsked).parse(answer)).toMatchObject(read);
  });

  test('is neither where it makes no sense, and never throws', () => {
    expect(toolAnswer(true).safeParse({ content: 'none' }).success).toBe(false);
    fc.assert(
      fc.property(fc.boolean(), fc.anything(), (wasAsked, answer) => {
        toolAnswer(wasAsked).safeParse(answer);
      }),
    );
  });
});
