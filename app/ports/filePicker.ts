/**
 * Lets a person choose files and folders. The native dialog answers at once; the loopback shell's is drawn by the page.
 */
import type { FolderView, PickRequest } from '../contract/picks.ts';

export type PickerAnswer =
  | { readonly kind: 'chosen'; readonly paths: readonly string[] }
  | { readonly kind: 'cancelled' }
  | { readonly kind: 'browse'; readonly browser: FolderBrowser };

/** One walk through folders. Entry ids are good for this walk only, so the page never names a path. */
export interface FolderBrowser {
  /** @throws {AppError} `PICK_NOT_FOUND`, `PICK_UNREADABLE` */
  list(entryId: string | undefined): Promise<FolderView>;
  /** @throws {AppError} `PICK_NOT_FOUND` */
  choose(entryIds: readonly string[]): Promise<readonly string[]>;
}

export interface FilePicker {
  pick(request: PickRequest): Promise<PickerAnswer>;
}
