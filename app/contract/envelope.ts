/**
 * What travels on a channel between page and host: requests and their answers, and events.
 */
import { z } from 'zod';
import { errorView } from './errors.ts';
import { hostEvent } from './events.ts';

/** The WebSocket subprotocol of this version of the envelope. */
export const BRIDGE_PROTOCOL = 'gatehouse.v1';

/** A message from the page, bytes: an upload chunk in base64 and its frame fit. */
export const MAX_PAGE_MESSAGE_BYTES = 4 * 1024 * 1024;

export const pageMessage = z.strictObject({
  type: z.literal('request'),
  id: z.number().int().nonnegative(),
  command: z.string().max(100),
  params: z.unknown(),
});
export type PageMessage = z.infer<typeof pageMessage>;

export const hostMessage = z.discriminatedUnion('type', [
  z.strictObject({ type: z.literal('result'), id: z.number(), result: z.unknown() }),
  z.strictObject({ type: z.literal('error'), id: z.number(), error: errorView }),
  z.strictObject({ type: z.literal('event'), event: hostEvent }),
]);
export type HostMessage = z.infer<typeof hostMessage>;
