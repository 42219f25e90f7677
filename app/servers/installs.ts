/**
 * Ways in by bundle: open, judge, configure, unpack to a private folder, ask, put in place.
 *
 * Until a person agrees, everything of a bundle lies in the staging folder, from which nothing is started and which is
 * removed on refusal. Agreement names the digest of a plan that includes the digest of the unpacked tree.
 */
import type { Audit } from '../audit/audit.ts';
import { viewBundle } from '../bundles/viewBundle.ts';
import type { ViewedBundle } from '../bundles/viewBundle.ts';
import { checkExecutable, EXECUTABLE_HEAD_BYTES } from '../bundles/executableFormat.ts';
import type { BundleView, ConfigValues } from '../contract/bundles.ts';
import { AppError, toErrorView } from '../contract/errors.ts';
import type { HostChange } from '../contract/events.ts';
import { installId, serverId } from '../contract/ids.ts';
import type { DecisionId, InstallId, PickId, ServerId, Sha256 } from '../contract/ids.ts';
import type {
  ConfigInputs,
  InstallCandidate,
  InstallRelation,
  InstallState,
  InstallView,
} from '../contract/installs.ts';
import type { Desk } from '../decisions/desk.ts';
import type { BundleReader, OpenedBundle, StagedTree } from '../ports/bundleReader.ts';
import type { Clock } from '../ports/clock.ts';
import type { Fingerprint, Fingerprints } from '../ports/fingerprints.ts';
import type { RandomIds } from '../ports/randomIds.ts';
import type { Runtimes } from '../ports/runtimes.ts';
import type { SecretStore } from '../ports/secretStore.ts';
import type { SignatureVerifier } from '../ports/signatureVerifier.ts';
import type { PlanFingerprints } from '../launch/grants.ts';
import type { PlannedLaunch } from '../launch/planLaunch.ts';
import { readConfig } from './configInputs.ts';
import type { ReadConfig } from './configInputs.ts';
import type { Consent, Subject } from './consent.ts';
import { bundleRequest } from './launchRequest.ts';
import { relationTo } from './relation.ts';
import type { Servers } from './servers.ts';
import { configSecret, secretOwner } from './storedServers.ts';
import type { StoredServer, StoredSource } from './storedServers.ts';

/** Pages are told of progress at most this often, milliseconds. */
const PROGRESS_MS = 100;
/** A finished install stays in view this long, so that the page that waited for it can go on to its server. */
const INSTALLED_SHOWN_MS = 30_000;

export interface InstallsDeps {
  readonly audit: Audit;
  readonly bundleReader: BundleReader;
  readonly clock: Clock;
  readonly consent: Consent;
  readonly desk: Desk;
  readonly fingerprints: Fingerprints;
  readonly hostVersion: string;
  readonly randomIds: RandomIds;
  readonly runtimes: Runtimes;
  readonly secretStore: SecretStore;
  readonly servers: Servers;
  readonly signatureVerifier: SignatureVerifier;
  readonly emit: (change: HostChange) => void;
  readonly pickedPath: (id: PickId) => string;
  /** Told of trouble in work that nobody waits for. */
  readonly onTrouble: (error: unknown) => void;
}

interface Opened {
  readonly file: OpenedBundle;
  readonly viewed: ViewedBundle;
  /** Of the runtime that the bundle will most likely run in. */
  readonly runtime: Promise<PlanFingerprints>;
}

interface Install {
  view: InstallView;
  readonly abort: AbortController;
  /** Called once, when nothing of the opened file is needed any more. */
  readonly release: () => void;
  opened?: Opened;
  asking?: DecisionId;
}

/** What a person does with a bundle of which servers are there already. */
export interface InstallChoice {
  readonly asNewServer: boolean;
  /** The first candidate where none is named. */
  readonly serverId?: ServerId | undefined;
}

export class Installs {
  private readonly deps: InstallsDeps;
  private readonly installs = new Map<InstallId, Install>();

  constructor(deps: InstallsDeps) {
    this.deps = deps;
  }

  views(): readonly InstallView[] {
    return [...this.installs.values()].map((install) => install.view);
  }

