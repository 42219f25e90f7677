/**
 * Pages of tasks put together with what the mirror tells of them meanwhile, newest first. Pure.
 *
 * Every change of a task goes through the mirror, which lets go of ended ones in time; the host's pages know all. So what
 * the mirror said last of a task is kept.
 */
import type { CallView } from '../../../app/contract/calls.ts';
import type { CallId } from '../../../app/contract/ids.ts';
import type { CommandParams, CommandResult } from '../../../app/contract/commands.ts';
import { isOpenCall } from '../calls/callWords.ts';
import { isTaskCall, type TaskCall } from './taskWords.ts';

export type TaskFilter = Pick<CommandParams<'task.list'>, 'serverId' | 'show' | 'text'>;
type Page = CommandResult<'task.list'>;

export const PAGE_TASKS = 100;

export interface TaskPages {
  readonly calls: readonly TaskCall[];
  /** How many came in pages, and how many the host says that there are. */
  readonly listed: number;
  readonly total: number;
  /** The last call of the last page; absent once every page is here. */
  readonly last?: TaskCall;
}

/** The first page, in place of all that was here. */
export function firstPage(page: Page): TaskPages {
  return nextPage({ calls: [], listed: 0, total: 0 }, page);
}

/** The page that follows the last one here. */
export function nextPage(here: TaskPages, page: Page): TaskPages {
  const tasks = page.calls.filter(isTaskCall);
  const listed = here.listed + tasks.length;
  const last = tasks.at(-1);
  const isMore = tasks.length === PAGE_TASKS && listed < page.total;
  return {
    calls: joined(here.calls, tasks),
    listed,
    total: page.total,
    ...(isMore && last !== undefined && { last }),
  };
}

/** What the mirror says now. Of tasks that are not here it brings those that the pages here would hold. */
export function withLive(here: TaskPages, live: readonly TaskCall[], filter: TaskFilter): TaskPages {
  const known = new Set(here.calls.map(({ callId }) => callId));
  const isInReach = reaches(here);
  const fresh = live.filter((call) => known.has(call.callId) || (isInReach(call) && isFound(call, filter)));
  return fresh.length === 0 ? here : { ...here, calls: joined(here.calls, fresh) };
}

/** Those that belong into the list at this moment: an open one leaves the list of open ones when it ends. */
export function shownTasks({ calls }: TaskPages, show: TaskFilter['show']): readonly TaskCall[] {
  return show === 'all' ? calls : calls.filter(({ state }) => isOpenCall(state) === (show === 'open'));
}

/** True of what is newer than the end of the pages that are here: the rest would leave a gap before it. */
function reaches({ last }: TaskPages): (call: CallView) => boolean {
  return (call) => last === undefined || newestFirst(call, last) <= 0;
}

/** What the page can see of a task. The host looks through all of its arguments as well. */
function isFound({ serverId, serverName, toolName, task, argumentsLine }: TaskCall, filter: TaskFilter): boolean {
  if (filter.serverId !== undefined && filter.serverId !== serverId) return false;
  const text = filter.text?.toLowerCase() ?? '';
  const said = [toolName, serverName, task.statusMessage ?? '', argumentsLine ?? ''];
  return said.some((each) => each.toLowerCase().includes(text));
}

/** Each task once, as `fresh` has it where it does. */
function joined(here: readonly TaskCall[], fresh: readonly TaskCall[]): readonly TaskCall[] {
  const byId = new Map<CallId, TaskCall>([...here, ...fresh].map((call) => [call.callId, call]));
  return [...byId.values()].sort(newestFirst);
}

function newestFirst(a: CallView, b: CallView): number {
  return b.startedAtMs - a.startedAtMs || (a.callId < b.callId ? 1 : -1);
}
