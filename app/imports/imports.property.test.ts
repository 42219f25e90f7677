/**
 * Holds for every text: reading never fails in a way of its own, and what was exported reads back as it was.
 */
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { AppError } from '../contract/errors.ts';
import { serverId } from '../contract/ids.ts';
import { IMPORT_CLIENTS, importEntry } from '../contract/imports.ts';
import type { ImportClient } from '../contract/imports.ts';
import type { RemoteServer, TypedServer } from '../contract/servers.ts';
import { chosenServer } from './chosenServer.ts';
import type { NewServer } from './chosenServer.ts';
import { exportConfiguration } from './exportConfiguration.ts';
import { toEntry } from './importView.ts';
import { placeName } from './proposal.ts';
import type { Proposal } from './proposal.ts';
import { readConfiguration } from './readConfiguration.ts';
import { readLink } from './readLink.ts';

const RUNS = 300;

/** What was read, after checking that a page could be sent it; nothing where it was refused as it should be. */
function orRefused(read: () => readonly Proposal[]): readonly Proposal[] {
  try {
    const proposals = read();
    proposals.forEach((proposal, index) => importEntry.parse(toEntry(proposal, index, undefined)));
    return proposals;
  } catch (error) {
    if (error instanceof AppError) return [];
    throw error;
  }
}

const SETTINGS =
  'mcpServers|servers|inputs|context_servers|extensions|projects|mcp|settings|customizations|vscode|type|transport|command|cmd|args|env|envs|env_keys|cwd|url|uri|serverUrl|headers|config|source|path|name|disabled|enabled|autoApprove|timeout|id|description|password|default|options|__proto__|constructor|toString';
const settingName = fc.constantFrom(...SETTINGS.split('|'), 'a');
const text = fc.oneof(
  fc.string(),
  fc.constantFrom(
    'npx -y x',
    '${input:a}',
    '${A:-b}',
    '<YOUR_KEY>',
    'https://a:b@c/d?key=e',
    'stdio',
    'http',
    'sse',
    '\0',
    '{{WORKING_DIR}}',
  ),
);
const { tree } = fc.letrec((tie) => ({
  tree: fc.oneof(
    { depthSize: 'medium', withCrossShrink: true },
    text,
    fc.boolean(),
    fc.integer(),
    fc.constant(null),
    fc.array(tie('tree'), { maxLength: 4 }),
    fc
      .array(fc.tuple(settingName, tie('tree')), { maxLength: 5 })
      .map((entries) => Object.fromEntries(entries) as object),
  ),
}));

describe('reading', () => {
  test('any text is read or refused', () => {
    fc.assert(
      fc.property(
        fc.oneof(
          fc.string({ unit: 'binary' }),
          fc.string({ unit: fc.constantFrom(...Array.from('{}[]":,&*!|>-#\n a\\')) }),
        ),
        (any) => {
          orRefused(() => readConfiguration(any).proposals);
        },
      ),
      { numRuns: 1_000 },
    );
  });

  test('settings in any order of nonsense are read or refused', () => {
    fc.assert(
      fc.property(fc.record({ top: settingName, tree }), ({ top, tree: value }) => {
        orRefused(() => readConfiguration(JSON.stringify({ [top]: value })).proposals);
      }),
      { numRuns: 1_000 },
    );
  });

  test('any link is read or refused', () => {
    const start = fc.constantFrom(
      'vscode:mcp/install?',
      'https://vscode.dev/redirect?url=',
      'https://vscode.dev/redirect/mcp/install?name=a&config=',
      'cursor://anysphere.cursor-deeplink/mcp/install?name=a&config=',
      'lmstudio://add_mcp?name=a&config=',
      'goose://extension?name=a&cmd=b&',
      'gatehouse://install?name=a&command=b&',
      '',
    );
    const end = fc.oneof(
      fc.string(),
      tree.map((value) => encodeURIComponent(JSON.stringify(value).toWellFormed())),
      tree.map((value) => Buffer.from(JSON.stringify(value)).toString('base64')),
      fc
        .array(fc.tuple(fc.constantFrom('arg', 'env', 'header', 'url', 'name'), fc.string()))
        .map((parameters) => new URLSearchParams(parameters).toString()),
    );
    fc.assert(
      fc.property(start, end, (before, after) => {
        orRefused(() => [readLink(before + after).proposal]);
      }),
      { numRuns: 1_000 },
    );
  });
});

