/**
 * The newest outcomes, kept in memory for pages that ask again, such as after a lost connection.
 */
import type { CallDetail, CallOutcome } from '../contract/calls.ts';
import type { CallId } from '../contract/ids.ts';

const MAX_OUTCOMES = 50;
/** All of them together, characters. */
const MAX_CHARACTERS = 64 * 1024 * 1024;

export class KeptOutcomes {
  /** Newest last. */
  private readonly kept = new Map<CallId, { readonly detail: CallDetail; readonly weight: number }>();
  private weight = 0;

  get(callId: CallId): CallDetail | undefined {
    return this.kept.get(callId)?.detail;
  }

  add(detail: CallDetail): void {
    const weight = detail.outcome === undefined ? 0 : weightOf(detail.outcome);
    this.kept.set(detail.call.callId, { detail, weight });
    this.weight += weight;
    for (const [oldest, { weight: freed }] of this.kept) {
      if (this.kept.size <= MAX_OUTCOMES && this.weight <= MAX_CHARACTERS) break;
      this.kept.delete(oldest);
      this.weight -= freed;
    }
  }
}

/** About how much memory an outcome takes, characters: texts and encoded files are nearly all of it. */
function weightOf(outcome: CallOutcome): number {
  if (outcome.kind !== 'complete') return 0;
  const weights = outcome.content.map((block) => {
    if (block.type === 'text') return block.text.length;
    if (block.type === 'image' || block.type === 'audio') return block.data.length;
    return JSON.stringify(block).length;
  });
  return weights.reduce((sum, weight) => sum + weight, 0);
}
