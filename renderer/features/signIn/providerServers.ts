/**
 * Which servers the identity provider matters to. Pure.
 */
import type { IdentityView } from '../../../app/contract/authorization.ts';
import type { ServerView } from '../../../app/contract/servers.ts';

/** Names of those set up to be let in over it. Data: drawn as untrusted text. */
export function serversOver(servers: readonly ServerView[]): readonly string[] {
  return servers
    .filter(({ source }) => source.kind === 'remote' && source.signIn?.kind === 'enterprise')
    .map(({ name }) => name);
}

/** Names of those that have access from it, which they lose with it. */
export function accessFrom(identities: readonly IdentityView[]): readonly string[] {
  return identities.filter(({ setup }) => setup === 'enterprise').map(({ serverName }) => serverName);
}
