/**
 * Every command a page may send: its parameters, parsed strictly on the way in, and its answer, parsed on the way out.
 *
 * SECURITY(S5): no command carries both something to run and consent to it. Text to run is only ever a proposal that
 * ends in a decision; `decision.answer` carries an id, a digest and a choice.
 */
import { z } from 'zod';
import { activityQuery, activityRecord, chainState } from './activity.ts';
import { identityProviderSetup, revocation, signInSetup } from './authorization.ts';
import { callDetail, callOutcome, callView } from './calls.ts';
import { decisionAnswer } from './decisions.ts';
import { hostSnapshot } from './events.ts';
import {
  callId,
  decisionId,
  importId,
  installId,
  modelId,
  pickId,
  pickerId,
  requestId,
  serverId,
  sha256,
  timestampMs,
  uploadId,
} from './ids.ts';
import {
  exportNote,
  importChoice,
  importClient,
  MAX_IMPORT_ENTRIES,
  MAX_PASTED_LENGTH,
  MAX_LINK_LENGTH,
} from './imports.ts';
import { configInputs } from './installs.ts';
import { folderView, pick, pickRequest, pickStart } from './picks.ts';
import { modelDefinition } from './models.ts';
import { serverPlan } from './plan.ts';
import {
  completions,
  completionTarget,
  promptOutcome,
  promptView,
  readOutcome,
  resourceTemplateView,
  resourceView,
} from './resources.ts';
import { licence, settingsView, storedItem } from './settings.ts';
import { logLine, preferenceChange, remoteServer, toolView, typedServer, wireMessage } from './servers.ts';

