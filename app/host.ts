/**
 * The host: its parts put together, and one handler for every command. No logic of its own.
 */
import { createAudit } from './audit/audit.ts';
import { ChainWatch } from './audit/chainWatch.ts';
import { Authorization } from './authorization/authorization.ts';
import { HeldTokens } from './authorization/heldTokens.ts';
import type { CommandResult } from './contract/commands.ts';
import { AppError } from './contract/errors.ts';
import type { HostSnapshot } from './contract/events.ts';
import type { HostView } from './contract/settings.ts';
import { createDesk } from './decisions/desk.ts';
import { exportEverything } from './exportEverything.ts';
import { fileHandlers } from './fileHandlers.ts';
import { baseName } from './contract/fileNames.ts';
import type { Handlers, HandlersOf, Host } from './hostInterface.ts';
import { importHandlers } from './importHandlers.ts';
import { Imports } from './imports/imports.ts';
import { createClientSide } from './input/createClientSide.ts';
import { modelHandlers } from './input/modelCommands.ts';
import { Models } from './input/models.ts';
import { Questions } from './input/questions.ts';
import { createSampling } from './input/sampling.ts';
import { createGate } from './launch/gate.ts';
import { createGrants } from './launch/grants.ts';
import { Mirror } from './mirror.ts';
import { Picks } from './picks.ts';
import type { Ports } from './ports/index.ts';
import type { CallLimits } from './protocol/mcpConnection.ts';
import { Resources } from './resources/resources.ts';
import { addServer, serverHandlers } from './serverHandlers.ts';
import { Consent } from './servers/consent.ts';
import { Installs } from './servers/installs.ts';
import { loadServerIcon } from './servers/loadServerIcon.ts';
import { KeptSessions } from './servers/keptSessions.ts';
import { Servers } from './servers/servers.ts';
import { Notices, Settings } from './settings.ts';
import { reportStores } from './storeNotices.ts';
import { Follower } from './tasks/follower.ts';
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

const done = {} as const;

