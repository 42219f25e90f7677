import { expect, test } from 'vitest';
import { keep, keptRequests, type SentRequest } from './keptRequests.ts';
import { newRequestId } from './newRequestId.ts';

const bridgeWithoutHost = () => ({ run: () => Promise.reject(new Error('There is no host.')) });
const sent = (place: string): SentRequest<'resource.read'> => ({
  place,
  requestId: newRequestId(),
  atMs: 0,
  ended: Promise.resolve({ outcome: { kind: 'cancelled' }, atMs: 1 }),
});

test('of many readings the newest five are kept, one for each place', () => {
  const kept = keptRequests(bridgeWithoutHost(), 'resource.read');
  for (const place of ['a', 'b', 'c', 'd', 'e', 'a', 'f']) keep(kept, sent(place));
  expect([...kept.keys()]).toEqual(['c', 'd', 'e', 'a', 'f']);
});

test('readings are found again by the host and the command they went to', () => {
  const [bridge, other] = [bridgeWithoutHost(), bridgeWithoutHost()];
  const request = sent('a');
  keep(keptRequests(bridge, 'resource.read'), request);
  expect(keptRequests(bridge, 'resource.read').get('a')).toBe(request);
  expect(keptRequests(bridge, 'prompt.get').size).toBe(0);
  expect(keptRequests(other, 'resource.read').size).toBe(0);
});
