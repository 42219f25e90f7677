/**
 * Where the browser comes back to after a sign-in: a listener on this computer, for one flow.
 */
export interface CallbackListener {
  /** As the authorization server is told, `http://127.0.0.1:PORT/callback`. */
  readonly redirectUri: string;
  /** The query of the first request to the path whose `state` is the one expected; resolves once. */
  readonly received: Promise<URLSearchParams>;
  /** What the page in the browser says from here on. */
  finish(outcome: 'signed_in' | 'failed'): void;
  close(): Promise<void>;
}

export interface AuthorizationCallback {
  /** Every redirect URI that a listener may have, for registering them. RFC 8252 §7.3. */
  readonly redirectUris: readonly string[];
  /**
   * @param state Requests with another one are answered with an error and change nothing.
   * @throws {AppError} `AUTH_CALLBACK_FAILED` when no port is free.
   */
  listen(state: string): Promise<CallbackListener>;
}
