/**
 * Which screen is shown, as one union, and when a decision takes the screen over. Pure.
 */
import type { DecisionView } from '../../../app/contract/decisions.ts';
import type { HostSnapshot } from '../../../app/contract/events.ts';
import type { CallId, DecisionId, ImportId, InstallId, ServerId } from '../../../app/contract/ids.ts';
import type { InstallView } from '../../../app/contract/installs.ts';
import type { ServerState, ServerView } from '../../../app/contract/servers.ts';
import type { CallAgain } from '../calls/callAgain.ts';
import { isAgreement } from '../decisions/kinds.ts';
import type { TaskFilter } from '../tasks/taskPages.ts';

/** A screen inside the frame. A decision's page stands on top of one. */
export type FramedScreen = Exclude<Screen, { readonly at: 'decision' }>;

export type Screen =
  | { readonly at: 'servers' }
  | {
      readonly at: 'server';
      readonly serverId: ServerId;
      /** A call to be made again: its tool is chosen and its arguments are filled in. */
      readonly again?: CallAgain;
    }
  | { readonly at: 'add' }
  | { readonly at: 'type_command' }
  | { readonly at: 'type_address' }
  | { readonly at: 'install'; readonly installId: InstallId }
  | { readonly at: 'bring' }
  | { readonly at: 'import'; readonly importId: ImportId }
  | { readonly at: 'decisions' }
  | {
      readonly at: 'decision';
      readonly decisionId: DecisionId;
      /** As it was when it was gone to: it may be over before its page is drawn. */
      readonly seen?: DecisionView;
    }
  | {
      readonly at: 'tasks';
      /** What was looked for when it was left for one of its tasks. */
      readonly filter?: TaskFilter;
    }
  | { readonly at: 'task'; readonly callId: CallId }
  | { readonly at: 'activity' }
  | {
      readonly at: 'settings';
      /** Id of the heading to begin at. */
      readonly part?: string;
    };

export const HOME: FramedScreen = { at: 'servers' };

/** The part of the navigation a screen belongs to. */
export function sectionOf(screen: Screen): 'servers' | 'decisions' | 'tasks' | 'activity' | 'settings' {
  switch (screen.at) {
    case 'decisions':
    case 'decision':
      return 'decisions';
    case 'tasks':
    case 'task':
      return 'tasks';
    case 'activity':
    case 'settings':
      return screen.at;
    case 'servers':
    case 'server':
    case 'add':
    case 'type_command':
    case 'type_address':
    case 'install':
    case 'bring':
    case 'import':
      return 'servers';
  }
}

/** How long after an action its decision may take the screen, milliseconds: hashing a large server takes seconds. */
export const EXPECT_MS = 60_000;

/**
 * The decision to run or connect that a person's own action in this window has led to, if it is open.
 *
 * What servers ask never takes the screen: they choose the moment, and a click meant for something else could answer.
 * Decisions that something else opened (another window, a restart by itself) never take the screen: they only count
 * in the badge, so that a screen under somebody's hands isn't exchanged for a question.
 *
 * @param expected Servers this window waits for, each with the time it stops waiting.
 */
export function expectedDecision(
  expected: ReadonlyMap<ServerId, number>,
  decisions: readonly DecisionView[],
): DecisionView | undefined {
  return decisions.find(
    (decision) => isAgreement(decision) && decision.createdAtMs <= (expected.get(decision.serverId) ?? -1),
  );
}

export type StateKinds = ReadonlyMap<ServerId, ServerState['kind']>;

export function stateKinds(servers: readonly Pick<ServerView, 'serverId' | 'state'>[]): StateKinds {
  return new Map(servers.map(({ serverId, state }) => [serverId, state.kind]));
}

/**
 * Servers that began to run or failed since the last look: no decision comes any more of what was asked of them.
 *
 * A server that ran or had failed before does not count: an action on it has only just begun.
 */
export function settledServers(before: StateKinds, now: StateKinds): readonly ServerId[] {
  return [...now].flatMap(([id, kind]) =>
    (kind === 'running' || kind === 'failed') && before.get(id) !== kind ? [id] : [],
  );
}

/** The decision that takes the whole page, if one does: an install shows its own as its last step. */
export function openDecisionId(
  screen: Screen,
  { installs, decisions }: Pick<HostSnapshot, 'installs' | 'decisions'>,
): DecisionId | undefined {
  if (screen.at === 'decision') return screen.decisionId;
  if (screen.at !== 'install') return undefined;
  const state = installs.find(({ installId }) => installId === screen.installId)?.state;
  if (state?.kind !== 'awaiting_decision') return undefined;
  return decisions.some(({ decisionId }) => decisionId === state.decisionId) ? state.decisionId : undefined;
}

/** Whether this is a decision to run or connect. SECURITY(S6): while it is open, nothing else is in the page. */
export function coversEverything(id: DecisionId | undefined, { decisions }: Pick<HostSnapshot, 'decisions'>): boolean {
  return decisions.some((decision) => decision.decisionId === id && isAgreement(decision));
}

/** An install that came up since the last look and still has something to show. */
export function newInstall(installs: readonly InstallView[], seen: ReadonlySet<InstallId>): InstallView | undefined {
  return installs.find(({ installId, state }) => !seen.has(installId) && state.kind !== 'installed');
}

/** Screens with different keys share no state: what was typed for one server never shows for another. */
export function screenKey(screen: Screen): string {
  switch (screen.at) {
    case 'server':
      return `server ${screen.serverId}`;
    case 'install':
      return `install ${screen.installId}`;
    case 'import':
      return `import ${screen.importId}`;
    case 'decision':
      return `decision ${screen.decisionId}`;
    case 'task':
      return `task ${screen.callId}`;
    default:
      return screen.at;
  }
}
