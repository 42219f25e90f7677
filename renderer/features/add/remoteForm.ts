/**
 * The form for a remote server: its address, its headers, and what is proposed from them. Pure.
 *
 * The host checks everything again; what is said here only saves a round trip.
 */
import { remoteServer } from '../../../app/contract/servers.ts';
import type { RemoteServer } from '../../../app/contract/servers.ts';
import { looksSecret } from '../../ui/secretNames.ts';
import type { NamedValue, NamedValueChange } from './NamedValueRows.tsx';

export interface HeaderRow extends NamedValue {
  /** A person has ticked or unticked “Secret”: from then on its name doesn't decide. */
  readonly secretChosen: boolean;
}

export interface RemoteFields {
  readonly name: string;
  readonly url: string;
  readonly transport: RemoteServer['transport'];
  readonly headers: readonly HeaderRow[];
  readonly nextId: number;
}

export function initialRemote(initial?: RemoteServer): RemoteFields {
  const headers = (initial?.headers ?? []).map(({ name, value, secret }, id) => ({
    id,
    name,
    value: value ?? '',
    secret,
    kept: secret && value === undefined,
    secretChosen: true,
  }));
  return {
    name: initial?.name ?? '',
    url: initial?.url ?? '',
    transport: initial?.transport ?? 'auto',
    headers,
    nextId: headers.length,
  };
}

export function addHeader(fields: RemoteFields): RemoteFields {
  const row = { id: fields.nextId, name: '', value: '', secret: false, kept: false, secretChosen: false };
  return { ...fields, headers: [...fields.headers, row], nextId: fields.nextId + 1 };
}

/** SECURITY(S9): a header called like a secret is one until a person says that it isn't. */
export function changeHeader(fields: RemoteFields, id: number, change: NamedValueChange): RemoteFields {
  const changed = (row: HeaderRow): HeaderRow => {
    const next = { ...row, ...change, secretChosen: row.secretChosen || change.secret !== undefined };
    return next.secretChosen ? next : { ...next, secret: looksSecret(next.name) };
  };
  return { ...fields, headers: fields.headers.map((row) => (row.id === id ? changed(row) : row)) };
}

export function removeHeader(fields: RemoteFields, id: number): RemoteFields {
  return { ...fields, headers: fields.headers.filter((row) => row.id !== id) };
}

export type RemoteProblems = Readonly<{ name?: string; url?: string; headers: ReadonlyMap<number, string> }>;

export function remoteProblems(fields: RemoteFields): RemoteProblems {
  const url = urlProblem(fields.url.trim());
  return {
    ...(fields.name.trim() === '' ? { name: 'Give the server a name, so that you recognise it.' } : {}),
    ...(url === undefined ? {} : { url }),
    headers: headerProblems(fields.headers),
  };
}

export function hasRemoteProblems(problems: RemoteProblems): boolean {
  return problems.name !== undefined || problems.url !== undefined || problems.headers.size > 0;
}

function urlProblem(typed: string): string | undefined {
  if (typed === '') return 'Enter the address of the server.';
  const url = URL.parse(typed);
  if (url === null || !/^https?:$/.test(url.protocol)) {
    return 'Enter the whole address. It begins with https://, or with http:// for a server near you.';
  }
  if (url.username !== '' || url.password !== '') {
    return 'Leave the user name and password out of the address. A key belongs in a header.';
  }
  return undefined;
}

/** RFC 9110 §5.6.2, token. */
const TOKEN = /^[!#$%&'*+.^_`|~0-9A-Za-z-]+$/;

function headerProblems(headers: readonly HeaderRow[]): ReadonlyMap<number, string> {
  const problems = new Map<number, string>();
  const names = new Set<string>();
  for (const { id, name, value, kept } of headers) {
    const key = name.toLowerCase();
    if (name === '') problems.set(id, 'Give the header a name, or remove the row.');
    else if (!TOKEN.test(name)) problems.set(id, 'A header’s name has letters, digits and hyphens, and no spaces.');
    else if (names.has(key)) problems.set(id, 'There is a header of this name already.');
    else if (!kept && value === '') problems.set(id, 'Enter a value, or remove the row.');
    else if (!kept && /[^\x20-\x7e\xa0-\xff]/.test(value))
      problems.set(id, 'The value has characters that can’t be sent.');
    else if (!kept && value.trim() !== value) problems.set(id, 'Remove the space before or after the value.');
    names.add(key);
  }
  return problems;
}

/** What is proposed, or `undefined` while something is wrong that the contract forbids. */
export function toRemoteServer(fields: RemoteFields): RemoteServer | undefined {
  const proposed = remoteServer.safeParse({
    name: fields.name,
    url: fields.url,
    transport: fields.transport,
    headers: fields.headers.map(({ name, value, secret, kept }) => ({ name, secret, ...(kept ? {} : { value }) })),
  });
  return proposed.success ? proposed.data : undefined;
}
