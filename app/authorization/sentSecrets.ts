/**
 * Takes out of an authorization server's words what was sent to it: one that repeats the request would show it to everybody.
 */
import { AppError } from '../contract/errors.ts';
import { createRedactor, REDACTED } from '../launch/redactor.ts';
import type { Fetch } from '../ports/httpFetch.ts';

const SECRET_PARAMETERS = [
  'assertion',
  'client_assertion',
  'client_secret',
  'code',
  'code_verifier',
  'refresh_token',
  'subject_token',
  'token',
];

export interface SecretKeeper {
  /** Remembers what of each request is secret. */
  readonly fetch: Fetch;
  /** The same error, without any of it. SECURITY(S9) */
  readonly withoutSecrets: (error: unknown) => unknown;
}

export function keepSecrets(fetch: Fetch): SecretKeeper {
  const secrets = new Set<string>();
  return {
    fetch: (url, init) => {
      for (const secret of secretsIn(init)) secrets.add(secret);
      return fetch(url, init);
    },
    withoutSecrets: (error) => {
      if (!(error instanceof AppError) || secrets.size === 0) return error;
      const redact = createRedactor([...secrets]);
      const data = Object.entries(error.data).map(([name, value]) => [
        name,
        typeof value === 'string' ? [...secrets].reduce(withoutBeginning, redact(value)) : value,
      ]);
      // Without its cause, which says the same again.
      return new AppError(error.code, error.message, { data: Object.fromEntries(data) as AppError['data'] });
    },
  };
}

/** Fewer tell nothing, and turn up by chance. */
const MIN_PART_CHARACTERS = 6;

/** SECURITY(S9): words are cut to a length before they come here, and what is left of a secret at their end tells of it. */
function withoutBeginning(text: string, secret: string): string {
  for (let length = Math.min(secret.length - 1, text.length); length >= MIN_PART_CHARACTERS; length -= 1) {
    if (text.endsWith(secret.slice(0, length))) return `${text.slice(0, -length)}${REDACTED}`;
  }
  return text;
}

function secretsIn({ body, headers }: RequestInit = {}): readonly string[] {
  const parameters =
    body instanceof URLSearchParams || typeof body === 'string' ? new URLSearchParams(body) : undefined;
  const values = SECRET_PARAMETERS.flatMap((name) => parameters?.getAll(name) ?? []);
  const [, credentials] = new Headers(headers).get('authorization')?.split(' ') ?? [];
  const both = credentials === undefined ? [] : [credentials, ...pairIn(credentials)];
  return [...values, ...both].flatMap((value) => [value, encodeURIComponent(value)]);
}

/** RFC 7617 §2, as RFC 6749 §2.3.1 has it encoded. */
function pairIn(credentials: string): readonly string[] {
  try {
    const pair = atob(credentials);
    const secret = pair.slice(pair.indexOf(':') + 1);
    return [pair, secret, decodeURIComponent(secret)];
  } catch {
    return [];
  }
}
