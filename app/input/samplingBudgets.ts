/**
 * What each server has used of its budget for sampling in the last hour. Kept for this run.
 */
import type { SamplingBudget } from '../contract/input.ts';
import type { ServerId } from '../contract/ids.ts';
import type { ServerPreferences } from '../contract/servers.ts';
import type { Clock } from '../ports/clock.ts';

const HOUR_MS = 3_600_000;

interface Spending {
  readonly atMs: number;
  readonly requests: number;
  tokens: number;
}

export class SamplingBudgets {
  private readonly clock: Clock;
  private readonly spent = new Map<ServerId, readonly Spending[]>();

  constructor(clock: Clock) {
    this.clock = clock;
  }

  view(serverId: ServerId, limits: ServerPreferences['sampling'], rounds: number): SamplingBudget {
    const spendings = this.recent(serverId);
    return {
      requests: spendings.reduce((sum, { requests }) => sum + requests, 0),
      maxRequests: limits.maxRequestsPerHour,
      tokens: spendings.reduce((sum, { tokens }) => sum + tokens, 0),
      maxTokens: limits.maxTokensPerHour,
      rounds,
      maxRounds: limits.maxRounds,
    };
  }

  countRequest(serverId: ServerId): void {
    this.add(serverId, { atMs: this.clock.nowMs(), requests: 1, tokens: 0 });
  }

  /**
   * Takes out all that an answer may cost, so that requests side by side can't overspend.
   *
   * @returns To be called with what it did cost.
   */
  reserve(serverId: ServerId, tokens: number): (used: number) => void {
    const spending: Spending = { atMs: this.clock.nowMs(), requests: 0, tokens };
    this.add(serverId, spending);
    return (used) => {
      spending.tokens = used;
    };
  }

  forget(serverId: ServerId): void {
    this.spent.delete(serverId);
  }

  private add(serverId: ServerId, spending: Spending): void {
    this.spent.set(serverId, [...this.recent(serverId), spending]);
  }

  private recent(serverId: ServerId): readonly Spending[] {
    const sinceMs = this.clock.nowMs() - HOUR_MS;
    return (this.spent.get(serverId) ?? []).filter(({ atMs }) => atMs > sinceMs);
  }
}

/** Whether another request would be too much; the words are for the server's log. */
export function budgetProblem(budget: SamplingBudget): string | undefined {
  if (budget.requests >= budget.maxRequests) return 'it has asked as often as it may within an hour';
  if (budget.tokens >= budget.maxTokens) return 'it has used as many tokens as it may within an hour';
  if (budget.rounds > budget.maxRounds) return 'the conversation has had as many rounds of tool use as it may';
  return undefined;
}
