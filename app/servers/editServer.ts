/**
 * Changes to a server's definition or configuration by a person. What it would run afterwards is asked about anew.
 */
import { makeClientKey, publicHalf } from '../authorization/clientKey.ts';
import type { SignInSetup } from '../contract/authorization.ts';
import type { CommandResult } from '../contract/commands.ts';
import { AppError } from '../contract/errors.ts';
import type { PickId, ServerId } from '../contract/ids.ts';
import type { ConfigInputs } from '../contract/installs.ts';
import type { RemoteServer, TypedServer } from '../contract/servers.ts';
import type { SecretStore } from '../ports/secretStore.ts';
import { readConfig } from './configInputs.ts';
import type { Servers } from './servers.ts';
import { configSecret, secretOwner, SIGN_IN_SECRET } from './storedServers.ts';
import { keepHeaderSecrets, keepSecrets } from './typedDefinition.ts';

/** @throws {AppError} `CONFIG_REQUIRED_MISSING` for a secret variable without a value */
export async function editTyped(
  servers: Servers,
  secrets: SecretStore,
  id: ServerId,
  definition: TypedServer,
): Promise<void> {
  const { source } = servers.get(id);
  if (source.kind !== 'typed') throw new AppError('INSTALL_STATE_WRONG', 'This server is no typed command.');
  const kept = keepSecrets(id, definition, source.definition, secrets);
  await servers.replaceSource(id, { kind: 'typed', definition: kept }, undefined);
  servers.rename(id, definition.name);
}

/** @throws {AppError} `CONFIG_REQUIRED_MISSING` for a secret header without a value */
export async function editRemote(
  servers: Servers,
  secrets: SecretStore,
  id: ServerId,
  definition: RemoteServer,
): Promise<void> {
  const { source } = servers.get(id);
  if (source.kind !== 'remote') throw new AppError('INSTALL_STATE_WRONG', 'This server is no remote one.');
  const kept = keepHeaderSecrets(id, definition, source.definition, secrets);
  await servers.replaceSource(id, { ...source, definition: kept }, undefined);
  servers.rename(id, definition.name);
}

/**
 * Takes the secret out of the setup and keeps it. One that is left out stays, as long as the client is the same.
 * @returns Whether it is the same client with the same secret.
 */
export async function setSignIn(
  servers: Servers,
  secrets: SecretStore,
  id: ServerId,
  setup: SignInSetup,
): Promise<boolean> {
  const { source } = servers.get(id);
  if (source.kind !== 'remote') throw new AppError('INSTALL_STATE_WRONG', 'This server is no remote one.');
  const { secret, rest } = await withoutSecret(setup);
  const isSame = source.signIn !== undefined && clientOf(source.signIn) === clientOf(rest);
  // SECURITY(S9): the old setup never meets the new secret, nor the new one the old.
  await servers.stop(id);
  // Emptied, it is none.
  const stays = secret === undefined && isSame;
  if (!stays) secrets.delete(secretOwner(id), SIGN_IN_SECRET);
  await servers.replaceSource(id, { ...source, signIn: rest }, undefined);
  if (secret !== undefined && secret !== '') secrets.set(secretOwner(id), SIGN_IN_SECRET, secret);
  return stays;
}

/** SECURITY(S9): what a secret belongs to. */
function clientOf(setup: SignInSetup): string {
  const { kind, issuer } = setup;
  const whose = setup.kind === 'workload' ? setup.tokenFile : setup.clientId;
  const algorithm = setup.kind === 'private_key_jwt' ? setup.algorithm : undefined;
  return JSON.stringify([kind, issuer, whose, algorithm]);
}

async function withoutSecret(
  setup: SignInSetup,
): Promise<{ readonly secret: string | undefined; readonly rest: SignInSetup }> {
  if (setup.kind === 'private_key_jwt') {
    const { privateKey, makeKey, ...rest } = setup;
    return { secret: makeKey === true ? await makeClientKey(setup.algorithm) : privateKey, rest };
  }
  if (setup.kind === 'workload') {
    const { assertion: secret, ...rest } = setup;
    return { secret, rest };
  }
  const { clientSecret: secret, ...rest } = setup;
  return { secret, rest };
}

/** @throws {AppError} `AUTH_SECRET_MISSING` */
export async function signInKey(
  servers: Servers,
  secrets: SecretStore,
  id: ServerId,
): Promise<CommandResult<'server.signInKey'>> {
  const { source } = servers.get(id);
  const setup = source.kind === 'remote' ? source.signIn : undefined;
  const key = secrets.get(secretOwner(id), SIGN_IN_SECRET);
  if (setup?.kind === 'private_key_jwt' && key !== undefined) return publicHalf(key, setup.algorithm);
  throw new AppError('AUTH_SECRET_MISSING', 'This server has no key to sign in with.');
}

/** @throws {AppError} `CONFIG_…`, `PICK_NOT_FOUND` */
export async function configureBundle(
  servers: Servers,
  secrets: SecretStore,
  id: ServerId,
  inputs: ConfigInputs,
  pickedPath: (id: PickId) => string,
): Promise<void> {
  const { source, previous } = servers.get(id);
  if (source.kind !== 'bundle') throw new AppError('INSTALL_STATE_WRONG', 'This server came from no bundle.');
  const config = readConfig(source.bundle.options, inputs, source.config, pickedPath);
  for (const [key, value] of config.secrets) secrets.set(secretOwner(id), configSecret(key), value);
  await servers.replaceSource(id, { ...source, config: config.values }, previous);
}
