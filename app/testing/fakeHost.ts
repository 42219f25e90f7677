/**
 * A host without machinery, for tests of channels and shells: commands are answered by functions the test gives.
 */
import type { CommandName, CommandParams, CommandResult } from '../contract/commands.ts';
import { AppError } from '../contract/errors.ts';
import type { HostEvent, HostSnapshot } from '../contract/events.ts';
import { installId } from '../contract/ids.ts';
import type { Host } from '../hostInterface.ts';

export type FakeCommands = { readonly [N in CommandName]?: (params: CommandParams<N>) => Promise<CommandResult<N>> };

export interface FakeHost extends Host {
  emit(event: HostEvent): void;
  requestQuit(): void;
  readonly openedFiles: readonly string[];
  readonly openedLinks: readonly string[];
  readonly subscribers: number;
  readonly closed: boolean;
}

/** What a host says that has nothing yet. */
export const EMPTY_SNAPSHOT: HostSnapshot = {
  revision: 0,
  host: {
    version: '0.1.0',
    shell: 'loopback',
    platform: 'linux',
    dataDir: '/data',
    keychain: true,
    samples: [],
    redirectUris: [],
  },
  settings: { theme: 'system' },
  notices: [],
  servers: [],
  installs: [],
  imports: [],
  decisions: [],
  calls: [],
  models: [],
  identities: { identities: [], registrations: [] },
};

export function fakeHost(commands: FakeCommands = {}): FakeHost {
  const listeners = new Set<(event: HostEvent) => void>();
  const quitListeners = new Set<() => void>();
  const openedFiles: string[] = [];
  const openedLinks: string[] = [];
  let closed = false;
  return {
    async run<N extends CommandName>(name: N, params: CommandParams<N>): Promise<CommandResult<N>> {
      const table: FakeCommands = { 'mirror.snapshot': () => Promise.resolve(EMPTY_SNAPSHOT), ...commands };
      const command = table[name];
      if (command === undefined) throw new AppError('COMMAND_UNKNOWN', 'The fake host has no such command.');
      return command(params);
    },
    snapshot: () => EMPTY_SNAPSHOT,
    subscribe(listener) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    async openFile(path) {
      openedFiles.push(path);
      return installId.parse('ins_fakefakefake');
    },
    openLink: (url) => void openedLinks.push(url),
    endsWithQuit: () => ({ calls: 0, tasks: 0 }),
    sleep: () => undefined,
    onQuitRequested(listener) {
      quitListeners.add(listener);
      return () => quitListeners.delete(listener);
    },
    async close() {
      closed = true;
    },
    emit(event) {
      for (const listener of listeners) listener(event);
    },
    requestQuit() {
      for (const listener of quitListeners) listener();
    },
    openedFiles,
    openedLinks,
    get subscribers() {
      return listeners.size;
    },
    get closed() {
      return closed;
    },
  };
}
