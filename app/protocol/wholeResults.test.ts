import type { JSONRPCMessage } from '@modelcontextprotocol/client';
import { describe, expect, test } from 'vitest';
import { z } from 'zod';
import { inMould, isTask, ofWhole } from './wholeResults.ts';

const jsonrpc = '2.0';
const anything = ofWhole(z.looseObject({}));

/** What becomes of a result on its way to whoever asked for it. */
function readBack(result: Record<string, unknown>): unknown {
  const message: JSONRPCMessage = inMould({ jsonrpc, id: 1, result });
  return anything.parse('result' in message ? message.result : undefined);
}

describe('a result (MCP 2026-07-28 basic §ResultType)', () => {
  test.each([{ content: [{ type: 'unheard of' }] }, { tools: 'none', ttlMs: 'long' }, { completion: 1, content: 2 }])(
    'comes whole to whoever asked, with a type or without: %j',
    (result) => {
      expect(readBack(result)).toEqual(result);
      expect(readBack({ ...result, resultType: 'complete' })).toEqual(result);
    },
  );

  test('is in nothing else than a mould', () => {
    expect(anything.parse({ content: [] })).toEqual({ content: [] });
  });

  test.each(['input_required', 'something new', 1, null])('that says %j is left as it is', (resultType) => {
    const message: JSONRPCMessage = { jsonrpc, id: 1, result: { resultType } };
    expect(inMould(message)).toBe(message);
  });

  test.each([
    ['an error', { jsonrpc, id: 1, error: { code: -32603, message: 'no' } }],
    ['a request', { jsonrpc, id: 1, method: 'ping' }],
    ['a notification', { jsonrpc, method: 'notifications/tools/list_changed' }],
  ] as const)('is what %s is not', (_name, message) => {
    expect(inMould(message)).toBe(message);
  });
});

describe('a result that is a task (io.modelcontextprotocol/tasks §Polymorphic Results)', () => {
  const task = { resultType: 'task', taskId: 't', status: 'working', content: 'of no matter' };
  const read = (result: unknown, mayBeTask: boolean): unknown =>
    ofWhole(z.looseObject({}), { mayBeTask }).safeParse(result).data;
  const moulded = (): unknown => {
    const message = inMould({ jsonrpc, id: 1, result: task });
    return 'result' in message ? message.result : undefined;
  };

  test('comes whole to whoever can take one, with its mark', () => {
    expect(read(moulded(), true)).toEqual(task);
    expect(isTask(read(moulded(), true))).toBe(true);
  });

  test('is no valid answer to any other request', () => {
    expect(read(moulded(), false)).toBeUndefined();
  });

  test('is an answer like any other in the older eras, which have no such mark', () => {
    expect(read(task, false)).toEqual(task);
  });

  test.each([{ resultType: 'complete' }, { resultType: 'Task' }, {}, null, 'task'])('is not %j', (result) => {
    expect(isTask(result)).toBe(false);
  });
});
