/**
 * What the host tells every page: one whole new view an event, with the mirror's revision after it.
 */
import { z } from 'zod';
import { identitiesView } from './authorization.ts';
import { callView } from './calls.ts';
import { decisionView } from './decisions.ts';
import { decisionId, importId, installId, serverId } from './ids.ts';
import { importView } from './imports.ts';
import { installView } from './installs.ts';
import { modelView } from './models.ts';
import { hostView, noticeView, settingsView } from './settings.ts';
import { serverView } from './servers.ts';

/** Calls a snapshot carries: all that run, and the newest that ended. */
export const SNAPSHOT_CALLS = 200;

export const hostSnapshot = z.strictObject({
  revision: z.number().int().nonnegative(),
  host: hostView,
  settings: settingsView,
  notices: z.array(noticeView).readonly(),
  servers: z.array(serverView).readonly(),
  installs: z.array(installView).readonly(),
  imports: z.array(importView).readonly(),
  decisions: z.array(decisionView).readonly(),
  calls: z.array(callView).readonly(),
  models: z.array(modelView).readonly(),
  identities: identitiesView,
});
export type HostSnapshot = Readonly<z.infer<typeof hostSnapshot>>;

const revision = z.number().int().positive();

export const hostEvent = z.discriminatedUnion('type', [
  z.strictObject({ type: z.literal('server.changed'), revision, server: serverView }),
  z.strictObject({ type: z.literal('server.removed'), revision, serverId }),
  z.strictObject({ type: z.literal('install.changed'), revision, install: installView }),
  z.strictObject({ type: z.literal('install.removed'), revision, installId }),
  z.strictObject({ type: z.literal('import.changed'), revision, import: importView }),
  z.strictObject({ type: z.literal('import.removed'), revision, importId }),
  z.strictObject({ type: z.literal('decision.changed'), revision, decision: decisionView }),
  z.strictObject({ type: z.literal('decision.removed'), revision, decisionId }),
  z.strictObject({ type: z.literal('call.changed'), revision, call: callView }),
  z.strictObject({ type: z.literal('settings.changed'), revision, settings: settingsView }),
  z.strictObject({ type: z.literal('models.changed'), revision, models: z.array(modelView).readonly() }),
  z.strictObject({ type: z.literal('identities.changed'), revision, identities: identitiesView }),
  z.strictObject({ type: z.literal('notices.changed'), revision, notices: z.array(noticeView).readonly() }),
]);
export type HostEvent = Readonly<z.infer<typeof hostEvent>>;
/** An event before the mirror numbers it. */
export type HostChange = HostEvent extends infer E ? (E extends HostEvent ? Omit<E, 'revision'> : never) : never;
