/**
 * Imports that wait for a person: read once, shown without their secrets, added or forgotten.
 *
 * SECURITY(S5): whatever was read, opened or clicked, all that comes of it is a proposal on the screen. Servers are added
 * by a person's own choice, stopped, and ask before they start like any other.
 */
import { AppError } from '../contract/errors.ts';
import type { HostChange } from '../contract/events.ts';
import { importId as importIdSchema } from '../contract/ids.ts';
import type { ImportId, ServerId } from '../contract/ids.ts';
import type { ImportChoice, ImportSource, ImportView } from '../contract/imports.ts';
import type { Clock } from '../ports/clock.ts';
import type { RandomIds } from '../ports/randomIds.ts';
import { chosenServer } from './chosenServer.ts';
import type { NewServer } from './chosenServer.ts';
import { toEntry } from './importView.ts';
import { isInstallLink } from './links/gatehouseLink.ts';
import { linkInvalid } from './links/linkParts.ts';
import type { Proposal } from './proposal.ts';
import { readConfiguration } from './readConfiguration.ts';
import { isLink, readLink } from './readLink.ts';

/**
 * How long an import, and the secrets in it, are kept, milliseconds. Choice: time enough to fetch a token from somewhere.
 */
export const IMPORT_LIMIT_MS = 30 * 60_000;
/** Imports that wait at once; the oldest goes first. A page of links must not fill the memory. */
const MAX_WAITING = 5;

export interface ImportsDeps {
  readonly clock: Clock;
  readonly randomIds: RandomIds;
  readonly emit: (change: HostChange) => void;
  /**
   * Adds a server, stopped, and keeps the values of its secrets where secrets are kept.
   *
   * @throws {AppError} `CONFIG_…`, `STORE_…`
   */
  readonly addServer: (server: NewServer) => ServerId;
  /** A link that another program handed over was refused. Nothing of the link is in the error. */
  readonly onLinkRefused: (error: AppError) => void;
}

interface Waiting {
  readonly source: ImportSource;
  readonly proposals: readonly Proposal[];
  readonly addedAs: Map<number, ServerId>;
  readonly forget: () => void;
}

export class Imports {
  private readonly deps: ImportsDeps;
  private readonly waiting = new Map<ImportId, Waiting>();

  constructor(deps: ImportsDeps) {
    this.deps = deps;
  }

  views(): readonly ImportView[] {
    return [...this.waiting.keys()].map((id) => this.view(id));
  }

  /**
   * Reads a configuration, or a link where the text is one.
   *
   * @throws {AppError} `IMPORT_…`, `LINK_INVALID`
   */
  readText(text: string, fileName?: string): ImportId {
    if (fileName === undefined && isLink(text)) return this.readLink(text);
    const { client, proposals } = readConfiguration(text, fileName);
    const from = {
      kind: 'configuration',
      ...(client === undefined ? {} : { client }),
      ...(fileName === undefined ? {} : { fileName }),
    } as const;
    return this.open(from, proposals);
  }

  /** @throws {AppError} `LINK_INVALID` */
  readLink(text: string): ImportId {
    const { client, proposal } = readLink(text);
    return this.open({ kind: 'link', client }, [proposal]);
  }

  /**
   * A link that another program handed over: Gatehouse's own, of the one kind there is.
   *
   * @throws {AppError} `LINK_INVALID`
   */
  openLink(text: string): ImportId {
    try {
      if (!isInstallLink(text)) throw linkInvalid('NOT_AN_INSTALL_LINK');
      return this.readLink(text);
    } catch (error) {
      if (error instanceof AppError) this.deps.onLinkRefused(error);
      throw error;
    }
  }

  /**
   * Adds the chosen servers. All are checked before the first is added; after an error the import stays, without those
   * that had been added by then.
   *
   * @throws {AppError} `IMPORT_NOT_FOUND`, `CONFIG_…`, `COMMAND_INVALID`, `STORE_…`
   */
  add(id: ImportId, choices: readonly ImportChoice[]): readonly ServerId[] {
    const waiting = this.get(id);
    const chosen = choices
      .filter(({ index }) => !waiting.addedAs.has(index))
      .map((choice) => ({ index: choice.index, server: chosenServer(proposalAt(waiting, choice.index), choice) }));
    if (new Set(chosen.map(({ index }) => index)).size < chosen.length) {
      throw new AppError('COMMAND_INVALID', 'An entry was chosen twice.');
    }
    try {
      for (const { index, server } of chosen) waiting.addedAs.set(index, this.deps.addServer(server));
    } catch (error) {
      this.deps.emit({ type: 'import.changed', import: this.view(id) });
      throw error;
    }
    this.cancel(id);
    return choices.flatMap(({ index }) => waiting.addedAs.get(index) ?? []);
  }

  /** Forgets an import and what was secret in it. */
  cancel(id: ImportId): void {
    const waiting = this.waiting.get(id);
    if (waiting === undefined) return;
    waiting.forget();
    this.waiting.delete(id);
    this.deps.emit({ type: 'import.removed', importId: id });
  }

  /** Forgets all of them, without telling anybody: the host quits. */
  close(): void {
    for (const { forget } of this.waiting.values()) forget();
    this.waiting.clear();
  }

  private open(source: ImportSource, proposals: readonly Proposal[]): ImportId {
    const id = importIdSchema.parse(this.deps.randomIds.next('imp'));
    const forget = this.deps.clock.after(IMPORT_LIMIT_MS, () => this.cancel(id));
    this.waiting.set(id, { source, proposals, addedAs: new Map(), forget });
    const [oldest] = this.waiting.keys();
    if (this.waiting.size > MAX_WAITING && oldest !== undefined) this.cancel(oldest);
    this.deps.emit({ type: 'import.changed', import: this.view(id) });
    return id;
  }

  private view(id: ImportId): ImportView {
    const { source, proposals, addedAs } = this.get(id);
    const entries = proposals.map((proposal, index) => toEntry(proposal, index, addedAs.get(index)));
    return { importId: id, source, entries };
  }

  private get(id: ImportId): Waiting {
    const waiting = this.waiting.get(id);
    if (waiting === undefined) throw new AppError('IMPORT_NOT_FOUND', 'The import was closed.');
    return waiting;
  }
}

function proposalAt({ proposals }: Waiting, index: number): Proposal {
  const proposal = proposals[index];
  if (proposal === undefined) throw new AppError('COMMAND_INVALID', 'There is no such entry.', { data: { index } });
  return proposal;
}
