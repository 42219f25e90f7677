/**
 * Puts pages of the record together, newest first, each record once.
 */
import type { ActivityRecord } from '../../../app/contract/activity.ts';

/**
 * @param page The newest records, or, with `older`, those that follow the last one here.
 *
 * A newest page that does not reach what is here replaces it, so that the list never has a gap in it.
 */
export function joinPages(
  here: readonly ActivityRecord[],
  page: readonly ActivityRecord[],
  older: boolean,
): readonly ActivityRecord[] {
  if (older) return [...here, ...page.filter((record) => record.seq < (here.at(-1)?.seq ?? Infinity))];
  const lastOfPage = page.at(-1)?.seq;
  const newestHere = here[0]?.seq;
  if (lastOfPage === undefined || newestHere === undefined || newestHere < lastOfPage) return page;
  return [...page, ...here.filter((record) => record.seq < lastOfPage)];
}
