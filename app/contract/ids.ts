/**
 * Ids and digests that must not be mixed up, each with a brand of its own.
 */
import { z } from 'zod';

const id = (prefix: string) => z.string().regex(new RegExp(`^${prefix}_[A-Za-z0-9_-]{8,64}$`));

export const serverId = id('srv').brand<'ServerId'>();
export type ServerId = z.infer<typeof serverId>;

export const installId = id('ins').brand<'InstallId'>();
export type InstallId = z.infer<typeof installId>;

export const decisionId = id('dec').brand<'DecisionId'>();
export type DecisionId = z.infer<typeof decisionId>;

/** Chosen by the page, so that it can cancel a call before the first answer; the core refuses one already used. */
export const callId = id('call').brand<'CallId'>();
export type CallId = z.infer<typeof callId>;

export const uploadId = id('upl').brand<'UploadId'>();
export type UploadId = z.infer<typeof uploadId>;

/** A file or folder a person chose through the picker, good for this run. */
export const pickId = id('pck').brand<'PickId'>();
export type PickId = z.infer<typeof pickId>;

export const pickerId = id('pkr').brand<'PickerId'>();
export type PickerId = z.infer<typeof pickerId>;

export const modelId = id('mdl').brand<'ModelId'>();
export type ModelId = z.infer<typeof modelId>;

export const importId = id('imp').brand<'ImportId'>();
export type ImportId = z.infer<typeof importId>;

/** Chosen by the page, like a call's, so that it can cancel before the first answer. */
export const requestId = id('req').brand<'RequestId'>();
export type RequestId = z.infer<typeof requestId>;

/** SHA-256, written `sha256:` and 64 lower-case hexadecimal digits. */
export const sha256 = z
  .string()
  .regex(/^sha256:[0-9a-f]{64}$/)
  .brand<'Sha256'>();
export type Sha256 = z.infer<typeof sha256>;

/** Milliseconds since 1970, UTC. */
export const timestampMs = z.number().int().nonnegative();