  /** Starts reading a bundle; its state tells how that goes. */
  open(path: string, fileName: string, release: () => void = () => undefined): InstallId {
    const id = installId.parse(this.deps.randomIds.next('ins'));
    const state: InstallState = { kind: 'reading', doneBytes: 0, totalBytes: 0 };
    const install: Install = { view: { installId: id, fileName, state }, abort: new AbortController(), release };
    this.installs.set(id, install);
    this.setState(install, state);
    this.read(install, path).catch(this.deps.onTrouble);
    return id;
  }

  /**
   * Goes on from `ready`. Returns once the configuration is accepted; the rest shows in the state.
   *
   * @throws {AppError} `INSTALL_STATE_WRONG`, `SERVER_NOT_FOUND`, `CONFIG_…`, `PICK_NOT_FOUND`
   */
  continue(id: InstallId, inputs: ConfigInputs, { asNewServer, serverId: chosen }: InstallChoice): void {
    const install = this.find(id);
    const { opened } = install;
    const { state } = install.view;
    if (opened === undefined || state.kind !== 'ready') {
      throw new AppError('INSTALL_STATE_WRONG', 'This bundle does not wait for anything.', {
        data: { state: state.kind },
      });
    }
    // What is installed may have changed since the bundle was read.
    const relation = relationTo(this.deps.servers.stored(), opened.viewed.bundle);
    const target = asNewServer ? undefined : targetOf(relation, chosen);
    const { options } = opened.viewed.bundle;
    // A second server has no secrets of the first.
    const stored = target?.serverId === state.serverId ? state.config : this.configOf(target);
    const config = readConfig(options, inputs, stored, this.deps.pickedPath);
    const ready = { ...state, relation, serverId: target?.serverId };
    this.install(install, opened, config, target, ready).catch(this.deps.onTrouble);
  }

  private configOf(target: InstallCandidate | undefined): ConfigValues {
    const source = target === undefined ? undefined : this.deps.servers.get(target.serverId).source;
    return source?.kind === 'bundle' ? source.config : {};
  }

  cancel(id: InstallId): void {
    const install = this.find(id);
    install.abort.abort();
    if (install.asking !== undefined) this.deps.desk.withdraw(install.asking);
    this.drop(install);
  }

  /** Gives up everything that has not become a server yet. */
  close(): void {
    for (const id of [...this.installs.keys()]) this.cancel(id);
  }

  private async read(install: Install, path: string): Promise<void> {
    const { audit, bundleReader, runtimes, servers, signatureVerifier, hostVersion } = this.deps;
    const { signal } = install.abort;
    try {
      const onProgress = this.progress(install, (doneBytes, totalBytes) => ({
        kind: 'reading',
        doneBytes,
        totalBytes,
      }));
      const file = await bundleReader.open(path, { signal, onProgress });
      const viewed = await viewBundle(file, { bundleReader, runtimes, signatureVerifier }, { hostVersion });
      const relation = relationTo(servers.stored(), viewed.bundle);
      audit.record({
        kind: 'bundle.opened',
        subject: install.view.installId,
        label: viewed.bundle.displayName,
        details: facts(viewed.bundle),
      });
      if (signal.aborted) return;
      // Found and hashed while files are unpacked. What is wrong with it, the plan says.
      const runtime = this.runtimePrint(viewed.bundle).catch(() => ({}));
      install.opened = { file, viewed, runtime };
      const target = targetOf(relation);
      const chosen = { serverId: target?.serverId, config: this.configOf(target) };
      this.setState(install, { kind: 'ready', bundle: viewed.bundle, relation, ...chosen });
      if (target === undefined && viewed.bundle.options.length === 0)
        this.continue(install.view.installId, {}, { asNewServer: true });
    } catch (error) {
      this.refuse(install, error);
    }
  }

