/**
 * Takes secrets out of a typed definition before it is stored, and puts them where secrets are kept.
 */
import { textProblem } from '../bundles/configuration.ts';
import { AppError } from '../contract/errors.ts';
import type { ServerId } from '../contract/ids.ts';
import type { RemoteServer, TypedServer } from '../contract/servers.ts';
import type { SecretStore } from '../ports/secretStore.ts';
import { headerSecret, secretOwner, variableSecret } from './storedServers.ts';

/** A variable of a command, or a header of a remote server. */
interface Named {
  readonly name: string;
  readonly value?: string | undefined;
  readonly secret: boolean;
}

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
  const env = keep({ serverId, secrets, keyOf: variableSecret }, definition.env, before?.env ?? []);
  return { ...definition, env };
}

/** The same for the headers of a remote server. @throws {AppError} as `keepSecrets` does */
export function keepHeaderSecrets(
  serverId: ServerId,
  definition: RemoteServer,
  before: RemoteServer | undefined,
  secrets: SecretStore,
): RemoteServer {
  const headers = keep({ serverId, secrets, keyOf: headerSecret }, definition.headers, before?.headers ?? []);
  return { ...definition, headers };
}

interface Keeping {
  readonly serverId: ServerId;
  readonly secrets: SecretStore;
  /** The name of one's secret in the store. */
  readonly keyOf: (name: string) => string;
}

function keep({ serverId, secrets, keyOf }: Keeping, entries: readonly Named[], before: readonly Named[]) {
  const owner = secretOwner(serverId);
  const kept = new Set<string>();
  for (const { name, value, secret } of entries) {
    if (!secret) continue;
    kept.add(keyOf(name));
    const problem = value === undefined ? undefined : textProblem(value);
    if (problem !== undefined) throw new AppError(problem, 'The secret can’t be passed on.', { data: { key: name } });
    if (value !== undefined) secrets.set(owner, keyOf(name), value);
    else if (secrets.get(owner, keyOf(name)) === undefined) {
      throw new AppError('CONFIG_REQUIRED_MISSING', 'A secret has no value.', { data: { keys: [name] } });
    }
  }
  for (const { name, secret } of before) if (secret && !kept.has(keyOf(name))) secrets.delete(owner, keyOf(name));
  return entries.map(({ name, value, secret }) =>
    secret || value === undefined ? { name, secret } : { name, value, secret },
  );
}
