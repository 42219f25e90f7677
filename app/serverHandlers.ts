/**
 * Commands about servers, and about what they offer.
 */
import type { Authorization } from './authorization/authorization.ts';
import type { CommandParams } from './contract/commands.ts';
import { toErrorView } from './contract/errors.ts';
import { serverId as serverIdSchema } from './contract/ids.ts';
import type { PickId, ServerId } from './contract/ids.ts';
import type { PreferenceChange } from './contract/servers.ts';
import type { HandlersOf } from './hostInterface.ts';
import type { Grants } from './launch/grants.ts';
import type { Clock } from './ports/clock.ts';
import type { RandomIds } from './ports/randomIds.ts';
import type { SecretStore } from './ports/secretStore.ts';
import { expandTemplate } from './resources/expandTemplate.ts';
import type { Resources } from './resources/resources.ts';
import { configureBundle, editRemote, editTyped, setSignIn, signInKey } from './servers/editServer.ts';
import type { Servers } from './servers/servers.ts';
import { preferencesOf } from './servers/slot.ts';
import { secretOwner, SIGN_IN_SECRET } from './servers/storedServers.ts';
import type { StoredSource } from './servers/storedServers.ts';
import { keepHeaderSecrets, keepSecrets } from './servers/typedDefinition.ts';

export interface ServerHandlerDeps {
  readonly clock: Clock;
  readonly grants: Grants;
  readonly randomIds: RandomIds;
  readonly secretStore: SecretStore;
  readonly authorization: Pick<Authorization, 'forget' | 'signInAnew'>;
  readonly servers: Servers;
  readonly resources: Resources;
  /** @throws {AppError} `PICK_NOT_FOUND` */
  readonly pickedPath: (id: PickId) => string;
  /** An icon that the server itself listed, as a data URL. */
  readonly loadIcon: (serverId: ServerId, src: string) => Promise<string | undefined>;
}

const done = {} as const;

export function serverHandlers(
  deps: ServerHandlerDeps,
): HandlersOf<'server' | 'resource' | 'prompt' | 'request' | 'argument' | 'icon'> {
  const { resources, secretStore, servers, pickedPath } = deps;

  /** A start whose outcome shows in the server's state. */
  const startUnwatched = (id: ServerId): void => {
    servers.start(id).catch(() => undefined);
  };

  /** SECURITY(S9): what was granted for one address is borne to no other, and a secret for one origin not to another. */
  const leaveAddress = (id: ServerId, from: string, to: string): void => {
    if (from === to) return;
    const keepsClient = new URL(from).origin === new URL(to).origin;
    deps.authorization.forget(id, { keepsClient });
    if (!keepsClient) secretStore.delete(secretOwner(id), SIGN_IN_SECRET);
  };

  return {
    'server.propose': ({ definition }) => {
      const id = addServer(deps, { kind: 'typed', definition });
      startUnwatched(id);
      return { serverId: id };
    },
    'server.edit': async ({ serverId, definition }) => {
      await editTyped(servers, secretStore, serverId, definition);
      startUnwatched(serverId);
      return done;
    },
    'server.proposeRemote': ({ definition }) => {
      const id = addServer(deps, { kind: 'remote', definition });
      startUnwatched(id);
      return { serverId: id };
    },
    'server.editRemote': async ({ serverId, definition }) => {
      const { source } = servers.get(serverId);
      await editRemote(servers, secretStore, serverId, definition);
      if (source.kind === 'remote') leaveAddress(serverId, source.definition.url, definition.url);
      startUnwatched(serverId);
      return done;
    },
    'server.setSignIn': async ({ serverId, setup }) => {
      const keepsClient = await setSignIn(servers, secretStore, serverId, setup);
      deps.authorization.forget(serverId, { keepsClient });
      return done;
    },
    'server.signInKey': ({ serverId }) => signInKey(servers, secretStore, serverId),
    'server.signIn': async ({ serverId }) => {
      deps.authorization.signInAnew(serverId);
      await servers.stop(serverId);
      startUnwatched(serverId);
      return done;
    },
    'server.configure': async ({ serverId, config }) => {
      await configureBundle(servers, secretStore, serverId, config, pickedPath);
      return done;
    },
    'server.prefer': async ({ serverId, change }) => {
      servers.prefer(serverId, given(change));
      const { logLevel } = change;
      const { running } = servers.slot(serverId);
      if (logLevel !== undefined) await running?.connection.setLogLevel(logLevel === 'server' ? undefined : logLevel);
      return done;
    },
    'server.setRoots': async ({ serverId, roots }) => {
      await setRoots(deps, serverId, roots);
      return done;
    },
    'server.rename': ({ serverId, name }) => {
      servers.rename(serverId, name);
      return done;
    },
    'server.start': ({ serverId }) => {
      startUnwatched(serverId);
      return done;
    },
    'server.stop': async ({ serverId }) => {
      await servers.stop(serverId);
      return done;
    },
    'server.restart': async ({ serverId }) => {
      await servers.stop(serverId);
      startUnwatched(serverId);
      return done;
    },
    'server.remove': async ({ serverId }) => {
      await servers.remove(serverId);
      return done;
    },
    'server.undoRemove': ({ serverId }) => {
      servers.undoRemove(serverId);
      return done;
    },
    'server.rollBack': async ({ serverId }) => {
      await servers.rollBack(serverId);
      startUnwatched(serverId);
      return done;
    },
    'server.tools': async ({ serverId }) => {
      const { running, toolsRevision } = servers.slot(serverId);
      const { tools } = (await running?.tools.get()) ?? { tools: [] };
      return { toolsRevision, tools };
    },
    'server.agreed': ({ serverId }) => {
      const grant = deps.grants.find(servers.get(serverId).serverId);
      return grant.kind === 'agreed' ? { agreed: { plan: grant.plan, agreedAtMs: grant.agreedAtMs } } : {};
    },
    'server.log': ({ serverId, afterSeq }) => servers.log(serverId, afterSeq),
    'server.wire': ({ serverId, afterSeq }) => {
      const { wire, redact } = servers.slot(serverId);
      return wire.after(afterSeq, redact);
    },

    'server.resources': ({ serverId }) => resources.list(serverId),
    'server.prompts': ({ serverId }) => resources.prompts(serverId),
    'resource.expand': ({ uriTemplate, values }) => ({ uri: expandTemplate(uriTemplate, values) }),
    'resource.read': async (request) => ({ outcome: await resources.read(request) }),
    'resource.subscribe': async ({ serverId, uri }) => {
      await resources.subscribe(serverId, uri);
      return done;
    },
    'resource.unsubscribe': async ({ serverId, uri }) => {
      await resources.unsubscribe(serverId, uri);
      return done;
    },
    'prompt.get': async (request) => ({ outcome: await resources.getPrompt(request) }),
    'request.cancel': ({ requestId }) => {
      resources.cancel(requestId);
      return done;
    },
    'argument.complete': ({ serverId, target, argument, others }) =>
      resources.complete(serverId, target, argument, others),
    'icon.load': async ({ serverId, src }) => {
      const dataUrl = await deps.loadIcon(serverId, src);
      return dataUrl === undefined ? {} : { dataUrl };
    },
  };
}

