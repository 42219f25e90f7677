/**
 * Words for how a server is spoken to. Pure.
 */
import type { ConnectionView } from '../../../app/contract/servers.ts';

const TRANSPORTS: Readonly<Record<ConnectionView['transport'], string>> = {
  stdio: 'A program on this computer, over its input and output (stdio)',
  streamable_http: 'Streamable HTTP',
  sse: 'HTTP with SSE, the older way',
};

export function transportWords(transport: ConnectionView['transport']): string {
  return TRANSPORTS[transport];
}

/** After the version, where there is something to say: `, with a session`. Sessions exist over HTTP in the older era only. */
export function sessionWords({ transport, era, hasSession }: ConnectionView): string {
  if (hasSession) return ', with a session';
  return transport === 'stdio' || era === 'modern' ? '' : ', without a session';
}

export function eraWords(era: ConnectionView['era']): string {
  return era === 'modern' ? 'current protocol (2026-07-28 and later)' : 'earlier protocol (2025-11-25 and before)';
}
