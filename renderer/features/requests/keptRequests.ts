/**
 * Readings that run, so that their place on the page finds them when it comes back: a decision to run or connect takes
 * everything else off the page, and is often what the reading itself led to.
 *
 * One that ended while its place was away is kept until it is shown.
 */
import type { CommandResult } from '../../../app/contract/commands.ts';
import type { ErrorView } from '../../../app/contract/errors.ts';
import type { RequestId } from '../../../app/contract/ids.ts';
import type { Bridge } from '../../bridge/createBridge.ts';

export type RequestCommand = 'resource.read' | 'prompt.get';

export type RequestOutcome<N extends RequestCommand> =
  CommandResult<N>['outcome'] | { readonly kind: 'failed'; readonly error: ErrorView };

export interface SentRequest<N extends RequestCommand> {
  /** What is asked of whom. */
  readonly place: string;
  readonly requestId: RequestId;
  readonly atMs: number;
  /** Never rejects. */
  readonly ended: Promise<{ readonly outcome: RequestOutcome<N>; readonly atMs: number }>;
}

/** Choice: more than anybody has going at once. What is read can be large. */
const MOST_KEPT = 5;

type Kept<N extends RequestCommand> = Map<string, SentRequest<N>>;
type KeptByCommand = { readonly [N in RequestCommand]: Kept<N> };

/** By bridge, so that nothing outlives the host it came from. */
const keptBy = new WeakMap<Pick<Bridge, 'run'>, KeptByCommand>();

/** By place, oldest first. */
export function keptRequests<N extends RequestCommand>(bridge: Pick<Bridge, 'run'>, name: N): Kept<N> {
  const kept: KeptByCommand = keptBy.get(bridge) ?? { 'resource.read': new Map(), 'prompt.get': new Map() };
  keptBy.set(bridge, kept);
  return kept[name];
}

export function keep<N extends RequestCommand>(kept: Kept<N>, request: SentRequest<N>): void {
  kept.delete(request.place);
  kept.set(request.place, request);
  const [oldest] = kept.keys();
  if (kept.size > MOST_KEPT && oldest !== undefined) kept.delete(oldest);
}
