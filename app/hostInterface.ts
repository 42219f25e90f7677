/**
 * The host as its shells see it: commands in, one snapshot and a stream of events out.
 *
 * Every revision in `snapshot()` and in events comes from one counter, so a shell that subscribes first and takes the
 * snapshot second misses nothing.
 */
import type { EndsWithQuit } from './contract/calls.ts';
import type { CommandName, CommandParams, CommandResult } from './contract/commands.ts';
import type { HostEvent, HostSnapshot } from './contract/events.ts';
import type { InstallId } from './contract/ids.ts';

export interface Host {
  /** Runs one command. Parameters are already parsed; the answer is parsed by whoever sends it on. */
  run<N extends CommandName>(name: N, params: CommandParams<N>): Promise<CommandResult<N>>;
  snapshot(): HostSnapshot;
  /** The answer ends the subscription. */
  subscribe(listener: (event: HostEvent) => void): () => void;
  /** Opens a bundle that the command line or the operating system named; `path` is absolute. */
  openFile(path: string): Promise<InstallId>;
  /**
   * Shows what a `gatehouse://install` link proposes. One that is refused becomes a notice: whoever clicked on it is not
   * on a page of ours.
   */
  openLink(url: string): void;
  /** What goes on and would not outlive this run. */
  endsWithQuit(): EndsWithQuit;
  /** The machine goes to sleep, or woke up: nothing is polled meanwhile. */
  sleep(isAsleep: boolean): void;
  /** Calls back once `app.quit` was accepted. The answer ends the subscription. */
  onQuitRequested(listener: () => void): () => void;
  /** Stops every server and writes what is left to write. The host must not be used afterwards. */
  close(): Promise<void>;
}

/** One handler for every command. */
export type Handlers = {
  readonly [N in CommandName]: (params: CommandParams<N>) => CommandResult<N> | Promise<CommandResult<N>>;
};
/** Those of commands whose names begin with one of these words. */
export type HandlersOf<P extends string> = Pick<Handlers, Extract<CommandName, `${P}.${string}`>>;
