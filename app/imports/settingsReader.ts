/**
 * Reads the settings of one server, each by the type it must have, and keeps account of what is left out and why.
 *
 * A value of another type is never guessed at. Settings that nobody asked for are noted by name at the end.
 */
import type { ImportNote } from '../contract/imports.ts';

export type NamedValue = readonly [name: string, value: string];

export class SettingsReader {
  readonly notes: ImportNote[] = [];
  private readonly settings: Readonly<Record<string, unknown>>;
  private readonly seen = new Set<string>();

  constructor(settings: Readonly<Record<string, unknown>>) {
    this.settings = settings;
  }

  note(code: ImportNote['code'], setting?: string, detail?: string): void {
    this.notes.push({
      code,
      ...(setting === undefined ? {} : { setting }),
      ...(detail === undefined ? {} : { detail }),
    });
  }

  has(setting: string): boolean {
    return this.value(setting) !== undefined;
  }

  text(setting: string): string | undefined {
    const value = this.take(setting);
    if (value === undefined || typeof value === 'string') return value;
    this.note('VALUE_WRONG', setting);
    return undefined;
  }

  /** The first of several names for the same thing. */
  textOf(settings: readonly string[]): string | undefined {
    return settings.map((setting) => this.text(setting)).find((text) => text !== undefined);
  }

  flag(setting: string): boolean | undefined {
    const value = this.take(setting);
    if (value === undefined || typeof value === 'boolean') return value;
    this.note('VALUE_WRONG', setting);
    return undefined;
  }

  /** A list of texts; numbers are written out. `undefined` where one is missing or something else stands in it. */
  texts(setting: string): readonly string[] | undefined {
    const value = this.take(setting);
    if (value === undefined) return undefined;
    const texts = Array.isArray(value) ? value.map(scalarText) : [undefined];
    if (texts.every((text) => text !== undefined)) return texts;
    this.note('VALUE_WRONG', setting);
    return undefined;
  }

  /** Named texts; numbers and switches are written out, `null` means that there is none. */
  named(setting: string): readonly NamedValue[] {
    const value = this.take(setting);
    if (value === undefined) return [];
    if (!isRecord(value)) {
      this.note('VALUE_WRONG', setting);
      return [];
    }
    return Object.entries(value).flatMap(([name, each]): NamedValue[] => {
      const text = scalarText(each);
      if (text !== undefined) return [[name, text]];
      if (each !== null) this.note('VALUE_WRONG', `${setting}.${name}`);
      return [];
    });
  }

  record(setting: string): Readonly<Record<string, unknown>> | undefined {
    const value = this.take(setting);
    if (value === undefined || isRecord(value)) return value;
    this.note('VALUE_WRONG', setting);
    return undefined;
  }

  /** Notes that a setting is not taken over, where it is there and says something. */
  leaveOut(code: ImportNote['code'], settings: readonly string[]): void {
    for (const setting of settings) {
      const value = this.take(setting);
      if (value !== undefined && value !== false && !isEmpty(value)) this.note(code, setting);
    }
  }

  /** Passes over settings that change nothing, such as a description. */
  ignore(settings: readonly string[]): void {
    for (const setting of settings) this.seen.add(setting);
  }

  /** Notes every setting that was not asked for. */
  noteTheRest(): void {
    this.leaveOut(
      'SETTING_UNKNOWN',
      Object.keys(this.settings).filter((setting) => !this.seen.has(setting)),
    );
  }

  private take(setting: string): unknown {
    this.seen.add(setting);
    return this.value(setting);
  }

  /** Own properties only: a configuration has no `constructor` because every object has one. */
  private value(setting: string): unknown {
    const value = Object.hasOwn(this.settings, setting) ? this.settings[setting] : undefined;
    return value === null ? undefined : value;
  }
}

export function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** One property, if it is the value's own. */
export function ownValue(value: unknown, key: string): unknown {
  return isRecord(value) && Object.hasOwn(value, key) ? value[key] : undefined;
}

function scalarText(value: unknown): string | undefined {
  if (typeof value === 'string') return value;
  return typeof value === 'boolean' || (typeof value === 'number' && Number.isFinite(value))
    ? String(value)
    : undefined;
}

function isEmpty(value: unknown): boolean {
  if (Array.isArray(value)) return value.length === 0;
  return isRecord(value) && Object.keys(value).length === 0;
}
