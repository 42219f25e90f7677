/**
 * Takes secrets out of a typed definition before it is stored, and puts them where secrets are kept.
 */
import { textProblem } from '../bundles/configuration.ts';
import { AppError } from '../contract/errors.ts';
import type { ServerId } from '../contract/ids.ts';
import type { TypedServer } from '../contract/servers.ts';
import type { SecretStore } from '../ports/secretStore.ts';
import { secretOwner, variableSecret } from './storedServers.ts';

/**
 * The definition without values of secret variables. Values that came with it are in the secret store afterwards, and
 * secrets of variables that are gone are deleted. SECURITY(S9)
 *
 * @throws {AppError} `CONFIG_REQUIRED_MISSING` for a secret without a value, new or kept; `CONFIG_VALUE_UNSAFE`
 */
export function keepSecrets(
  serverId: ServerId,
  definition: TypedServer,
  before: TypedServer | undefined,
  secrets: SecretStore,
): TypedServer {
  const owner = secretOwner(serverId);
  const kept = new Set<string>();
  for (const { name, value, secret } of definition.env) {
    if (!secret) continue;
    kept.add(name);
    const problem = value === undefined ? undefined : textProblem(value);
    if (problem !== undefined) throw new AppError(problem, 'The secret can’t be passed on.', { data: { key: name } });
    if (value !== undefined) secrets.set(owner, variableSecret(name), value);
    else if (secrets.get(owner, variableSecret(name)) === undefined) {
      throw new AppError('CONFIG_REQUIRED_MISSING', 'A secret variable has no value.', { data: { keys: [name] } });
    }
  }
  for (const { name, secret } of before?.env ?? []) {
    if (secret && !kept.has(name)) secrets.delete(owner, variableSecret(name));
  }
  return {
    ...definition,
    env: definition.env.map(({ name, value, secret }) =>
      secret || value === undefined ? { name, secret } : { name, value, secret },
    ),
  };
}