const nothing = z.strictObject({});
const aServer = z.strictObject({ serverId });
const givenUp = z.strictObject({ revocation });
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

  /** Reads servers out of another application's configuration or an install link. Nothing is added yet. */
  'import.read': command(
    z.strictObject({
      from: z.discriminatedUnion('kind', [
        /** A configuration or a part of one, pasted or out of a file that was dropped; or a pasted link. */
        z.strictObject({
          kind: z.literal('text'),
          text: z.string().max(MAX_PASTED_LENGTH),
          fileName: z.string().min(1).max(255).optional(),
        }),
        z.strictObject({ kind: z.literal('pick'), pickId }),
        z.strictObject({ kind: z.literal('upload'), uploadId }),
        z.strictObject({ kind: z.literal('link'), url: z.string().max(MAX_LINK_LENGTH) }),
      ]),
    }),
    z.strictObject({ importId }),
  ),
  'import.cancel': command(z.strictObject({ importId }), nothing),
  /** Adds the chosen servers, all of them stopped. Starting one asks as any start does. */
  'import.add': command(
    z.strictObject({ importId, entries: z.array(importChoice).min(1).max(MAX_IMPORT_ENTRIES).readonly() }),
    z.strictObject({ serverIds: z.array(serverId).readonly() }),
  ),
  /** Servers as another application writes them down, without secrets; the page hands it to the person as a file. */
  'export.config': command(
    z.strictObject({ format: importClient, serverIds: z.array(serverId).min(1).max(MAX_IMPORT_ENTRIES).readonly() }),
    z.strictObject({ fileName: z.string(), text: z.string(), notes: z.array(exportNote).readonly() }),
  ),

  /** Proposes a typed server. It stands in the list as stopped; a launch decision opens for it. */
  'server.propose': command(z.strictObject({ definition: typedServer }), z.strictObject({ serverId })),
  'server.edit': command(z.strictObject({ serverId, definition: typedServer }), nothing),
  /** Proposes a remote server; a decision to connect opens for it. Nothing is reached before, but a name may be looked up. */
  'server.proposeRemote': command(z.strictObject({ definition: remoteServer }), z.strictObject({ serverId })),
  'server.editRemote': command(z.strictObject({ serverId, definition: remoteServer }), nothing),
  'server.prefer': command(z.strictObject({ serverId, change: preferenceChange.omit({ roots: true }) }), nothing),
  /** The folders a server is told of: new ones as picks, others by the path they have. The server hears of the change. */
  'server.setRoots': command(
    z.strictObject({
      serverId,
      roots: z
        .array(z.union([z.strictObject({ pickId }), z.strictObject({ keep: z.string().max(32_768) })]))
        .max(100)
        .readonly(),
    }),
    nothing,
  ),
  /** How one signs in to a remote server. What was held under another setup is forgotten. */
  'server.setSignIn': command(z.strictObject({ serverId, setup: signInSetup }), nothing),
  /** The public half of the key that proves who one is at a server. */
  'server.signInKey': command(
    aServer,
    z.strictObject({
      /** SubjectPublicKeyInfo, PEM. */
      pem: z.string(),
      /** RFC 7517, JSON. */
      jwk: z.string(),
    }),
  ),
  /** Asks to sign in now, and connects. */
  'server.signIn': command(aServer, nothing),
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
    z.strictObject({ agreed: z.strictObject({ plan: serverPlan, agreedAtMs: timestampMs }).optional() }),
  ),
  'server.log': command(
    z.strictObject({ serverId, afterSeq: z.number().int().nonnegative() }),
    z.strictObject({ lines: z.array(logLine).readonly(), droppedLines: z.number() }),
  ),

  'server.wire': command(
    z.strictObject({ serverId, afterSeq: z.number().int().nonnegative() }),
    z.strictObject({ messages: z.array(wireMessage).readonly(), droppedMessages: z.number() }),
  ),

  'server.resources': command(
    aServer,
    z.strictObject({
      resourcesRevision: z.number(),
      resources: z.array(resourceView).readonly(),
      templates: z.array(resourceTemplateView).readonly(),
      /** Entries that were none, or came twice. */
      dropped: z.number(),
    }),
  ),
  'server.prompts': command(
    aServer,
    z.strictObject({ promptsRevision: z.number(), prompts: z.array(promptView).readonly(), dropped: z.number() }),
  ),
  /** Fills in a template (RFC 6570) and answers the address, which is not read yet. */
  'resource.expand': command(
    z.strictObject({
      uriTemplate: z.string().max(8_192),
      values: z.record(z.string().max(1_000), z.string().max(8_192)),
    }),
    z.strictObject({ uri: z.string() }),
  ),
  'resource.read': command(
    z.strictObject({ requestId, serverId, uri: z.string().min(1).max(65_536), evenIfCached: z.boolean() }),
    z.strictObject({ outcome: readOutcome }),
  ),
  'resource.subscribe': command(z.strictObject({ serverId, uri: z.string().min(1).max(65_536) }), nothing),
  'resource.unsubscribe': command(z.strictObject({ serverId, uri: z.string().min(1).max(65_536) }), nothing),
  'prompt.get': command(
    z.strictObject({
      requestId,
      serverId,
      name: z.string().max(1_000),
      arguments: z.record(z.string().max(1_000), z.string().max(131_072)),
    }),
    z.strictObject({ outcome: promptOutcome }),
  ),
  /** Ends a `resource.read` or `prompt.get` that is under way. */
  'request.cancel': command(z.strictObject({ requestId }), nothing),
  /** What the server would suggest for one argument. Everything typed so far goes to it. */
  'argument.complete': command(
    z.strictObject({
      serverId,
      target: completionTarget,
      argument: z.strictObject({ name: z.string().max(1_000), value: z.string().max(8_192) }),
      /** The other arguments as they are filled in. */
      others: z.record(z.string().max(1_000), z.string().max(8_192)),
    }),
    completions,
  ),
  /** An icon that the server itself listed, checked, as a data URL. `undefined` where there is none to be shown. */
  'icon.load': command(
    z.strictObject({ serverId, src: z.string().max(1_000_000) }),
    z.strictObject({ dataUrl: z.string().optional() }),
  ),

  /**
   * Answers when the call ends or has become a task; `call.changed` events tell how it goes meanwhile. Starts the server if
   * need be.
   */
  'tool.call': command(
    z.strictObject({
      callId,
      serverId,
      toolName: z.string().max(1_000),
      arguments: z.record(z.string(), z.unknown()),
      /** For a tool whose `taskSupport` is `optional`; others have no choice. */
      asTask: z.boolean().optional(),
    }),
    z.strictObject({ outcome: callOutcome }),
  ),
  /** Of a task: asks the server to cancel it. `cancelling` is not `cancelled` until the server says so. */
  'call.cancel': command(z.strictObject({ callId }), nothing),
  'call.get': command(z.strictObject({ callId }), callDetail),

  /** Calls that became tasks, of every run, newest first. */
  'task.list': command(
    z.strictObject({
      serverId: serverId.optional(),
      show: z.enum(['all', 'open', 'ended']),
      /** In the tool's or server's name, the status message or the arguments. */
      text: z.string().max(200).optional(),
      /** Older than this call. */
      before: callId.optional(),
      limit: z.number().int().min(1).max(200),
    }),
    z.strictObject({ calls: z.array(callView).readonly(), total: z.number() }),
  ),
  /** Asks the server for news at once, starting it if need be. */
  'task.refresh': command(z.strictObject({ callId }), nothing),
  /** Gives it up: the server may go on, Gatehouse hears no more of it. */
  'task.unfollow': command(z.strictObject({ callId }), nothing),

  'decision.answer': command(z.strictObject({ decisionId, digest: sha256, answer: decisionAnswer }), nothing),

  'activity.list': command(
    activityQuery,
    z.strictObject({
      records: z.array(activityRecord).readonly(),
      total: z.number(),
      chain: chainState,
    }),
  ),
  'activity.get': command(
    z.strictObject({ seq: z.number().int().positive() }),
    z.strictObject({ record: activityRecord, related: z.array(activityRecord).readonly() }),
  ),

  /** Connects a model. Nothing is asked of it before somebody agrees to a prompt, or tests it. */
  'model.add': command(z.strictObject({ definition: modelDefinition }), z.strictObject({ modelId })),
  /** Without a key the one that is stored stays, as long as the provider and the origin of its address do. */
  'model.update': command(z.strictObject({ modelId, definition: modelDefinition }), nothing),
  'model.remove': command(z.strictObject({ modelId }), nothing),
  /** Asks for one word, with what is typed; the stored key of `modelId` serves as it would after `model.update`. */
  'model.test': command(
    z.strictObject({ definition: modelDefinition, modelId: modelId.optional() }),
    z.strictObject({ answer: z.string(), tookMs: z.number() }),
  ),

  /** The one identity provider. An absent secret stays as long as the issuer and the client are the same. */
  'provider.set': command(identityProviderSetup, nothing),
  /** Ends the session there (RFC 7009), and all access that came from it. */
  'provider.signOut': command(nothing, givenUp),
  'provider.remove': command(nothing, givenUp),

  'identity.refresh': command(aServer, nothing),
  /** Revokes what can be revoked (RFC 7009), then forgets it. */
  'identity.signOut': command(aServer, givenUp),
  /** Deletes a dynamic registration where its server offers that (RFC 7592), and forgets it. */
  'registration.remove': command(
    z.strictObject({ issuer: z.string().max(2_000), clientId: z.string().max(2_000) }),
    givenUp,
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
