/**
 * Settings, notices, and what the page is told about the host it belongs to.
 */
import { z } from 'zod';
import { clientMetadataUrlFaults } from './clientMetadataUrl.ts';
import { errorView } from './errors.ts';
import { timestampMs } from './ids.ts';

export const settingsView = z.strictObject({
  theme: z.enum(['light', 'dark', 'system']),
  /** Where the Client ID Metadata Document of this installation is published, if it is. Empty: nowhere. */
  clientMetadataUrl: z
    .string()
    .max(2_000)
    .refine((address) => address === '' || clientMetadataUrlFaults(address).length === 0)
    .optional(),
});
export type SettingsView = Readonly<z.infer<typeof settingsView>>;

/** Something a person should know that no screen of theirs caused, such as a store that was set aside. */
export const noticeView = z.strictObject({
  noticeId: z.string(),
  atMs: timestampMs,
  error: errorView,
});
export type NoticeView = Readonly<z.infer<typeof noticeView>>;

export const hostView = z.strictObject({
  version: z.string(),
  shell: z.enum(['electron', 'loopback']),
  platform: z.enum(['linux', 'darwin', 'win32']),
  dataDir: z.string(),
  /** False where no keychain answers: secrets and agreements then last for this run only. */
  keychain: z.boolean(),
  samples: z.array(z.strictObject({ name: z.string(), title: z.string(), description: z.string() })).readonly(),
  /** What Gatehouse has to be registered with where it is known beforehand (RFC 8252 §7.3). */
  redirectUris: z.array(z.string()).readonly(),
});
export type HostView = Readonly<z.infer<typeof hostView>>;

export const storedItem = z.strictObject({
  what: z.enum(['configuration', 'record', 'secrets', 'bundles', 'staging', 'window']),
  path: z.string(),
  sizeBytes: z.number(),
});
export type StoredItem = Readonly<z.infer<typeof storedItem>>;

export const licence = z.strictObject({ name: z.string(), version: z.string(), license: z.string() });
