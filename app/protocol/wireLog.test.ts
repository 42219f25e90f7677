import { describe, expect, test } from 'vitest';
import { WireLog } from './wireLog.ts';

const asItIs = (text: string): string => text;
const call = (id: number) => ({ jsonrpc: '2.0', id, method: 'tools/call', params: { name: 'echo' } }) as const;

describe('the protocol log', () => {
  test('tells requests, answers and notifications apart, and which request an answer is to', () => {
    const log = new WireLog();
    log.record('sent', call(1), 10);
    log.record('received', { jsonrpc: '2.0', method: 'notifications/progress', params: {} }, 11);
    log.record('received', { jsonrpc: '2.0', id: 1, result: {} }, 12);
    log.record('received', { jsonrpc: '2.0', id: 9, error: { code: -1, message: 'no' } }, 13);
    const { messages, droppedMessages } = log.after(0, asItIs);
    expect(droppedMessages).toBe(0);
    expect(messages.map(({ direction, kind, method }) => [direction, kind, method])).toEqual([
      ['sent', 'request', 'tools/call'],
      ['received', 'notification', 'notifications/progress'],
      ['received', 'result', 'tools/call'],
      ['received', 'error', undefined],
    ]);
    expect(log.after(3, asItIs).messages).toHaveLength(1);
  });

  test('shows no secret and no address that was to be opened (S9)', () => {
    const log = new WireLog();
    const params = { mode: 'url', url: 'https://pay.example/confirm?code=12345', note: 'hunter22' };
    log.record('received', { jsonrpc: '2.0', id: 1, method: 'elicitation/create', params }, 1);
    const [message] = log.after(0, (text) => text.replaceAll('hunter22', '•••')).messages;
    expect(message?.text).toContain('https://pay.example/…');
    expect(message?.text).not.toMatch(/12345|hunter22/);
  });

  test('keeps the newest, says how many are gone, and cuts what is long', () => {
    const log = new WireLog();
    for (let id = 0; id < 5_000; id += 1) log.record('sent', call(id), id);
    const { messages, droppedMessages } = log.after(0, asItIs);
    expect(messages.at(-1)?.seq).toBe(5_000);
    expect(messages.length).toBeLessThanOrEqual(2_400);
    expect(droppedMessages + messages.length).toBe(5_000);
    log.record('sent', { ...call(1), params: { name: 'x'.repeat(1_000_000) } }, 1);
    expect(log.after(5_000, asItIs).messages[0]?.text.length).toBeLessThan(30_000);
  });

  test('stays bounded when single messages are large', () => {
    const log = new WireLog();
    for (let id = 0; id < 100; id += 1)
      log.record('sent', { ...call(id), params: { name: 'x'.repeat(1_000_000) } }, id);
    expect(log.after(0, asItIs).messages.length).toBeLessThan(25);
  });
});
