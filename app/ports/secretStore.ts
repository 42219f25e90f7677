/**
 * Secrets, encrypted under a key that lives in the operating system's keychain.
 */
export interface SecretStore {
  /** False where no keychain answers: values are then kept in memory for this run only. SECURITY(S9) */
  readonly persistent: boolean;
  get(owner: string, key: string): string | undefined;
  /** @throws {AppError} `STORE_DISK_FULL`, `STORE_READ_ONLY` */
  set(owner: string, key: string, value: string): void;
  delete(owner: string, key: string): void;
  /** Forgets every secret of one owner, which is a server's id. */
  deleteAll(owner: string): void;
  /** Where a file that could not be read was moved to, if it was. */
  readonly setAside: string | undefined;
}
