/**
 * The operating system's own browser, for addresses a person agreed to open.
 */
export interface Browser {
  /**
   * Hands the address to the operating system as one argument, never through a shell, never to a window of ours.
   * SECURITY(S11)
   *
   * @param url http or https, judged before.
   * @throws {AppError} `BROWSER_NOT_OPENED`
   */
  open(url: string): Promise<void>;
}