/** Text that means the same everywhere: nothing that another application would take for a variable or a placeholder. */
const plain = fc.oneof(
  fc.constantFrom(
    'true',
    'null',
    '~',
    '1',
    '0x10',
    '1e3',
    'yes',
    '- a',
    'a: b',
    '# x',
    '2025-11-25',
    ' x ',
    'a\n\nb\n',
    '&a',
    '*a',
    '!a',
  ),
  fc.string({ maxLength: 30 }).filter((each) => !/[$<{\0]|YOUR_|_HERE|^your|xxxx|change|replace|\.{3}|…/i.test(each)),
);
const variable = fc.stringMatching(/^[A-Z][A-Z0-9_]{0,20}$/).filter((name) => !/YOUR_|_HERE|XXXX/.test(name));
const header = fc.stringMatching(/^[A-Z][a-z]{1,9}(-[A-Z][a-z]{1,9})?$/);

const named = (name: fc.Arbitrary<string>) =>
  fc.uniqueArray(fc.record({ name, value: plain, secret: fc.boolean() }), {
    maxLength: 4,
    // Two that differ in case would share one variable of the other application.
    selector: (each) => each.name.toUpperCase(),
  });
const serverName = plain.filter((name) => name.trim() === name && name !== '');
const typed = fc.record({
  name: serverName,
  command: fc.stringMatching(/^[a-z/.-]{1,12}$/),
  args: fc.array(plain, { maxLength: 4 }),
  env: named(variable),
  cwd: fc.option(fc.stringMatching(/^\/[a-z/]{1,12}$/), { nil: undefined }),
});
const remote = fc.record({
  name: serverName,
  url: fc.webUrl({ withQueryParameters: true }),
  transport: fc.constantFrom('auto', 'streamable_http', 'sse'),
  headers: named(header),
});

/** Goose tells servers apart by this; the others by more. What is not told apart gets another name. */
const keyOf = ({ name }: { readonly name: string }): string => name.replaceAll(/\s/g, '').toLowerCase();

/** As Gatehouse keeps it: without the values of secrets. */
function withoutSecrets(values: readonly { name: string; value: string; secret: boolean }[]) {
  return values.map(({ name, value, secret }) => (secret ? { name, secret } : { name, value, secret }));
}

describe('exporting', () => {
  test.each([...IMPORT_CLIENTS])('%s: what was written reads back as it was, secrets aside', (client) => {
    fc.assert(
      fc.property(
        fc.uniqueArray(fc.oneof(typed, remote), { minLength: 1, maxLength: 4, selector: keyOf }),
        (definitions) => {
          const servers = definitions.map((definition, index) => ({
            serverId: serverId.parse(`srv_export0${index}`),
            name: definition.name,
            source:
              'command' in definition
                ? ({ kind: 'typed', definition: typedOf(definition) } as const)
                : ({
                    kind: 'remote',
                    definition: { ...definition, headers: withoutSecrets(definition.headers) },
                  } as const),
          }));
          const expected = servers.flatMap(({ source }) => expectedAfter(client, source) ?? []);
          const { text: written } = exportConfiguration(client, servers);
          if (expected.length === 0) return;
          const read = readConfiguration(written).proposals.map(asItStands);
          expect(sorted(read)).toEqual(sorted(expected));
        },
      ),
      { numRuns: RUNS },
    );
  });

  test.each([...IMPORT_CLIENTS])('%s: no value of a secret is in it (S9)', (client) => {
    const definition: TypedServer = {
      name: 'a',
      command: 'b',
      args: [],
      env: [{ name: 'TOKEN', value: 'hunter2', secret: true }],
    };
    const remoteDefinition: RemoteServer = {
      name: 'a',
      url: 'https://x.example',
      transport: 'auto',
      headers: [{ name: 'Authorization', value: 'hunter2', secret: true }],
    };
    const { text: written, notes } = exportConfiguration(client, [
      { serverId: serverId.parse('srv_export01'), name: 'a', source: { kind: 'typed', definition } },
      { serverId: serverId.parse('srv_export02'), name: 'a', source: { kind: 'remote', definition: remoteDefinition } },
    ]);
    expect(written).not.toContain('hunter2');
    expect(notes[0]).toEqual({ serverId: 'srv_export01', code: 'SECRETS' });
  });
});

function typedOf({
  cwd,
  env,
  ...rest
}: { cwd: string | undefined; env: { name: string; value: string; secret: boolean }[] } & Omit<
  TypedServer,
  'env' | 'cwd'
>): TypedServer {
  return { ...rest, env: withoutSecrets(env), ...(cwd === undefined ? {} : { cwd }) };
}

/** What this format can hold of a server; nothing where it can't hold it at all. */
function expectedAfter(client: ImportClient, source: NewServer): object | undefined {
  if (source.kind === 'typed') {
    const { cwd, ...rest } = source.definition;
    return { kind: 'typed', ...rest, ...(cwd !== undefined && ['vscode', 'cline'].includes(client) ? { cwd } : {}) };
  }
  const { transport, ...rest } = source.definition;
  if (client === 'claude_desktop') return undefined;
  if (transport === 'sse' && ['zed', 'goose'].includes(client)) return undefined;
  return { kind: 'remote', ...rest, transport: transportAfter(client, transport) };
}

function transportAfter(client: ImportClient, transport: RemoteServer['transport']): RemoteServer['transport'] {
  switch (client) {
    case 'claude_code':
    case 'cline':
      return transport === 'sse' ? 'sse' : 'streamable_http';
    case 'goose':
      return 'streamable_http';
    case 'vscode':
      return transport === 'sse' ? 'sse' : 'auto';
    default:
      return 'auto';
  }
}

/** A proposal as it would be added, had it no secrets: what looks like one is added openly unless it was exported as one. */
function asItStands(proposal: Proposal): object {
  const { definition, kind } = chosenServer(proposal, {
    index: 0,
    name: proposal.name,
    inputs: proposal.inputs.map(({ key }) => ({ key, value: 'filled in' })),
    fields: proposal.fields.map(({ place, parts }) => ({
      field: placeName(place),
      as: parts.some((part) => part.kind === 'input') ? 'secret' : 'open',
    })),
  });
  const values =
    'env' in definition
      ? { ...definition, env: unfilled(definition.env) }
      : { ...definition, headers: unfilled(definition.headers) };
  return { kind, ...values };
}

function unfilled(values: TypedServer['env']) {
  return values.map(({ name, value, secret }) => (secret ? { name, secret } : { name, value, secret }));
}

/** The order of a JSON object's keys is nobody's promise: numbers come first. */
function sorted(servers: readonly object[]): readonly unknown[] {
  const inOrder = (value: object): object =>
    Object.fromEntries(
      Object.entries(value).map(([key, each]: [string, unknown]) => [
        key,
        key === 'env' || key === 'headers'
          ? (each as readonly { name: string }[]).toSorted((left, right) => (left.name < right.name ? -1 : 1))
          : each,
      ]),
    );
  return servers.map(inOrder).toSorted((left, right) => (JSON.stringify(left) < JSON.stringify(right) ? -1 : 1));
}
