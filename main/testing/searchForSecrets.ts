/**
 * The search for secrets that are told by their names, in all that a host writes, shows or says.
 */
import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import process from 'node:process';
import { expect, onTestFinished, vi } from 'vitest';
import { importClient } from '../../app/contract/imports.ts';
import type { StartedSignIn } from './hostileServers/startSignIn.ts';

/** A text as it may turn up: plain, in an address, in a form, in Base64 wherever it begins in what was encoded. */
export function formsOf(secret: string): readonly string[] {
  const plain = [secret, encodeURIComponent(secret), new URLSearchParams({ '': secret }).toString().slice(1)];
  const encoded = plain.flatMap((text) =>
    [0, 1, 2].flatMap((shift) => {
      const bytes = Buffer.from('x'.repeat(shift) + text);
      // Without the characters that its neighbours have a part in.
      const inner = (kind: 'base64' | 'base64url'): string =>
        bytes.toString(kind).slice(Math.ceil((shift * 8) / 6), Math.floor((bytes.length * 8) / 6));
      return [inner('base64'), inner('base64url')];
    }),
  );
  return [...new Set([...plain, ...encoded, Buffer.from(secret).toString('hex')])];
}

/** All that the process writes from here on: for `startSearch`. */
export function listenToOutput(): () => string {
  const said: string[] = [];
  const spies = [
    ...(['stdout', 'stderr'] as const).map((name) =>
      vi.spyOn(process[name], 'write').mockImplementation((chunk) => said.push(String(chunk)) > 0),
    ),
    ...(['log', 'info', 'warn', 'error', 'debug'] as const).map((name) =>
      vi.spyOn(console, name).mockImplementation((...words: unknown[]) => void said.push(words.map(String).join(' '))),
    ),
  ];
  onTestFinished(() => spies.forEach((spy) => spy.mockRestore()));
  return () => said.join('\n');
}

async function filesOf(folder: string): Promise<ReadonlyMap<string, string>> {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true });
  const paths = entries.filter((entry) => entry.isFile()).map((entry) => join(entry.parentPath, entry.name));
  return new Map(await Promise.all(paths.map(async (path) => [path, await readFile(path, 'latin1')] as const)));
}

/** Where a person looks at who they are to whom, apart from all else: their own name has a place there. */
export const IDENTITIES = 'the identities';

/** Everything a page can be shown of this server but for `IDENTITIES`, and everything a person can take out. */
async function everythingShown({ host, serverId }: StartedSignIn): Promise<string> {
  const exports = await Promise.all(
    importClient.options.map((format) =>
      host.run('export.config', { format, serverIds: [serverId] }).catch((error: unknown) => String(error)),
    ),
  );
  const { identities: _apart, ...snapshot } = host.host.snapshot();
  return JSON.stringify([
    snapshot,
    await host.run('server.wire', { serverId, afterSeq: 0 }),
    await host.log(serverId),
    await host.run('activity.list', { limit: 200 }),
    await host.run('storage.export', {}),
    await host.run('storage.describe', {}),
    await host.run('server.agreed', { serverId }),
    exports,
  ]);
}

/** With every secret in words that say too much: what the authorization server and the server answer when they refuse. */
export const tell = ({ body, headers }: { readonly body: string; readonly headers: object }): string =>
  `${decodeURIComponent(body)} ${JSON.stringify(headers)}`;

export interface Search {
  /** What was shown so far: for what a test sees besides. */
  readonly shown: string[];
  /** Takes down what can be seen at this moment: what is written over later counts too. */
  readonly look: () => Promise<void>;
  /** All of it, by the place where it was. To be called once the host has stopped. */
  readonly end: () => Promise<ReadonlyMap<string, string>>;
}

/** Of all that this host writes, shows or says from here on. @param output Listened to since before it was started. */
export function startSearch(at: StartedSignIn, output: () => string): Search {
  const { dataDir, host } = at.host;
  const places = new Map<string, string>();
  const shown: string[] = [];
  const events: string[] = [];
  const identities: string[] = [];
  host.subscribe((event) => (event.type === 'identities.changed' ? identities : events).push(JSON.stringify(event)));
  const readFiles = async (): Promise<void> => {
    for (const [path, text] of await filesOf(dataDir)) places.set(path, (places.get(path) ?? '') + text);
  };
  return {
    shown,
    look: async () => {
      shown.push(await everythingShown(at));
      identities.push(JSON.stringify(host.snapshot().identities));
      await readFiles();
    },
    end: async () => {
      await readFiles();
      const names = [...places.keys()].map((name) => name.split('/').at(-1));
      expect(names).toEqual(expect.arrayContaining(['ledger.sqlite', 'secrets.json']));
      return places
        .set('the events', events.join('\n'))
        .set(IDENTITIES, identities.join('\n'))
        .set('what a page is shown', shown.join('\n'))
        .set('what the process says', output());
    },
  };
}

/** Each secret that is somewhere, with what is around it. */
export function leaksIn(places: ReadonlyMap<string, string>, secrets: readonly string[]): readonly string[] {
  return [...new Set(secrets)].flatMap((secret) =>
    [...places].flatMap(([name, text]) =>
      formsOf(secret)
        .filter((form) => text.includes(form))
        .map((form) => `${form.slice(0, 60)} in ${name}: …${aroundOf(text, form)}…`),
    ),
  );
}

function aroundOf(text: string, part: string): string {
  const index = text.indexOf(part);
  return text.slice(Math.max(0, index - 60), index + part.length + 20).replace(/[^\x20-\x7e]/g, '.');
}
