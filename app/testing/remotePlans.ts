/**
 * Plans of remote servers for tests.
 */
import type { RemotePlan } from '../contract/plan.ts';

/** `https://mcp.example/mcp`, a public server without headers, unless changed. */
export function remotePlan(change: Partial<RemotePlan> = {}): RemotePlan {
  const url = new URL(change.url ?? 'https://mcp.example/mcp');
  return {
    formatVersion: 1,
    kind: 'remote',
    url: url.href,
    origin: url.origin,
    tls: url.protocol === 'https:' ? 'https' : 'none',
    zone: 'public',
    transport: 'auto',
    headers: [],
    ...change,
  };
}
