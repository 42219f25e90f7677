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
  if (resultType !== 'complete') return message;
  const result = { ...MOULD, [WHOLE]: whole };
  return { ...message, result };
}

/** Reads a result with this schema, whether or not it comes in a mould. */
export function ofWhole<T>(schema: z.ZodType<T>): z.ZodType<T> {
  return z.preprocess(
    (result) => (typeof result === 'object' && result !== null && WHOLE in result ? result[WHOLE] : result),
    schema,
  );
}
