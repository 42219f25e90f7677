/**
 * Results of the newest revision, led past what the SDK asks of them to the schemas of this host.
 *
 * Measured: the SDK's client 2.4.0 refuses a whole result for one entry or block that it does not know, for a list that does
 * not say how long it is good, and for a result that does not say what it is. Here one odd entry costs nobody the rest, in
 * every era. So the SDK gets to see a mould that it takes, and the result travels in it to whoever asked.
 *
 * Spec: "clients MUST treat an absent `resultType` as `"complete"`" (2026-07-28 basic §ResultType).
 */
import type { JSONRPCMessage, Transport } from '@modelcontextprotocol/client';
import { z } from 'zod';

/** io.modelcontextprotocol/tasks §Polymorphic Results. */
const TASK = 'task';
/** A symbol: no server can send one. */
const WHOLE: unique symbol = Symbol('the result as it came');

/** The members that the SDK looks into, of all kinds of results together: an answer does not say what it answers. */
const MOULD = {
  resultType: 'complete',
  ttlMs: 0,
  cacheScope: 'private',
  tools: [],
  resources: [],
  resourceTemplates: [],
  prompts: [],
  contents: [],
  content: [],
  messages: [],
  completion: { values: [] },
} as const;

/** For a conversation of the modern era, once it is open: in the older eras the SDK passes results on as they are. */
export function passResultsWhole(transport: Transport): void {
  const deliver = transport.onmessage;
  transport.onmessage = (message, extra) => deliver?.(inMould(message), extra);
}

/** Leaves results that are not complete as they are: those are questions, or nothing that is known. Pure. */
export function inMould(message: JSONRPCMessage): JSONRPCMessage {
  if (!('result' in message)) return message;
  const { resultType = 'complete', ...whole } = message.result;
  if (resultType !== 'complete' && resultType !== TASK) return message;
  const result = { ...MOULD, [WHOLE]: resultType === TASK ? message.result : whole };
  return { ...message, result };
}

/**
 * Reads a result with this schema, whether or not it comes in a mould.
 *
 * Spec: a task in answer to a request that can't become one is "an invalid response" (io.modelcontextprotocol/tasks
 * §Capability Negotiation). `isTask` tells the schemas of those that can.
 */
export function ofWhole<T>(schema: z.ZodType<T>, { mayBeTask = false } = {}): z.ZodType<T> {
  return z.preprocess((result, context) => {
    const whole: unknown = typeof result === 'object' && result !== null && WHOLE in result ? result[WHOLE] : result;
    if (mayBeTask || whole === result || !isTask(whole)) return whole;
    context.addIssue('A task is no answer to this request.');
    return z.NEVER;
  }, schema);
}

/** Of a result as `ofWhole` hands it to its schema. */
export function isTask(whole: unknown): boolean {
  return typeof whole === 'object' && whole !== null && 'resultType' in whole && whole.resultType === TASK;
}
