/**
 * Refuses headers that would not arrive exactly as they are shown, or that are the protocol's own.
 */
import { AppError } from '../contract/errors.ts';
import type { PlanText } from '../contract/plan.ts';
import { showText } from './planText.ts';

export type HeaderProblem =
  'name_invalid' | 'reserved' | 'duplicate' | 'control_character' | 'not_latin1' | 'outer_space';

/**
 * Set by HTTP, by MCP, or by web pages only: a second value would contradict what Gatehouse says. Cookies are none of them,
 * since Gatehouse keeps none: one that a person types is a secret like another.
 */
const RESERVED =
  /^(?:host|connection|content-(?:length|type|encoding)|transfer-encoding|te|trailer|upgrade|expect|keep-alive|accept|accept-encoding|origin|referer|last-event-id|proxy-.*|sec-.*|mcp-.*)$/i;
/** RFC 9110 §5.6.2, token. */
const TOKEN = /^[!#$%&'*+.^_`|~0-9A-Za-z-]+$/;

/** @throws {AppError} `CONFIG_VALUE_UNSAFE` with `field` and `problem` in its data. */
export function assertHeadersSafe(headers: readonly { readonly name: string; readonly value: PlanText }[]): void {
  const seen = new Set<string>();
  for (const { name, value } of headers) {
    const key = name.toLowerCase();
    const problem = nameProblem(name) ?? (seen.has(key) ? 'duplicate' : headerValueProblem(showText(value)));
    if (problem !== undefined) throw headerUnsafe(name, problem);
    seen.add(key);
  }
}

/**
 * For values whose secrets are filled in, too.
 *
 * A line break would begin a header or a request of its own (RFC 9110 §5.5), letters beyond Latin-1 can't be sent, and
 * spaces at the ends are taken off on the way.
 */
export function headerValueProblem(value: string): HeaderProblem | undefined {
  if (/[\x00-\x1f\x7f-\x9f]/.test(value)) return 'control_character';
  if (/[^\x20-\xff]/.test(value)) return 'not_latin1';
  return value.startsWith(' ') || value.endsWith(' ') ? 'outer_space' : undefined;
}

/** The value itself is left out, since it may be a secret. SECURITY(S9) */
export function headerUnsafe(name: string, problem: HeaderProblem): AppError {
  return new AppError('CONFIG_VALUE_UNSAFE', 'The header can not be sent exactly as it is shown.', {
    data: { field: `headers.${name.toWellFormed()}`, problem },
  });
}

function nameProblem(name: string): HeaderProblem | undefined {
  if (!TOKEN.test(name)) return 'name_invalid';
  return RESERVED.test(name) ? 'reserved' : undefined;
}
