/**
 * What one scenario came to, from the checks the suite wrote and the last words of the driver. Pure.
 */
import { z } from 'zod';

/** The last line of a driver that came to its end, whatever the server did to it. */
export const FINISHED = 'finished';

export const checks = z.array(
  z.looseObject({
    id: z.string(),
    status: z.enum(['SUCCESS', 'FAILURE', 'WARNING', 'SKIPPED', 'INFO']),
    errorMessage: z.string().optional(),
  }),
);
export type Check = z.infer<typeof checks>[number];

export type Verdict =
  | { readonly kind: 'passed'; readonly checks: number; readonly warnings: readonly string[] }
  | { readonly kind: 'failed'; readonly checks: number; readonly because: string }
  /** Nothing was looked at, which proves nothing. */
  | { readonly kind: 'not_run'; readonly because: string };

export function judge(all: readonly Check[], driverSaid: string): Verdict {
  const made = all.filter(({ status }) => status === 'SUCCESS' || status === 'FAILURE' || status === 'WARNING');
  // The suite looks at the form of every message in any scenario; alone that says nothing about this one.
  if (!made.some(({ id }) => !id.startsWith('wire-schema'))) {
    return { kind: 'not_run', because: 'no check was made' };
  }
  const [failed, ...more] = made.filter(({ status }) => status === 'FAILURE').map(describe);
  if (failed !== undefined) {
    return {
      kind: 'failed',
      checks: made.length,
      because: failed + (more.length > 0 ? ` (and ${more.length} more)` : ''),
    };
  }
  if (!driverSaid.trimEnd().endsWith(FINISHED)) {
    return { kind: 'failed', checks: made.length, because: 'the driver did not come to its end' };
  }
  return {
    kind: 'passed',
    checks: made.length,
    warnings: made.filter(({ status }) => status === 'WARNING').map(describe),
  };
}

/** On one line: the suite's messages are data, and may hold anything a server said. */
function describe({ id, errorMessage }: Check): string {
  return errorMessage === undefined ? id : `${id}: ${JSON.stringify(errorMessage.slice(0, 200))}`;
}
