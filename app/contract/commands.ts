/**
 * Every command a page may send: its parameters, parsed strictly on the way in, and its answer, parsed on the way out.
 *
 * SECURITY(S5): no command carries both something to run and consent to it. Text to run is only ever a proposal that
 * ends in a decision; `decision.answer` carries an id, a digest and a choice.
 */
import { z } from 'zod';
import { activityQuery, activityRecord } from './activity.ts';
import { callDetail, callOutcome } from './calls.ts';
import { decisionAnswer } from './decisions.ts';
import { hostSnapshot } from './events.ts';
import { callId, decisionId, installId, pickId, pickerId, serverId, sha256, timestampMs, uploadId } from './ids.ts';
import { configInputs } from './installs.ts';
import { folderView, pick, pickRequest, pickStart } from './picks.ts';
import { launchPlan } from './plan.ts';
import { licence, settingsView, storedItem } from './settings.ts';
import { logLine, toolView, typedServer } from './servers.ts';

const nothing = z.strictObject({});
const aServer = z.strictObject({ serverId });
const entryId = z.string().max(200);

/** Bytes in one `upload.chunk`, before base64. */
export const UPLOAD_CHUNK_BYTES = 512 * 1024;

const command = <P extends z.ZodType, R extends z.ZodType>(params: P, result: R) => ({ params, result });

export const commands = {
  'mirror.snapshot': command(nothing, hostSnapshot),

  'upload.begin': command(
    z.strictObject({ fileName: z.string().min(1).max(255), sizeBytes: z.number().int().nonnegative() }),
    z.strictObject({ uploadId }),
  ),
  'upload.chunk': command(
    z.strictObject({
      uploadId,
      offsetBytes: z.number().int().nonnegative(),
      base64: z.string().max(Math.ceil(UPLOAD_CHUNK_BYTES / 3) * 4),
    }),
    nothing,
  ),
  'upload.cancel': command(z.strictObject({ uploadId }), nothing),

  'picker.start': command(pickRequest, pickStart),
  'picker.list': command(z.strictObject({ pickerId, entryId }), folderView),
  'picker.choose': command(
    z.strictObject({ pickerId, entryIds: z.array(entryId).min(1).max(1_000).readonly() }),
    z.strictObject({ picks: z.array(pick).readonly() }),
  ),
  'picker.cancel': command(z.strictObject({ pickerId }), nothing),

  'bundle.open': command(
    z.strictObject({
      from: z.discriminatedUnion('kind', [
        z.strictObject({ kind: z.literal('pick'), pickId }),
        z.strictObject({ kind: z.literal('upload'), uploadId }),
        z.strictObject({ kind: z.literal('sample'), name: z.string().max(100) }),
      ]),
    }),
    z.strictObject({ installId }),
  ),
  /**
   * Goes on from `ready`: checks the configuration, unpacks to a private folder, and opens the launch decision. For a
   * bundle that is installed already, without `asNewServer`, it installs that server's files again.
   */
  'install.continue': command(
    z.strictObject({
      installId,
      config: configInputs,
      /** Install next to the servers that are there instead of updating one. */
      asNewServer: z.boolean(),
      /** Which of the candidates it is for; the first where none is named. */
      serverId: serverId.optional(),
    }),
    nothing,
  ),
  'install.cancel': command(z.strictObject({ installId }), nothing),

  /** Proposes a typed server. It stands in the list as stopped; a launch decision opens for it. */
  'server.propose': command(z.strictObject({ definition: typedServer }), z.strictObject({ serverId })),
  'server.edit': command(z.strictObject({ serverId, definition: typedServer }), nothing),
  'server.configure': command(z.strictObject({ serverId, config: configInputs }), nothing),
  'server.rename': command(z.strictObject({ serverId, name: z.string().trim().min(1).max(200) }), nothing),
  'server.start': command(aServer, nothing),
  'server.stop': command(aServer, nothing),
  'server.restart': command(aServer, nothing),
  'server.remove': command(aServer, nothing),
  'server.undoRemove': command(aServer, nothing),
  /** Puts back the version that the last update replaced. */
  'server.rollBack': command(aServer, nothing),
  'server.tools': command(aServer, z.strictObject({ toolsRevision: z.number(), tools: z.array(toolView).readonly() })),
  /** What a person agreed to run; nothing where nobody did, or where the record of it counts for nothing. */
  'server.agreed': command(
    aServer,
    z.strictObject({ agreed: z.strictObject({ plan: launchPlan, agreedAtMs: timestampMs }).optional() }),
  ),
  'server.log': command(
    z.strictObject({ serverId, afterSeq: z.number().int().nonnegative() }),
    z.strictObject({ lines: z.array(logLine).readonly(), droppedLines: z.number() }),
  ),

  /** Answers when the call ends; `call.changed` events tell how it goes meanwhile. Starts the server if need be. */
  'tool.call': command(
    z.strictObject({ callId, serverId, toolName: z.string().max(1_000), arguments: z.record(z.string(), z.unknown()) }),
    z.strictObject({ outcome: callOutcome }),
  ),
  'call.cancel': command(z.strictObject({ callId }), nothing),
  'call.get': command(z.strictObject({ callId }), callDetail),

  'decision.answer': command(z.strictObject({ decisionId, digest: sha256, answer: decisionAnswer }), nothing),

  'activity.list': command(
    activityQuery,
    z.strictObject({
      records: z.array(activityRecord).readonly(),
      total: z.number(),
      chain: z.enum(['intact', 'broken']),
    }),
  ),
  'activity.get': command(
    z.strictObject({ seq: z.number().int().positive() }),
    z.strictObject({ record: activityRecord, related: z.array(activityRecord).readonly() }),
  ),

  'settings.update': command(settingsView.partial().strict(), nothing),
  'storage.describe': command(nothing, z.strictObject({ items: z.array(storedItem).readonly() })),
  /** Everything but secrets, as one JSON document; the page hands it to the person as a file. */
  'storage.export': command(nothing, z.strictObject({ fileName: z.string(), text: z.string() })),
  'storage.wipe': command(z.strictObject({ confirm: z.literal('wipe everything') }), nothing),
  'notice.dismiss': command(z.strictObject({ noticeId: z.string().max(100) }), nothing),
  'app.about': command(nothing, z.strictObject({ version: z.string(), licences: z.array(licence).readonly() })),
  /** Refused as `SERVER_BUSY` while calls run, unless `evenWithCalls`. */
  'app.quit': command(z.strictObject({ evenWithCalls: z.boolean() }), nothing),
} as const;

export type CommandName = keyof typeof commands;
export type CommandParams<N extends CommandName> = z.infer<(typeof commands)[N]['params']>;
export type CommandResult<N extends CommandName> = z.infer<(typeof commands)[N]['result']>;

export function isCommandName(name: string): name is CommandName {
  return Object.hasOwn(commands, name);
}
