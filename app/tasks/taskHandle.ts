/**
 * What is kept of a task between runs: enough to ask its server about it again, from another process on another day.
 */
import { z } from 'zod';

export const taskHandle = z.strictObject({
  /** The server's own id for it. */
  taskId: z.string(),
  /** Under which sign-in it was made, as a code that tells two apart and gives nothing away; absent for local servers. */
  identity: z.string().optional(),
  /** What its progress comes under. */
  progressToken: z.string(),
  /** Questions of it that were answered, by their keys: none is answered twice. */
  answeredKeys: z.array(z.string()).readonly(),
  /** The record that its end completes. */
  recordSeq: z.number().int().positive(),
});
export type TaskHandle = Readonly<z.infer<typeof taskHandle>>;
