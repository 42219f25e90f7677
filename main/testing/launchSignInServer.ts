/**
 * The process of `servers/signInServer.mjs`. Also for tests in a browser, so nothing of the test runner is in here.
 */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import type { JWK } from 'jose';
import { z } from 'zod';

export interface SignInServerOptions {
  readonly clientMetadata?: { readonly url: string; readonly document: object };
  /** Of the client `keyed`, and of the platform that vouches for workloads. */
  readonly publicKey?: JWK;
  /** Whether clients may register themselves. */
  readonly registers?: boolean;
  /** Whether tokens are bound to keys. */
  readonly proof?: boolean;
  /** Whether proofs need a nonce, at the authorization server and at the MCP server (RFC 9449 §8, §9). */
  readonly nonces?: boolean;
  /** Whether the authorization server gives refresh tokens. */
  readonly refreshes?: boolean;
}

const places = z.object({ mcp: z.string(), issuer: z.string(), provider: z.string() });
const requests = z.array(
  z.object({
    at: z.enum(['mcp', 'issuer', 'provider']),
    method: z.string(),
    /** Path and query, as they were sent. */
    url: z.string(),
    pathname: z.string(),
    query: z.record(z.string(), z.string()).optional(),
    form: z.record(z.string(), z.string()).optional(),
    authorization: z.string().optional(),
    dpop: z.string().optional(),
  }),
);
export type Seen = z.infer<typeof requests>[number];

export interface SignInServer extends z.infer<typeof places> {
  /** What all three were asked, oldest first. */
  seen(): Promise<readonly Seen[]>;
  set(change: {
    /** Seconds. */
    readonly accessTtl?: number;
    readonly idTtl?: number;
    readonly refusesRefresh?: boolean;
    /** The MCP server takes the token it saw last for invalid from now on. */
    readonly refusesLastToken?: boolean;
    /** Whether the identity provider vouches for anybody. */
    readonly vouches?: boolean;
  }): Promise<void>;
  stop(): Promise<void>;
}

export async function launchSignInServer(options: SignInServerOptions = {}): Promise<SignInServer> {
  const script = join(import.meta.dirname, 'servers/signInServer.mjs');
  // It warns on stdout and on stderr that it is for development.
  const child = spawn(process.execPath, [script, JSON.stringify(options)], { stdio: ['ignore', 'pipe', 'ignore'] });
  const ended = once(child, 'exit');
  const announced = await new Promise<string>((resolve, reject) => {
    createInterface({ input: child.stdout }).on('line', (line) => {
      if (line.startsWith('{')) resolve(line);
    });
    void ended.then(() => reject(new Error('The authorization server ended.')));
  });
  const at = places.parse(JSON.parse(announced));
  const control = new URL('/control', at.mcp);
  return {
    ...at,
    seen: async () => z.object({ requests }).parse(await (await fetch(control)).json()).requests,
    set: async (change) => {
      await fetch(control, { method: 'POST', body: JSON.stringify(change) });
    },
    stop: async () => {
      child.kill();
      await ended;
    },
  };
}
