/**
 * A server as another application's configuration describes it: what would be stored, with holes where something has to
 * be filled in first. It holds secrets, so it stays in the core.
 */
import type { ImportInput, ImportNote } from '../contract/imports.ts';
import type { RemoteServer } from '../contract/servers.ts';

export type Part =
  | { readonly kind: 'text'; readonly text: string }
  /** The value of the input with this key. */
  | { readonly kind: 'input'; readonly key: string };

/** What a value is for. Variables and headers have names, arguments an order. */
export type Place =
  | { readonly kind: 'command' | 'cwd' | 'url' }
  | { readonly kind: 'argument'; readonly index: number }
  | { readonly kind: 'variable' | 'header'; readonly name: string };

export interface ProposedField {
  readonly place: Place;
  readonly parts: readonly Part[];
  /** Looks like a secret, or is to be filled in with one. */
  readonly secret: boolean;
}

export interface Proposal {
  readonly name: string;
  readonly kind: 'local' | 'remote' | 'unusable';
  /** Of a remote one. */
  readonly transport: RemoteServer['transport'];
  readonly fields: readonly ProposedField[];
  readonly inputs: readonly ImportInput[];
  readonly notes: readonly ImportNote[];
}

/** As findings name what they are about. */
export function placeName(place: Place): string {
  switch (place.kind) {
    case 'argument':
      return `args[${place.index}]`;
    case 'variable':
      return `env.${place.name}`;
    case 'header':
      return `headers.${place.name}`;
    default:
      return place.kind;
  }
}

/** SECURITY(S9): a command line can be read by every program of this user, and an address stands in many logs. */
export function canBeSecret({ kind }: Place): boolean {
  return kind === 'variable' || kind === 'header';
}
