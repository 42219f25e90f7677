/**
 * The headers of a remote plan with their secrets in place, for the moment of sending.
 */
import { AppError } from '../contract/errors.ts';
import type { PlanText } from '../contract/plan.ts';
import { createRedactor } from '../launch/redactor.ts';
import { headerUnsafe, headerValueProblem } from '../launch/remoteHeaders.ts';
import type { ConsentedConnection } from '../ports/httpFetch.ts';

export interface ResolvedHeaders {
  readonly headers: Readonly<Record<string, string>>;
  /** Takes the secrets among them out of a text. SECURITY(S9) */
  readonly redact: (text: string) => string;
}

/** @throws {AppError} `LAUNCH_SECRET_MISSING`, `CONFIG_VALUE_UNSAFE` */
export function resolveHeaders(
  { headers }: Pick<ConsentedConnection, 'headers'>,
  secret: (key: string) => string | undefined,
): ResolvedHeaders {
  const secrets: string[] = [];
  const revealed = (key: string): string => {
    const value = secret(key);
    if (value === undefined) {
      throw new AppError('LAUNCH_SECRET_MISSING', 'A secret is not in the keychain.', { data: { key } });
    }
    // A server that repeats the token repeats it without its scheme (`Bearer …`).
    secrets.push(value, ...value.split(' '));
    return value;
  };
  const reveal = (value: PlanText): string =>
    typeof value === 'string'
      ? value
      : value.parts.map((part) => (typeof part === 'string' ? part : revealed(part.secret))).join('');
  const resolved = Object.fromEntries(
    headers.map(({ name, value }) => {
      const text = reveal(value);
      // The plan was judged by its references; what they stand for is seen here for the first time.
      const problem = headerValueProblem(text);
      if (problem !== undefined) throw headerUnsafe(name, problem);
      return [name, text];
    }),
  );
  return { headers: resolved, redact: createRedactor(secrets) };
}