export async function createHost(ports: Ports, options: HostOptions): Promise<Host> {
  const { clock, configStore, digest, jsonSchemaValidator, ledger, randomIds, runtimes, secretStore } = ports;
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
  /** For records of what is refused in any case, and for work that nobody waits for. */
  const attempt = (work: () => unknown): void => {
    try {
      work();
    } catch (error) {
      onTrouble(error);
    }
  };
  const audit = createAudit({ ledger, clock, digest });
  const chain = new ChainWatch({ ledger, clock, digest, onTrouble });
  const picks = new Picks(ports.filePicker, randomIds);
  const pickedPath: Picks['path'] = (id) => picks.path(id);
  const desk = createDesk({
    clock,
    matchesPattern: (pattern, text) => jsonSchemaValidator.check({ type: 'string', pattern }, text).kind !== 'invalid',
    onChanged: (decision) => emit({ type: 'decision.changed', decision }),
    onRemoved: (decisionId) => emit({ type: 'decision.removed', decisionId }),
    // SECURITY(S10): also an answer that does not count leaves a record.
    onRefused: (view, digestShown, { code, data }) => {
      const kind =
        view.kind === 'launch' || view.kind === 'connect' ? (`decision.${view.kind}` as const) : 'decision.input';
      const about = { subject: view.serverId, label: view.serverName, digestShown };
      attempt(() => audit.record({ kind, ...about, decision: 'refused', outcome: code, details: data }));
    },
  });
  const grants = createGrants({ store: configStore, digest, clock });
  const consent = new Consent({ ...ports, audit, desk, grants, gate: createGate({ grants, digest }) });
  const questions = new Questions({ ...ports, audit, desk });
  const models = new Models({ ...ports, emit });
  const sampling = createSampling({ ...ports, audit, models, questions });
  const keptSessions = new KeptSessions(secretStore);
  const authorization = new Authorization({
    ...ports,
    audit,
    emit,
    held: new HeldTokens(secretStore, onTrouble),
    questions,
    // Emptied, it is none.
    clientMetadataUrl: () => settings.view().clientMetadataUrl || undefined,
    nameOf: (serverId) => (servers.has(serverId) ? servers.get(serverId).name : undefined),
    serverIds: () => servers.views().map(({ serverId }) => serverId),
  });
  const servers: Servers = new Servers({
    ...ports,
    audit,
    consent,
    desk,
    grants,
    emit,
    hostVersion: options.version,
    initializeTimeoutMs: options.initializeTimeoutMs,
    clientSideFor: (asker, preferences) =>
      createClientSide(asker, preferences, { ...ports, audit, questions, sampling }),
    authorization,
    keptSessions,
    onReady: (serverId) => follower.serverReady(serverId),
    onEnded: (serverId, how) => {
      questions.withdrawAll(serverId);
      follower.serverEnded(serverId, how);
    },
    onTaskNews: (serverId, task) => follower.hear(serverId, task),
    callOfTask: (serverId, taskId) => follower.callOf(serverId, taskId),
    onForgotten: (serverId) => {
      follower.forget(serverId);
      authorization.forget(serverId, { keepsClient: false });
      questions.forget(serverId);
      sampling.forget(serverId);
    },
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
    pickedPath,
    onTrouble,
  });
  const imports = new Imports({
    ...ports,
    emit,
    // SECURITY(S10): another program wanted something here, and a page may have told it to.
    onLinkRefused: ({ code, data }) => {
      const about = { subject: 'link', label: 'A link from another program' };
      attempt(() =>
        audit.record({ kind: 'link.refused', ...about, decision: 'refused', outcome: code, details: data }),
      );
    },
    addServer: (server) => addServer({ ...ports, servers }, server),
  });
  const follower = new Follower({ clock, servers, sessions: keptSessions, onTrouble });
  const calls = new Calls({
    ...ports,
    audit,
    follower,
    servers,
    emit,
    onTrouble,
    limits: options.callLimits,
    withdrawQuestions: (callId) => questions.withdrawOf(callId),
  });
  const resources = new Resources({ audit, clock, servers, onTrouble });

  const host: HostView = {
    version: options.version,
    shell: options.shell,
    platform: runtimes.machine.platform,
    dataDir: options.dataDir,
    keychain: secretStore.persistent,
    samples: ports.samples.list,
    redirectUris: ports.authorizationCallback.redirectUris,
  };

  const snapshot = (): HostSnapshot => ({
    revision: mirror.revision,
    host,
    settings: settings.view(),
    notices: notices.views(),
    servers: servers.views(),
    installs: installs.views(),
    imports: imports.views(),
    models: models.views(),
    identities: authorization.views(),
    decisions: desk.list(),
    calls: calls.views(),
  });

  const ownHandlers: HandlersOf<
    | 'mirror'
    | 'tool'
    | 'call'
    | 'task'
    | 'identity'
    | 'provider'
    | 'registration'
    | 'decision'
    | 'activity'
    | 'settings'
    | 'storage'
    | 'notice'
    | 'app'
  > = {
    'mirror.snapshot': snapshot,

    'tool.call': async (request) => ({ outcome: await calls.call(request) }),
    'call.cancel': async ({ callId }) => {
      await calls.cancel(callId);
      return done;
    },
    'call.get': ({ callId }) => calls.get(callId),
    'task.list': (query) => ledger.listTasks(query),
    'task.refresh': ({ callId }) => {
      calls.refresh(callId);
      return done;
    },
    'task.unfollow': ({ callId }) => {
      calls.unfollow(callId);
      return done;
    },

    'identity.refresh': async ({ serverId }) => {
      // What is held is renewed over the connection it is held for.
      const { release } = await servers.acquire(serverId, { kind: 'lookup' });
      try {
        await authorization.refresh(serverId);
      } finally {
        release();
      }
      return done;
    },
    'identity.signOut': async ({ serverId }) => {
      return { revocation: await authorization.signOut(serverId) };
    },
    'provider.set': async (setup) => {
      await authorization.setProvider(setup);
      return done;
    },
    'provider.signOut': async () => {
      return { revocation: await authorization.signOutProvider() };
    },
    'provider.remove': async () => {
      return { revocation: await authorization.removeProvider() };
    },
    'registration.remove': async ({ issuer, clientId }) => {
      return { revocation: await authorization.removeRegistration(issuer, clientId) };
    },

    'decision.answer': ({ decisionId, digest: shown, answer }) => {
      desk.answer(decisionId, shown, answer);
      return done;
    },

    'activity.list': (query) => ({ ...ledger.list(query), chain: chain.state() }),
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
    'storage.export': () => {
      const stored = { servers: servers.stored(), models: models.views(), settings: settings.view(), ledger };
      return exportEverything(stored, clock.nowMs());
    },
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
      const { calls: running, tasks } = calls.endsWithQuit();
      if (running + tasks > 0 && !evenWithCalls) {
        throw new AppError('SERVER_BUSY', 'Calls are running.', { data: { running, tasks } });
      }
      quitSoon();
      return done;
    },
  };
  const handlers: Handlers = {
    ...ownHandlers,
    ...modelHandlers({ ...ports, audit, models }),
    ...fileHandlers({ ...ports, installs, picks, onTrouble }),
    ...importHandlers({ ...ports, imports, pickedPath, servers: inList, onTrouble }),
    ...serverHandlers({
      ...ports,
      authorization,
      grants,
      servers,
      resources,
      pickedPath,
      loadIcon: (serverId, src) => loadServerIcon(servers.slot(serverId), src, { ...ports, servers }),
    }),
  };

  /** Without those that are removed and can still be put back. */
  function inList(): HostSnapshot['servers'] {
    return servers.views().filter(({ removedUntilMs }) => removedUntilMs === undefined);
  }

  /** Once the page that asked has its answer: the shell cuts the line to it at once. */
  function quitSoon(): void {
    clock.after(0, () => {
      for (const listener of quitListeners) listener();
    });
  }

  let closing: Promise<void> | undefined;
  function close(): Promise<void> {
    closing ??= (async () => {
      installs.close();
      imports.close();
      follower.close();
      chain.close();
      // Questions first: a server that waits for an answer would not be stopped before it gives up.
      desk.cancelAll();
      await servers.close();
      desk.cancelAll();
    })();
    return closing;
  }

  const setAside = { configuration: configStore.setAside, record: ledger.setAside, secrets: secretStore.setAside };
  reportStores({ setAside, unreadableServers: servers.unreadableCount }, notices, audit);
  await servers.sweepBundles();
  follower.start();

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
    openLink: (url) => attempt(() => imports.openLink(url)),
    endsWithQuit: () => calls.endsWithQuit(),
    sleep: (isAsleep) => follower.sleep(isAsleep),
    onQuitRequested: (listener) => {
      quitListeners.add(listener);
      return () => quitListeners.delete(listener);
    },
    close,
  };
}
