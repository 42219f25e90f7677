/**
 * One way in, from the file that was opened to the server that stands in the list.
 */
import { z } from 'zod';
import { bundleView, configValue } from './bundles.ts';
import { errorView } from './errors.ts';
import { decisionId, installId, serverId, timestampMs } from './ids.ts';

/** A server that an opened bundle is a version of: of the same name, by the same publisher. */
export const installCandidate = z.strictObject({
  /** What the bundle is to it: the very file it came from, a newer version, an older one. */
  kind: z.enum(['same', 'update', 'downgrade']),
  serverId,
  name: z.string(),
  /** The one it has. */
  version: z.string(),
  /** When it was added, which tells apart what has one name and version. */
  createdAtMs: timestampMs,
});
export type InstallCandidate = Readonly<z.infer<typeof installCandidate>>;

/** How an opened bundle stands to the servers that are there (MCPB-style identity: publisher and name). */
export const installRelation = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('new') }),
  /** Those that have this very file come first. */
  z.strictObject({ kind: z.literal('present'), candidates: z.tuple([installCandidate], installCandidate).readonly() }),
]);
export type InstallRelation = Readonly<z.infer<typeof installRelation>>;

export const installState = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('reading'), doneBytes: z.number(), totalBytes: z.number() }),
  z.strictObject({ kind: z.literal('refused'), error: errorView }),
  /** Waits for configuration, or for the person to go on. */
  z.strictObject({
    kind: z.literal('ready'),
    bundle: bundleView,
    relation: installRelation,
    /** The candidate that was chosen before a problem led back here, else the first; absent for a new server. */
    serverId: serverId.optional(),
    /** Values of that server, or those filled in before the problem. */
    config: z.record(z.string(), configValue).readonly(),
    problem: errorView.optional(),
  }),
  z.strictObject({ kind: z.literal('unpacking'), bundle: bundleView, doneBytes: z.number(), totalBytes: z.number() }),
  z.strictObject({ kind: z.literal('awaiting_decision'), bundle: bundleView, decisionId }),
  z.strictObject({ kind: z.literal('installed'), serverId }),
]);
export type InstallState = Readonly<z.infer<typeof installState>>;

export const installView = z.strictObject({
  installId,
  fileName: z.string(),
  state: installState,
});
export type InstallView = Readonly<z.infer<typeof installView>>;

/** One file or folder. One that was picked travels by its id, so that "picked" can't be claimed. */
const pathInput = z.union([
  z.strictObject({ pickId: z.string().max(80) }),
  /** `kept`: as it is stored, picked if it was. */
  z.strictObject({ path: z.string().max(32_768), kept: z.literal(true).optional() }),
]);
export type PathInput = Readonly<z.infer<typeof pathInput>>;

/** What the page sends for one option. */
export const configInput = z.union([
  z.strictObject({ value: z.union([z.string().max(131_072), z.number(), z.boolean()]) }),
  z.strictObject({ paths: z.array(pathInput).max(1_000).readonly() }),
  /** A secret, or any other value, that stays as it is stored. */
  z.strictObject({ keep: z.literal(true) }),
]);
export type ConfigInput = Readonly<z.infer<typeof configInput>>;
export const configInputs = z.record(z.string().max(500), configInput).readonly();
export type ConfigInputs = Readonly<Record<string, ConfigInput>>;
