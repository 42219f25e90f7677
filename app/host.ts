/**
 * The host: its parts put together, and one handler for every command. No logic of its own.
 */
import { createAudit } from './audit/audit.ts';
import { bytesOfBase64 } from './base64.ts';
import type { CommandName, CommandParams, CommandResult } from './contract/commands.ts';
import { AppError } from './contract/errors.ts';
import type { HostSnapshot } from './contract/events.ts';
import { serverId, uploadId } from './contract/ids.ts';
import type { HostView } from './contract/settings.ts';
import { createDesk } from './decisions/desk.ts';
import { exportEverything } from './exportEverything.ts';
import { baseName } from './fileNames.ts';
import type { Host } from './hostInterface.ts';
import type { CallLimits } from './protocol/openConnection.ts';
import { createGate } from './launch/gate.ts';
import { createGrants } from './launch/grants.ts';
import { Mirror } from './mirror.ts';
import { Picks } from './picks.ts';
import type { Ports } from './ports/index.ts';
import { Consent } from './servers/consent.ts';
import { Installs } from './servers/installs.ts';
import { Servers } from './servers/servers.ts';
import { configureBundle, editTyped } from './servers/editServer.ts';
import { keepSecrets } from './servers/typedDefinition.ts';
import { Notices, Settings } from './settings.ts';
import { reportStores } from './storeNotices.ts';
import { Calls } from './tools/calls.ts';

export interface HostOptions {
  /** Told of errors that are no `AppError`, in work that nobody waits for. */
  readonly logBug: (error: unknown) => void;
  readonly version: string;
  readonly shell: HostView['shell'];
  readonly dataDir: string;
  /** Read when somebody asks. */
  readonly licences: () => Promise<CommandResult<'app.about'>['licences']>;
  /** Shorter than the usual ones, for tests. */
  readonly initializeTimeoutMs?: number | undefined;
  readonly callLimits?: CallLimits | undefined;
}

type Handlers = {
  readonly [N in CommandName]: (params: CommandParams<N>) => CommandResult<N> | Promise<CommandResult<N>>;
};

const CHAIN_CHECK_MS = 60_000;

const done = {} as const;

