import { describe, expect, test } from 'vitest';
import type { WireMessage } from '../../../app/contract/servers.ts';
import { messagesAsLines, methodsOf, prettyMessage, shownMessages } from './wireMessages.ts';

const call: WireMessage = {
  seq: 1,
  atMs: 0,
  direction: 'sent',
  kind: 'request',
  method: 'tools/call',
  id: 7,
  sizeChars: 40,
  text: '{"method":"tools/call","id":7}',
};
const answer: WireMessage = {
  ...call,
  seq: 2,
  direction: 'received',
  kind: 'result',
  text: '{"result":{"a":"Ünder"}}',
};
const note: WireMessage = {
  seq: 3,
  atMs: 5,
  direction: 'received',
  kind: 'notification',
  method: 'notifications/message',
  sizeChars: 9,
  text: '{"params":"cut…',
};
const all = [call, answer, note];
const any = { direction: 'both', method: undefined, text: '' } as const;

describe('shownMessages', () => {
  test.each([
    ['everything', any, [1, 2, 3]],
    ['one direction', { ...any, direction: 'received' as const }, [2, 3]],
    ['a method, with its answers', { ...any, method: 'tools/call' }, [1, 2]],
    ['text in any case', { ...any, text: ' ünDER ' }, [2]],
    ['text of the method', { ...any, text: 'notifications/' }, [3]],
    ['nothing', { ...any, text: 'zzz' }, []],
  ])('%s', (_name, filter, seqs) => {
    expect(shownMessages(all, filter).map(({ seq }) => seq)).toEqual(seqs);
  });
});

test('each method is offered once', () => {
  expect(methodsOf(all)).toEqual(['notifications/message', 'tools/call']);
});

test('a message that was cut is shown as it is', () => {
  expect(prettyMessage(note.text)).toEqual({ text: note.text, isCut: true });
  expect(prettyMessage('{"a":1}')).toEqual({ text: '{\n  "a": 1\n}', isCut: false });
});

test('a file has one message a line, each of them JSON', () => {
  const lines = messagesAsLines(all)
    .trimEnd()
    .split('\n')
    .map((line): unknown => JSON.parse(line));
  expect(lines).toHaveLength(3);
  expect(lines[0]).toMatchObject({ at: '1970-01-01T00:00:00.000Z', message: { method: 'tools/call', id: 7 } });
  expect(lines[2]).toMatchObject({ cutText: note.text });
});