  private async install(
    install: Install,
    opened: Opened,
    config: ReadConfig,
    target: InstallCandidate | undefined,
    ready: InstallState & { readonly kind: 'ready' },
  ): Promise<void> {
    const { bundleReader } = this.deps;
    const { signal } = install.abort;
    const { bundle } = opened.viewed;
    let staged: StagedTree | undefined;
    try {
      const onProgress = this.progress(install, (doneBytes, totalBytes) => ({
        kind: 'unpacking',
        bundle,
        doneBytes,
        totalBytes,
      }));
      this.setState(install, { kind: 'unpacking', bundle, doneBytes: 0, totalBytes: opened.file.sizeBytes });
      staged = await bundleReader.unpack(opened.file, 'staging', { signal, onProgress });
      await this.askAndPlace(install, opened, config, target, staged);
    } catch (error) {
      if (staged !== undefined) await bundleReader.discard(staged).catch(this.deps.onTrouble);
      if (signal.aborted) return;
      if (error instanceof AppError && error.code === 'LAUNCH_NOT_AGREED') this.drop(install);
      // What a person can mend, such as a missing runtime or a full disk, is said where they can go on from.
      else if (error instanceof AppError && !error.code.startsWith('BUNDLE_')) {
        this.setState(install, { ...ready, config: withoutSecrets(config), problem: toErrorView(error) });
      } else this.refuse(install, error);
    }
  }

  private async askAndPlace(
    install: Install,
    { file, viewed, runtime }: Opened,
    config: ReadConfig,
    target: InstallCandidate | undefined,
    staged: StagedTree,
  ): Promise<void> {
    const { bundleReader, consent, fingerprints, randomIds, runtimes, servers, secretStore } = this.deps;
    const { bundle, manifestText } = viewed;
    const place = { installDir: bundleReader.installedPath(file.sha256), treeDir: staged.path };
    const request = bundleRequest(bundle, manifestText, config.values, place, runtimes.machine);
    const planned = await consent.plan({ ...request, known: await runtime, treeSha256: staged.treeSha256 });
    install.abort.signal.throwIfAborted();
    if (bundle.serverType === 'binary') await this.checkArchitecture(planned, staged, place.installDir);
    // Hashed once more from the disk while the person reads, with the stat data that later launches compare.
    const onDisk = fingerprints.tree(staged.path);
    onDisk.catch(() => undefined); // Awaited after the answer, which may never come.
    const id = target?.serverId ?? serverId.parse(randomIds.next('srv'));
    const subject: Subject = {
      serverId: id,
      serverName: target === undefined ? bundle.displayName : servers.get(target.serverId).name,
      installId: install.view.installId,
      bundle,
      ...(target === undefined || target.kind === 'same' ? {} : { reason: target.kind }),
    };
    const source: StoredSource = { kind: 'bundle', bundle, manifest: manifestText, config: config.values };
    const unpin = servers.pin(file.sha256);
    try {
      await consent.ask(
        subject,
        planned,
        (decisionId) => {
          install.asking = decisionId;
          this.setState(install, { kind: 'awaiting_decision', bundle, decisionId });
        },
        async () => {
          const read = await onDisk;
          // Called off in another window, or the server it updates was removed: nothing is put anywhere.
          install.abort.signal.throwIfAborted();
          const replaced = target === undefined ? undefined : servers.get(target.serverId);
          const tree = await this.placeTree(file.sha256, staged, read);
          for (const [key, value] of config.secrets) secretStore.set(secretOwner(id), configSecret(key), value);
          if (replaced === undefined) {
            servers.add({ serverId: id, name: subject.serverName, createdAtMs: this.deps.clock.nowMs(), source });
          } else await servers.replaceSource(id, source, previousOf(replaced, bundle));
          return { tree };
        },
      );
    } finally {
      unpin();
    }
    this.setState(install, { kind: 'installed', serverId: id });
    install.release();
    this.deps.clock.after(INSTALLED_SHOWN_MS, () => this.drop(install));
    servers.start(id).catch(() => undefined); // The server's state says what went wrong.
  }

  /** The plan takes it only for the same file with the same stat data, as it does what a grant remembers. */
  private async runtimePrint({ serverType }: BundleView): Promise<PlanFingerprints> {
    const { runtimes, fingerprints } = this.deps;
    const runtime = serverType === 'binary' ? undefined : await runtimes.find(serverType);
    return runtime === undefined ? {} : { command: await fingerprints.file(runtime.path) };
  }

