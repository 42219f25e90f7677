/**
 * The record as the page lists it: one row a thing that was decided, started, called, granted or refused.
 */
import { z } from 'zod';
import { sha256, timestampMs } from './ids.ts';

export const ACTIVITY_KINDS = [
  'bundle.opened',
  'bundle.refused',
  'link.refused',
  'server.added',
  'server.changed',
  'server.removed',
  'decision.launch',
  'decision.connect',
  'decision.input',
  'server.launch',
  'server.exit',
  'server.connect',
  'url.opened',
  'model.request',
  'tool.call',
  'task.created',
  'task.cancel',
  'resource.read',
  'prompt.get',
  'auth.sign_in',
  'auth.token',
  'auth.registered',
  'auth.sign_out',
  'auth.provider',
  'store.set_aside',
] as const;
export type ActivityKind = (typeof ACTIVITY_KINDS)[number];

/** One record. A thing with an effect has two: one before the effect, one that completes it and names the first. */
export const activityRecord = z.strictObject({
  seq: z.number().int().positive(),
  atMs: timestampMs,
  kind: z.enum(ACTIVITY_KINDS),
  phase: z.enum(['begun', 'ended', 'single']),
  /** The record this one completes. */
  completes: z.number().int().positive().optional(),
  /** What it is about: a server's, install's or call's id. */
  subject: z.string(),
  /** The name people know the subject by, as it was then. */
  label: z.string(),
  /** Of what a person was shown, where something was shown. */
  digestShown: sha256.optional(),
  /** `withdrawn`: nobody decided, since the question was taken back. */
  decision: z.enum(['agreed', 'cancelled', 'withdrawn', 'refused']).optional(),
  decidedBy: z.enum(['person', 'policy', 'grant']).optional(),
  outcome: z.string().optional(),
  /** Facts, secrets removed. */
  details: z.record(z.string(), z.unknown()).readonly(),
  prevHash: sha256,
  hash: sha256,
});
export type ActivityRecord = Readonly<z.infer<typeof activityRecord>>;

export const activityQuery = z.strictObject({
  kinds: z.array(z.enum(ACTIVITY_KINDS)).max(ACTIVITY_KINDS.length).readonly().optional(),
  subject: z.string().max(200).optional(),
  text: z.string().max(200).optional(),
  /** Rows older than this record. */
  beforeSeq: z.number().int().positive().optional(),
  limit: z.number().int().min(1).max(200),
});
export type ActivityQuery = Readonly<z.infer<typeof activityQuery>>;

/** Whether every record follows the one before it. `checking` until all of a long record was read once. */
export const chainState = z.enum(['checking', 'intact', 'broken']);
export type ChainState = z.infer<typeof chainState>;
