/**
 * Reading and resolving plan texts: literal text with references to secrets in it.
 *
 * Only the process launcher may resolve one: everything shown, compared or recorded works on the references.
 */
import { AppError } from '../contract/errors.ts';
import type { PlanText } from '../contract/plan.ts';

/** The text itself where no secret is in it, else `undefined`. */
export function literal(text: PlanText): string | undefined {
  return typeof text === 'string'
    ? text
    : text.parts.every((part) => typeof part === 'string')
      ? text.parts.join('')
      : undefined;
}

export function hasSecret(text: PlanText): boolean {
  return literal(text) === undefined;
}

/** For reading: each secret by its key, such as `${user_config.token}`, never its value. SECURITY(S9) */
export function showText(text: PlanText): string {
  if (typeof text === 'string') return text;
  return text.parts.map((part) => (typeof part === 'string' ? part : `\${${part.secret}}`)).join('');
}

/** @throws {AppError} `LAUNCH_SECRET_MISSING` when `secretOf` has no value for a key. */
export function resolveText(text: PlanText, secretOf: (key: string) => string | undefined): string {
  if (typeof text === 'string') return text;
  return text.parts.map((part) => (typeof part === 'string' ? part : secretValue(part.secret, secretOf))).join('');
}

function secretValue(key: string, secretOf: (key: string) => string | undefined): string {
  const value = secretOf(key);
  if (value === undefined) {
    throw new AppError('LAUNCH_SECRET_MISSING', 'A secret that the plan refers to is not stored.', { data: { key } });
  }
  return value;
}
