/**
 * Small documents that survive restarts: servers, grants, settings. Written atomically, mode 0600.
 */
export interface ConfigStore {
  /** The stored value, not yet parsed; `undefined` when nothing is stored under the name. */
  get(name: ConfigDocument): unknown;
  /** @throws {AppError} `STORE_DISK_FULL`, `STORE_READ_ONLY` */
  set(name: ConfigDocument, value: unknown): void;
  /** Where a store that could not be read was moved to on opening, if it was. */
  readonly setAside: string | undefined;
  /** Whether one that was set aside, now or by an earlier run, still lies there to be mended. */
  liesSetAside(): boolean;
}
export type ConfigDocument = 'servers' | 'grants' | 'settings' | 'eras' | 'models';
