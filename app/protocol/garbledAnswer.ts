/**
 * Answers that are none: what stands in their place, so that whoever waits for one does not wait in vain.
 */
import { INTERNAL_ERROR } from '@modelcontextprotocol/client';
import type { JSONRPCMessage } from '@modelcontextprotocol/client';

/**
 * Levels of arrays and objects in one message. Choice: no honest answer comes near it, and everything that walks a value
 * by calling itself, `JSON.stringify` included, is safe far beyond it.
 */
const MAX_NESTING = 1_000;

/**
 * The `data` of the error that stands for an answer that is none. Compared by identity, which no server can forge.
 */
export const GARBLED_ANSWER = { garbled: true } as const;
export const GARBLED = 'The answer is no JSON-RPC response.';

/** What settles a request of ours whose answer can't be read; `undefined` for what is no answer to anything. */
export function garbledAnswer(value: unknown): JSONRPCMessage | undefined {
  if (typeof value !== 'object' || value === null || !('jsonrpc' in value) || !('id' in value)) return undefined;
  const { id } = value;
  if ('method' in value || (typeof id !== 'string' && !Number.isFinite(id))) return undefined;
  const error = { code: INTERNAL_ERROR, message: GARBLED, data: GARBLED_ANSWER };
  return { jsonrpc: '2.0', id: id as string | number, error }; // It was looked at just before.
}

export function nestsTooDeep(value: unknown): boolean {
  return nestsDeeper(value, MAX_NESTING);
}

function nestsDeeper(value: unknown, levels: number): boolean {
  if (typeof value !== 'object' || value === null) return false;
  if (levels === 0) return true;
  const members: readonly unknown[] = Array.isArray(value) ? value : Object.values(value);
  return members.some((member) => nestsDeeper(member, levels - 1));
}
