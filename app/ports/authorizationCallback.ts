/**
 * Where the browser comes back to after a sign-in: a listener on this computer, for one flow.
 */
export interface CallbackListener {
  /** As the authorization server is told, `http://127.0.0.1:PORT/callback`. */
  readonly redirectUri: string;
  /** The query of the first request to the path whose `state` is the one expected; resolves once. */
  readonly received: Promise<URLSearchParams>;
  /** @param outcome What the page in the browser says, where it waits for that. */
  close(outcome: 'signed_in' | 'failed'): Promise<void>;
}

export interface ListenOptions {
  /** Where none of `redirectUris` is free, whether another one serves, of any port (RFC 8252 §7.3). */
  readonly anyPort: boolean;
}

export interface AuthorizationCallback {
  /** Those that Gatehouse is registered with. */
  readonly redirectUris: readonly string[];
  /**
   * @param state Requests with another one are answered with an error and change nothing.
   * @throws {AppError} `AUTH_CALLBACK_FAILED` when no port is free.
   */
  listen(state: string, options: ListenOptions): Promise<CallbackListener>;
}
