/**
 * Files and folders a person chose in this run, by id. A page names what was picked, never a path.
 */
import { AppError } from './contract/errors.ts';
import { pickId, pickerId } from './contract/ids.ts';
import type { PickId, PickerId } from './contract/ids.ts';
import type { FolderView, Pick, PickRequest, PickStart } from './contract/picks.ts';
import type { FilePicker, FolderBrowser } from './ports/filePicker.ts';
import type { RandomIds } from './ports/randomIds.ts';

/** Picks remembered; the oldest goes first. */
const MAX_PICKS = 10_000;

export class Picks {
  private readonly picker: FilePicker;
  private readonly randomIds: RandomIds;
  private readonly picked = new Map<PickId, string>();
  private readonly browsers = new Map<PickerId, FolderBrowser>();

  constructor(picker: FilePicker, randomIds: RandomIds) {
    this.picker = picker;
    this.randomIds = randomIds;
  }

  async start(request: PickRequest): Promise<PickStart> {
    const answer = await this.picker.pick(request);
    switch (answer.kind) {
      case 'cancelled':
        return { kind: 'cancelled' };
      case 'chosen':
        return { kind: 'chosen', picks: answer.paths.map((path) => this.remember(path)) };
      case 'browse': {
        const id = pickerId.parse(this.randomIds.next('pkr'));
        this.browsers.set(id, answer.browser);
        return { kind: 'browse', pickerId: id, folder: await answer.browser.list(undefined) };
      }
    }
  }

  list(id: PickerId, entryId: string): Promise<FolderView> {
    return this.browser(id).list(entryId);
  }

  async choose(id: PickerId, entryIds: readonly string[]): Promise<readonly Pick[]> {
    const paths = await this.browser(id).choose(entryIds);
    this.browsers.delete(id);
    return paths.map((path) => this.remember(path));
  }

  cancel(id: PickerId): void {
    this.browsers.delete(id);
  }

  /** @throws {AppError} `PICK_NOT_FOUND` */
  path(id: PickId): string {
    const path = this.picked.get(id);
    if (path === undefined) throw new AppError('PICK_NOT_FOUND', 'Nothing was picked under this id.');
    return path;
  }

  private remember(path: string): Pick {
    const id = pickId.parse(this.randomIds.next('pck'));
    this.picked.set(id, path);
    const [oldest] = this.picked.keys();
    if (this.picked.size > MAX_PICKS && oldest !== undefined) this.picked.delete(oldest);
    return { pickId: id, path };
  }

  private browser(id: PickerId): FolderBrowser {
    const browser = this.browsers.get(id);
    if (browser === undefined) throw new AppError('PICK_NOT_FOUND', 'This folder browser was closed.');
    return browser;
  }
}
