/**
 * A call that is to be made again: its arguments, as far as they were kept.
 */
import type { ServerId } from '../../../app/contract/ids.ts';
import { useNavigation } from '../frame/navigation.tsx';
import { isJsonObject, type Arguments } from './parseArguments.ts';

export interface CallAgain {
  readonly toolName: string;
  readonly arguments: Arguments;
  /** JSON Pointers (RFC 6901) to what was not kept and has to be filled in again. */
  readonly withheld: readonly string[];
}

/** What a call of this server's tools is to begin with, if a person came here to make one again. */
export function useCallAgain(serverId: ServerId): CallAgain | undefined {
  const { framed } = useNavigation();
  return framed.at === 'server' && framed.serverId === serverId ? framed.again : undefined;
}

/** The arguments without what stands in the place of the values that were not kept. Pure. */
export function keptArguments({ arguments: sent, withheld }: CallAgain): Arguments {
  return withheld.reduce((kept, pointer) => without(kept, namesIn(pointer)), sent);
}

function without(value: Arguments, [name, ...rest]: readonly string[]): Arguments {
  if (name === undefined) return value;
  return Object.fromEntries(
    Object.entries(value).flatMap(([key, inner]): [string, unknown][] => {
      if (key !== name) return [[key, inner]];
      return rest.length === 0 ? [] : [[key, withoutIn(inner, rest)]];
    }),
  );
}

function withoutIn(value: unknown, names: readonly string[]): unknown {
  if (isJsonObject(value)) return without(value, names);
  if (!Array.isArray(value)) return value;
  const [index, ...rest] = names;
  // An entry of a list keeps its place, empty, so that those after it do.
  return value.map((inner: unknown, at) =>
    String(at) !== index ? inner : rest.length === 0 ? '' : withoutIn(inner, rest),
  );
}

/** For people: `key` for `/key`, `login › password` for what is deeper. */
export function withheldName(pointer: string): string {
  return namesIn(pointer).join(' › ');
}

function namesIn(pointer: string): readonly string[] {
  return pointer
    .split('/')
    .slice(1)
    .map((name) => name.replaceAll('~1', '/').replaceAll('~0', '~'));
}
