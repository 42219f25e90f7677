/**
 * Choosing files and folders: the native dialog in Electron, a browser drawn by the host's data in the loopback shell.
 */
import { z } from 'zod';
import { pickId, pickerId } from './ids.ts';

export const pick = z.strictObject({ pickId, path: z.string() });
export type Pick = Readonly<z.infer<typeof pick>>;

export const pickRequest = z.strictObject({
  want: z.enum(['file', 'directory']),
  multiple: z.boolean(),
  /** Without dots; empty for any. */
  extensions: z.array(z.string().max(20)).max(20).readonly(),
});
export type PickRequest = Readonly<z.infer<typeof pickRequest>>;

export const folderView = z.strictObject({
  path: z.string(),
  parentEntryId: z.string().optional(),
  /** Home, desktop, documents, downloads, and the file system's roots. */
  places: z.array(z.strictObject({ entryId: z.string(), label: z.string() })).readonly(),
  entries: z
    .array(
      z.strictObject({
        entryId: z.string(),
        name: z.string(),
        kind: z.enum(['file', 'directory']),
        sizeBytes: z.number().optional(),
      }),
    )
    .readonly(),
  /** More entries than are listed. */
  truncated: z.boolean(),
  /** The folder itself, to be chosen where a directory is wanted. */
  selfEntryId: z.string(),
});
export type FolderView = Readonly<z.infer<typeof folderView>>;

export const pickStart = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('chosen'), picks: z.array(pick).readonly() }),
  z.strictObject({ kind: z.literal('cancelled') }),
  z.strictObject({ kind: z.literal('browse'), pickerId, folder: folderView }),
]);
export type PickStart = Readonly<z.infer<typeof pickStart>>;