/** Puts a server in the list, stopped, its secrets in the keychain. @throws {AppError} what `keepSecrets` throws. */
export function addServer(
  {
    clock,
    randomIds,
    secretStore,
    servers,
  }: Pick<ServerHandlerDeps, 'clock' | 'randomIds' | 'secretStore' | 'servers'>,
  proposed: Exclude<StoredSource, { kind: 'bundle' }>,
): ServerId {
  const id = serverIdSchema.parse(randomIds.next('srv'));
  const source: StoredSource =
    proposed.kind === 'typed'
      ? { kind: 'typed', definition: keepSecrets(id, proposed.definition, undefined, secretStore) }
      : { kind: 'remote', definition: keepHeaderSecrets(id, proposed.definition, undefined, secretStore) };
  servers.add({ serverId: id, name: proposed.definition.name, createdAtMs: clock.nowMs(), source });
  return id;
}

/** MCP 2025-11-25 client/roots: a server hears of every change, if it listens. */
async function setRoots(
  { servers, pickedPath }: ServerHandlerDeps,
  serverId: ServerId,
  roots: CommandParams<'server.setRoots'>['roots'],
): Promise<void> {
  const slot = servers.slot(serverId);
  const before = preferencesOf(slot).roots.map(({ path }) => path);
  // Only what a person picked: a path can't be made up by naming it.
  const paths = roots.flatMap((root) => {
    if ('pickId' in root) return [pickedPath(root.pickId)];
    return before.includes(root.keep) ? [root.keep] : [];
  });
  servers.prefer(serverId, { roots: [...new Set(paths)].map((path) => ({ path })) });
  await slot.running?.connection.rootsChanged().catch((error: unknown) => {
    servers.note(slot, `It could not be told of its folders: ${toErrorView(error).code}`);
  });
}

/** What was sent, without members that are only there as `undefined`. */
function given(change: CommandParams<'server.prefer'>['change']): PreferenceChange {
  return Object.fromEntries(Object.entries(change).filter(([, value]) => value !== undefined));
}
