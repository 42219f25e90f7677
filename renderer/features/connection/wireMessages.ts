/**
 * Messages of the protocol: which are shown, and how they are written to a file. Pure.
 */
import type { WireMessage } from '../../../app/contract/servers.ts';

export interface WireFilter {
  readonly direction: 'both' | WireMessage['direction'];
  /** `undefined`: any. */
  readonly method: string | undefined;
  /** Anywhere in a message, whatever its case. */
  readonly text: string;
}

export function shownMessages(messages: readonly WireMessage[], filter: WireFilter): readonly WireMessage[] {
  const { direction, method } = filter;
  const wanted = filter.text.trim().toLowerCase();
  return messages.filter(
    (message) =>
      (direction === 'both' || message.direction === direction) &&
      (method === undefined || message.method === method) &&
      (wanted === '' || `${message.method ?? ''}\n${message.text}`.toLowerCase().includes(wanted)),
  );
}

/** In the order of the alphabet, each once. */
export function methodsOf(messages: readonly WireMessage[]): readonly string[] {
  return [...new Set(messages.flatMap(({ method }) => (method === undefined ? [] : [method])))].sort();
}

/** Indented where the text is whole; one that was cut stays as it is. */
export function prettyMessage(text: string): { readonly text: string; readonly isCut: boolean } {
  try {
    return { text: JSON.stringify(JSON.parse(text), undefined, 2), isCut: false };
  } catch {
    return { text, isCut: true };
  }
}

/** JSON Lines: one message a line, its text as JSON where it is whole. */
export function messagesAsLines(messages: readonly WireMessage[]): string {
  return messages
    .map(({ text, atMs, ...message }) => {
      const body = prettyMessage(text).isCut ? { cutText: text } : { message: JSON.parse(text) as unknown };
      return `${JSON.stringify({ at: new Date(atMs).toISOString(), ...message, ...body })}\n`;
    })
    .join('');
}
