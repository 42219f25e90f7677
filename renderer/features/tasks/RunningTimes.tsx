/**
 * Times of a task that go on by themselves: how long ago it was heard of, and how long it is kept.
 */
import type { ReactNode } from 'react';
import { useNow } from '../calls/useNow.ts';
import { agoWords, expiryWords } from './taskTimes.ts';

const EVERY_MS = 1_000;

export function Ago({ atMs }: { readonly atMs: number }): ReactNode {
  return agoWords(atMs, useNow(EVERY_MS));
}

export function UntilExpiry({ atMs }: { readonly atMs: number }): ReactNode {
  return expiryWords(atMs, useNow(EVERY_MS));
}
