/**
 * Says that a server's list had entries that are not shown.
 */
import type { ReactNode } from 'react';

export function LeftOut({ count }: { readonly count: number }): ReactNode {
  if (count === 0) return null;
  return count === 1
    ? '. One more was left out: it was listed twice, or was not written correctly.'
    : `. ${count} more were left out: they were listed twice, or were not written correctly.`;
}
