/**
 * Settings and notices.
 */
import { z } from 'zod';
import { toErrorView } from './contract/errors.ts';
import type { ErrorView } from './contract/errors.ts';
import type { HostChange } from './contract/events.ts';
import { settingsView } from './contract/settings.ts';
import type { NoticeView, SettingsView } from './contract/settings.ts';
import type { Clock } from './ports/clock.ts';
import type { ConfigStore } from './ports/configStore.ts';
import type { RandomIds } from './ports/randomIds.ts';

type Change = { readonly [N in keyof SettingsView]?: SettingsView[N] | undefined };

const DEFAULTS: SettingsView = { theme: 'system' };

export class Settings {
  private readonly store: ConfigStore;
  private readonly emit: (change: HostChange) => void;
  private current: SettingsView;

  constructor(store: ConfigStore, emit: (change: HostChange) => void) {
    this.store = store;
    this.emit = emit;
    this.current = { ...DEFAULTS, ...usable(store.get('settings')) };
  }

  view(): SettingsView {
    return this.current;
  }

  /** @throws {AppError} `STORE_DISK_FULL`, `STORE_READ_ONLY` */
  update(change: Change): void {
    this.current = { ...this.current, ...definedOnly(change) };
    this.store.set('settings', this.current);
    this.emit({ type: 'settings.changed', settings: this.current });
  }
}

/** Each by itself: one that is not what it has to be says nothing of the others. */
function usable(stored: unknown): Partial<SettingsView> {
  const members = z.record(z.string(), z.unknown()).safeParse(stored).data ?? {};
  return Object.entries(members).reduce<Partial<SettingsView>>((read, [name, value]) => {
    const { data = {} } = settingsView.partial().safeParse({ [name]: value });
    return { ...read, ...definedOnly(data) };
  }, {});
}

function definedOnly(change: Change): Partial<SettingsView> {
  return Object.fromEntries(Object.entries(change).filter(([, value]) => value !== undefined));
}

export class Notices {
  private readonly clock: Clock;
  private readonly randomIds: RandomIds;
  private readonly emit: (change: HostChange) => void;
  private current: readonly NoticeView[] = [];

  constructor(clock: Clock, randomIds: RandomIds, emit: (change: HostChange) => void) {
    this.clock = clock;
    this.randomIds = randomIds;
    this.emit = emit;
  }

  views(): readonly NoticeView[] {
    return this.current;
  }

  /** Once for the same trouble: a full disk would otherwise say so at every call. */
  raise(error: unknown): void {
    const view = toErrorView(error);
    if (this.current.some((notice) => isSame(notice.error, view))) return;
    const notice = { noticeId: this.randomIds.next('ntc'), atMs: this.clock.nowMs(), error: view };
    this.current = [...this.current, notice];
    this.emit({ type: 'notices.changed', notices: this.current });
  }

  dismiss(noticeId: string): void {
    this.current = this.current.filter((notice) => notice.noticeId !== noticeId);
    this.emit({ type: 'notices.changed', notices: this.current });
  }
}

function isSame(left: ErrorView, right: ErrorView): boolean {
  return left.code === right.code && JSON.stringify(left.data) === JSON.stringify(right.data);
}
