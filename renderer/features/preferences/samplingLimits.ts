/**
 * The limits of sampling as a form: what is typed, what is wrong with it, what is saved. Pure.
 */
import { serverPreferences, type ServerPreferences } from '../../../app/contract/servers.ts';

type Sampling = ServerPreferences['sampling'];

export const LIMITS = [
  {
    key: 'maxRequestsPerHour',
    label: 'Requests an hour',
    description: 'Further ones are refused until the hour is over.',
    most: 10_000,
  },
  {
    key: 'maxTokensPerHour',
    label: 'Tokens an hour',
    description: 'A token is about four letters. They are what most providers charge for.',
    most: 100_000_000,
  },
  {
    key: 'maxRounds',
    label: 'Rounds',
    description: 'How often in a row the server may go on asking in one conversation.',
    most: 100,
  },
] as const;

export type LimitKey = (typeof LIMITS)[number]['key'];
/** As typed: a field can be empty for a while. */
export type LimitFields = Readonly<Record<LimitKey, string | number>>;

export function limitProblem(value: string | number, most: number): string | undefined {
  const isFit = typeof value === 'number' && Number.isInteger(value) && value >= 1 && value <= most;
  return isFit ? undefined : `Enter a whole number from 1 to ${most.toLocaleString('en')}.`;
}

/** `undefined` while a field is wrong. */
export function withLimits(sampling: Sampling, fields: LimitFields, modelId: string | undefined): Sampling | undefined {
  const { modelId: _before, ...rest } = sampling;
  const changed = serverPreferences.shape.sampling.safeParse({
    ...rest,
    ...fields,
    ...(modelId === undefined ? {} : { modelId }),
  });
  return changed.success ? changed.data : undefined;
}