  /** Puts the staged tree in its place, also over one that is damaged. A whole one of the same bundle stays. */
  private async placeTree(bundle: Sha256, staged: StagedTree, read: Fingerprint): Promise<Fingerprint> {
    const { bundleReader, fingerprints, servers } = this.deps;
    if (read.digest !== staged.treeSha256) {
      throw new AppError('BUNDLE_CHANGED_WHILE_READING', 'The unpacked files changed while the question was open.');
    }
    const installed = await fingerprints.tree(bundleReader.installedPath(bundle)).catch(() => undefined);
    if (installed?.digest === staged.treeSha256) {
      await bundleReader.discard(staged);
      return installed;
    }
    if (installed !== undefined) {
      await servers.stopUsersOf(bundle);
      await bundleReader.removeInstalled(bundle);
    }
    await bundleReader.commit(staged, bundle);
    return read;
  }

  /** There is no key for it in a manifest, so the executable itself is asked. */
  private async checkArchitecture({ plan }: PlannedLaunch, staged: StagedTree, installDir: string): Promise<void> {
    const { runtimes } = this.deps;
    if (plan.resolvedCommand?.startsWith(installDir) !== true) return;
    const path = `${staged.path}${plan.resolvedCommand.slice(installDir.length)}`;
    const head = await runtimes.head(path, EXECUTABLE_HEAD_BYTES);
    if (head !== undefined) checkExecutable(head, runtimes.machine);
  }

  private refuse(install: Install, error: unknown): void {
    if (install.abort.signal.aborted) return;
    const view = toErrorView(error);
    this.deps.audit.record({
      kind: 'bundle.refused',
      subject: install.view.installId,
      label: install.view.fileName,
      decision: 'refused',
      outcome: view.code,
      details: view.data,
    });
    this.setState(install, { kind: 'refused', error: view });
    install.release();
  }

  private drop(install: Install): void {
    if (!this.installs.delete(install.view.installId)) return;
    this.deps.emit({ type: 'install.removed', installId: install.view.installId });
    install.release();
  }

  private progress(install: Install, toState: (doneBytes: number, totalBytes: number) => InstallState) {
    let toldMs = 0;
    return (doneBytes: number, totalBytes: number): void => {
      const nowMs = this.deps.clock.nowMs();
      if (nowMs - toldMs < PROGRESS_MS) return;
      toldMs = nowMs;
      this.setState(install, toState(doneBytes, totalBytes));
    };
  }

  private setState(install: Install, state: InstallState): void {
    install.view = { ...install.view, state };
    if (this.installs.has(install.view.installId)) this.deps.emit({ type: 'install.changed', install: install.view });
  }

  private find(id: InstallId): Install {
    const install = this.installs.get(id);
    if (install === undefined) throw new AppError('INSTALL_NOT_FOUND', 'This bundle was closed.');
    return install;
  }
}

/** The newest version that has run stays at hand until the one that replaces it has. */
function previousOf({ source, previous }: StoredServer, bundle: BundleView): StoredSource | undefined {
  const isSame = source.kind === 'bundle' && source.bundle.sha256 === bundle.sha256;
  return isSame ? previous : (previous ?? source);
}

/** Secrets are stored with the server, which is not there yet: they have to be entered again. */
function withoutSecrets({ values, secrets }: ReadConfig): ConfigValues {
  return Object.fromEntries(Object.entries(values).filter(([key]) => !secrets.has(key)));
}

/** @throws {AppError} `SERVER_NOT_FOUND` when the one that was chosen is no candidate, such as one removed meanwhile */
function targetOf(relation: InstallRelation, chosen?: ServerId): InstallCandidate | undefined {
  const candidates = relation.kind === 'new' ? [] : relation.candidates;
  if (chosen === undefined) return candidates[0];
  const found = candidates.find((each) => each.serverId === chosen);
  if (found === undefined) throw new AppError('SERVER_NOT_FOUND', 'The bundle is no version of this server.');
  return found;
}

function facts(bundle: BundleView): Readonly<Record<string, unknown>> {
  const { name, version, sha256, fileName, signature } = bundle;
  return { name, version, sha256, fileName, signature: signature.status };
}
