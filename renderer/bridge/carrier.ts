/**
 * What carries text between page and host. There are two: Electron's IPC and a WebSocket.
 */
import type { SessionRefusal } from '../../app/contract/session.ts';

/** Why a line ended: `lost` may come back by itself, `refused` needs a new link, after `quit` there is no host any more. */
export type LineEnd =
  { readonly kind: 'lost' } | { readonly kind: 'refused'; readonly reason: SessionRefusal } | { readonly kind: 'quit' };

export interface LineHandlers {
  readonly onOpen: () => void;
  /** One whole message of the envelope. */
  readonly onText: (text: string) => void;
  /** Called once, also when the line never opened. */
  readonly onEnd: (end: LineEnd) => void;
}

export interface Line {
  readonly send: (text: string) => void;
  /** Ends the line; no handler is called any more. */
  readonly close: () => void;
}

export interface Carrier {
  /** Starts to open a line. No handler is called before this returns. */
  readonly open: (handlers: LineHandlers) => Line;
}