export async function createHost(ports: Ports, options: HostOptions): Promise<Host> {
  const { clock, configStore, digest, ledger, randomIds, runtimes, secretStore } = ports;
  const mirror = new Mirror();
  const { emit } = mirror;
  const quitListeners = new Set<() => void>();
  const notices = new Notices(clock, randomIds, emit);
  const settings = new Settings(configStore, emit);
  /** For work that nobody waits for: a person hears of it, and a bug is logged. */
  const onTrouble = (error: unknown): void => {
    notices.raise(error);
    if (!(error instanceof AppError)) options.logBug(error);
  };
  /** For records of what is refused in any case. */
  const attempt = (work: () => void): void => {
    try {
      work();
    } catch (error) {
      onTrouble(error);
    }
  };
  const audit = createAudit({ ledger, clock, digest });
  const picks = new Picks(ports.filePicker, randomIds);
  const desk = createDesk({
    clock,
    onChanged: (decision) => emit({ type: 'decision.changed', decision }),
    onRemoved: (decisionId) => emit({ type: 'decision.removed', decisionId }),
    // SECURITY(S10): also an answer that does not count leaves a record.
    onRefused: (view, digestShown, { code, data }) => {
      const about = { subject: view.serverId, label: view.serverName, digestShown };
      const entry = {
        kind: `decision.${view.kind}`,
        ...about,
        decision: 'refused',
        outcome: code,
        details: data,
      } as const;
      attempt(() => audit.record(entry));
    },
  });
  const grants = createGrants({ store: configStore, digest, clock });
  const consent = new Consent({ ...ports, audit, desk, grants, gate: createGate({ grants, digest }) });
  const servers = new Servers({
    ...ports,
    audit,
    consent,
    desk,
    grants,
    emit,
    hostVersion: options.version,
    initializeTimeoutMs: options.initializeTimeoutMs,
    onTrouble,
  });
  const installs = new Installs({
    ...ports,
    audit,
    consent,
    desk,
    emit,
    servers,
    hostVersion: options.version,
    pickedPath: (id) => picks.path(id),
    onTrouble,
  });
  const calls = new Calls({
    ...ports,
    audit,
    servers,
    emit,
    onTrouble,
    limits: options.callLimits,
  });

  const host: HostView = {
    version: options.version,
    shell: options.shell,
    platform: runtimes.machine.platform,
    dataDir: options.dataDir,
    keychain: secretStore.persistent,
    samples: ports.samples.list,
  };

  const snapshot = (): HostSnapshot => ({
    revision: mirror.revision,
    host,
    settings: settings.view(),
    notices: notices.views(),
    servers: servers.views(),
    installs: installs.views(),
    decisions: desk.list(),
    calls: calls.views(),
  });

  const handlers: Handlers = {
    'mirror.snapshot': snapshot,

    'upload.begin': async ({ fileName, sizeBytes }) => {
      const id = uploadId.parse(randomIds.next('upl'));
      await ports.uploads.begin(id, fileName, sizeBytes);
      return { uploadId: id };
    },
    'upload.chunk': async ({ uploadId: id, offsetBytes, base64 }) => {
      await ports.uploads.append(id, offsetBytes, bytesOfBase64(base64));
      return done;
    },
    'upload.cancel': async ({ uploadId: id }) => {
      await ports.uploads.discard(id);
      return done;
    },

    'picker.start': (request) => picks.start(request),
    'picker.list': ({ pickerId, entryId }) => picks.list(pickerId, entryId),
    'picker.choose': async ({ pickerId, entryIds }) => ({ picks: await picks.choose(pickerId, entryIds) }),
    'picker.cancel': ({ pickerId }) => {
      picks.cancel(pickerId);
      return done;
    },

    'bundle.open': async ({ from }) => {
      switch (from.kind) {
        case 'pick': {
          const path = picks.path(from.pickId);
          return { installId: installs.open(path, baseName(path)) };
        }
        case 'upload': {
          const path = await ports.uploads.path(from.uploadId);
          const release = (): void => void ports.uploads.discard(from.uploadId).catch(onTrouble);
          return { installId: installs.open(path, baseName(path), release) };
        }
        case 'sample': {
          const path = ports.samples.path(from.name);
          if (path === undefined) throw new AppError('BUNDLE_NOT_FOUND', 'There is no such sample.');
          return { installId: installs.open(path, baseName(path)) };
        }
      }
    },
    'install.continue': ({ installId, config, ...choice }) => {
      installs.continue(installId, config, choice);
      return done;
    },
    'install.cancel': ({ installId }) => {
      installs.cancel(installId);
      return done;
    },

    'server.propose': ({ definition }) => {
      const id = serverId.parse(randomIds.next('srv'));
      const source = { kind: 'typed', definition: keepSecrets(id, definition, undefined, secretStore) } as const;
      servers.add({ serverId: id, name: definition.name, createdAtMs: clock.nowMs(), source });
      startUnwatched(id);
      return { serverId: id };
    },
    'server.edit': async ({ serverId: id, definition }) => {
      await editTyped(servers, secretStore, id, definition);
      startUnwatched(id);
      return done;
    },
    'server.configure': async ({ serverId: id, config }) => {
      await configureBundle(servers, secretStore, id, config, (pickId) => picks.path(pickId));
      return done;
    },
    'server.rename': ({ serverId: id, name }) => {
      servers.rename(id, name);
      return done;
    },
    'server.start': ({ serverId: id }) => {
      startUnwatched(id);
      return done;
    },
    'server.stop': async ({ serverId: id }) => {
      await servers.stop(id);
      return done;
    },
    'server.restart': async ({ serverId: id }) => {
      await servers.stop(id);
      startUnwatched(id);
      return done;
    },
    'server.remove': async ({ serverId: id }) => {
      await servers.remove(id);
      return done;
    },
    'server.undoRemove': ({ serverId: id }) => {
      servers.undoRemove(id);
      return done;
    },
    'server.rollBack': async ({ serverId: id }) => {
      await servers.rollBack(id);
      startUnwatched(id);
      return done;
    },
    'server.tools': ({ serverId: id }) => servers.tools(id),
    'server.agreed': ({ serverId: id }) => {
      const grant = grants.find(servers.get(id).serverId);
      return grant.kind === 'agreed' ? { agreed: { plan: grant.plan, agreedAtMs: grant.agreedAtMs } } : {};
    },
    'server.log': ({ serverId: id, afterSeq }) => servers.log(id, afterSeq),

    'tool.call': async (request) => ({ outcome: await calls.call(request) }),
    'call.cancel': ({ callId }) => {
      calls.cancel(callId);
      return done;
    },
    'call.get': ({ callId }) => calls.get(callId),

    'decision.answer': ({ decisionId, digest: shown, answer }) => {
      desk.answer(decisionId, shown, answer);
      return done;
    },

    'activity.list': (query) => ({ ...ledger.list(query), chain: chainState() }),
    'activity.get': ({ seq }) => {
      const record = ledger.get(seq);
      if (record === undefined) throw new AppError('ACTIVITY_NOT_FOUND', 'There is no such record.');
      return { record, related: ledger.related(seq) };
    },

    'settings.update': (change) => {
      settings.update(change);
      return done;
    },
    'storage.describe': async () => ({ items: await ports.storage.describe() }),
    'storage.export': () => exportEverything(servers.stored(), settings.view(), ledger, clock.nowMs()),
    'storage.wipe': async () => {
      await close();
      try {
        await ports.storage.wipe();
      } finally {
        quitSoon(); // Also when something could not be removed: what is left is no Gatehouse to go on with.
      }
      return done;
    },
    'notice.dismiss': ({ noticeId }) => {
      notices.dismiss(noticeId);
      return done;
    },
    'app.about': async () => ({ version: options.version, licences: await options.licences() }),
    'app.quit': ({ evenWithCalls }) => {
      const running = calls.runningCount();
      if (running > 0 && !evenWithCalls) throw new AppError('SERVER_BUSY', 'Calls are running.', { data: { running } });
      quitSoon();
      return done;
    },
  };

  /** Once the page that asked has its answer: the shell cuts the line to it at once. */
  function quitSoon(): void {
    clock.after(0, () => {
      for (const listener of quitListeners) listener();
    });
  }

  /** Reading the whole record takes time that grows with it: once a minute is often enough. */
  let chain: { readonly kind: 'intact' | 'broken'; readonly atMs: number } | undefined;
  function chainState(): 'intact' | 'broken' {
    const nowMs = clock.nowMs();
    if (chain === undefined || nowMs - chain.atMs > CHAIN_CHECK_MS)
      chain = { kind: audit.verifyChain().kind, atMs: nowMs };
    return chain.kind;
  }

  /** A start whose outcome shows in the server's state. */
  function startUnwatched(id: Parameters<typeof servers.start>[0]): void {
    servers.start(id).catch(() => undefined);
  }

  let closing: Promise<void> | undefined;
  function close(): Promise<void> {
    closing ??= (async () => {
      installs.close();
      await servers.close();
      desk.cancelAll();
    })();
    return closing;
  }

  const setAside = { configuration: configStore.setAside, record: ledger.setAside, secrets: secretStore.setAside };
  reportStores({ setAside, unreadableServers: servers.unreadableCount }, notices, audit);
  await servers.sweepBundles();

  return {
    run: async (name, params) => {
      if (closing !== undefined && name !== 'mirror.snapshot') {
        throw new AppError('BRIDGE_CLOSED', 'Gatehouse is quitting.');
      }
      return handlers[name](params);
    },
    snapshot,
    subscribe: (listener) => mirror.subscribe(listener),
    openFile: (path) => Promise.resolve(installs.open(path, baseName(path))),
    runningCalls: () => calls.runningCount(),
    onQuitRequested: (listener) => {
      quitListeners.add(listener);
      return () => quitListeners.delete(listener);
    },
    close,
  };
}
