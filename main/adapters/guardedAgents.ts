/**
 * Connections to allowed zones only: for each set of zones one pool, whose every connection is looked up by the guard.
 */
import { createSecureContext, getCACertificates } from 'node:tls';
import type { SecureContext } from 'node:tls';
import { Agent, buildConnector } from 'undici';
import type { Zone } from '../../app/contract/plan.ts';
import { guardedLookup } from './addressGuard.ts';
import type { Resolve } from './addressGuard.ts';

export interface AgentSettings {
  readonly resolve: Resolve;
  /** PEM. */
  readonly authorities: readonly string[];
  readonly connectTimeoutMs: number;
  readonly headersTimeoutMs: number;
}

export interface GuardedAgents {
  agentFor(zones: readonly Zone[]): Agent;
  /** Breaks every connection off. */
  close(): Promise<void>;
}

export function createGuardedAgents(settings: AgentSettings): GuardedAgents {
  const agents = new Map<string, Agent>();
  let trusted: SecureContext | undefined;
  // Reading hundreds of certificates takes a moment, so not before the first connection that needs them.
  const trust = (): SecureContext => (trusted ??= trustedAuthorities(settings.authorities));

  function createAgent(zones: readonly Zone[]): Agent {
    return new Agent({
      connect: connectorFor(zones, settings, trust),
      headersTimeout: settings.headersTimeoutMs,
      // An event stream may be silent for hours; a computer that is gone is found out by TCP keep-alive.
      bodyTimeout: 0,
    });
  }

  return {
    agentFor(zones) {
      const key = zones.toSorted().join();
      const agent = agents.get(key) ?? createAgent(zones);
      agents.set(key, agent);
      return agent;
    },
    async close() {
      await Promise.all([...agents.values()].map((agent) => agent.destroy()));
    },
  };
}

function connectorFor(
  zones: readonly Zone[],
  { resolve, connectTimeoutMs }: AgentSettings,
  trust: () => SecureContext,
): buildConnector.connector {
  const options = { lookup: guardedLookup(zones, resolve), timeout: connectTimeoutMs, allowH2: false };
  const plain = buildConnector(options);
  let secure: buildConnector.connector | undefined;
  return (request, callback) => {
    if (request.protocol !== 'https:') {
      plain(request, callback);
      return;
    }
    // SECURITY(S11): said outright, since a variable of the environment would switch the check off for everything.
    secure ??= buildConnector({ ...options, rejectUnauthorized: true, secureContext: trust() });
    secure(request, callback);
  };
}

/** Node's list and this computer's: what a browser here trusts, a company's own authority included. */
function trustedAuthorities(others: readonly string[]): SecureContext {
  const ca = [...getCACertificates('default'), ...getCACertificates('system'), ...others];
  return createSecureContext({ ca: [...new Set(ca)] });
}
