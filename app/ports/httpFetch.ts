/**
 * The network, for addresses that a person typed and for those that others supply.
 *
 * No ambient credentials: no cookies, no client certificates, no proxy passwords. SECURITY(S11)
 */
import type { RemotePlan, Zone } from '../contract/plan.ts';

declare const consented: unique symbol;

/**
 * A connection a person agreed to. SECURITY(S6): only `app/launch/gate.ts` makes one (lint), so no remote server is
 * reached around the gate.
 */
export type ConsentedConnection = RemotePlan & { readonly [consented]: true };

export type Fetch = (url: string | URL, init?: RequestInit) => Promise<Response>;

export interface DownloadOptions {
  /** Zones the address may lead to, at every redirect. Private ones only where a person typed a server in that zone. */
  readonly zones: readonly Zone[];
  /** What leaves this origin is refused, be it the address itself or a redirect. */
  readonly origin: string;
  readonly maxBytes: number;
  readonly signal: AbortSignal;
}

export interface HttpFetch {
  /**
   * Where an address leads, by all that its name resolves to: the nearest zone among them.
   * @throws {AppError} `ADDRESS_UNKNOWN`, `ADDRESS_REFUSED` for what is neither http nor https
   */
  zoneOf(url: URL): Promise<Zone>;
  /**
   * Requests to one server, whose zone is the one agreed to: a name that leads elsewhere later is refused. Answers are
   * capped: `maxMessageBytes` for a body, and for one line of an event stream.
   *
   * The function and the bodies of its answers fail with `AppError`s: `SERVER_UNREACHABLE`, `SERVER_TLS_FAILED`,
   * `SERVER_HTTP_ERROR` (a status that HTTP doesn't know), `ADDRESS_REFUSED`, `SERVER_MESSAGE_TOO_LARGE`. An abort stays
   * what it is, and a redirect is an answer like any other.
   */
  toServer(connection: ConsentedConnection, options: { readonly maxMessageBytes: number }): Fetch;
  /**
   * Requests to authorization servers, whose addresses others supply: https, or http on this computer where `zones` has it;
   * no redirect is followed (each is an answer); answers are capped. Fails as `download` does.
   */
  toAuthority(options: {
    readonly zones: readonly Zone[];
    readonly maxBytes: number;
    readonly timeoutMs: number;
  }): Fetch;
  /**
   * What is at an https address that others supplied, by GET, without anything that tells who asks.
   * @throws {AppError} `ADDRESS_REFUSED`, `ADDRESS_UNKNOWN`, `DOWNLOAD_TOO_LARGE`, `DOWNLOAD_FAILED`
   */
  download(url: string, options: DownloadOptions): Promise<Uint8Array>;
}
