/**
 * What a server said it offers, read from its capabilities (MCP 2025-11-25 basic/lifecycle §Capability Negotiation). Pure.
 */
import type { ServerState } from '../../../app/contract/servers.ts';

export type Offer = 'resources' | 'prompts' | 'completions' | 'logging';

/** `undefined` while it does not run, and so nothing is known. */
export function offers(state: ServerState, offer: Offer): boolean | undefined {
  return state.kind === 'running' ? Object.hasOwn(state.connection.serverCapabilities, offer) : undefined;
}

/** Whether it tells when a resource changes. */
export function canWatch(state: ServerState): boolean {
  if (state.kind !== 'running') return false;
  const { resources } = state.connection.serverCapabilities;
  return (
    typeof resources === 'object' && resources !== null && 'subscribe' in resources && resources.subscribe === true
  );
}
