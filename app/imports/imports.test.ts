/**
 * Imports from reading to adding: what the page sees, what is added, and how long it is kept.
 */
import { describe, expect, test } from 'vitest';
import type { AppError } from '../contract/errors.ts';
import type { HostChange } from '../contract/events.ts';
import { serverId } from '../contract/ids.ts';
import type { ImportId } from '../contract/ids.ts';
import { importView } from '../contract/imports.ts';
import type { ImportChoice, ImportEntry } from '../contract/imports.ts';
import { createFakeRandomIds } from '../testing/fakePorts.ts';
import { manualClock } from '../testing/manualClock.ts';
import type { NewServer } from './chosenServer.ts';
import { IMPORT_LIMIT_MS, Imports } from './imports.ts';

const TOKEN = 'ghp_' + 'a1B2c3D4e5F6g7H8'.repeat(3).slice(0, 36);
const CONFIGURATION = JSON.stringify({
  mcpServers: {
    github: {
      command: 'npx',
      args: ['-y', '@x/github', '--api-key', 'hunter2'],
      env: { GITHUB_TOKEN: TOKEN, MODE: 'fast', REGION: '${env:REGION:-}', OTHER: '${env:OTHER}' },
      cwd: '/srv',
    },
    notes: { url: 'https://notes.example/mcp', headers: { Authorization: `Bearer ${TOKEN}`, 'X-Mode': 'fast' } },
    off: { command: 'off', disabled: true },
    odd: { type: 'ws', url: 'wss://x' },
  },
});

function startImports(addServer: (server: NewServer) => void = () => undefined) {
  const clock = manualClock();
  const changes: HostChange[] = [];
  const added: NewServer[] = [];
  const refused: AppError[] = [];
  const imports = new Imports({
    clock,
    randomIds: createFakeRandomIds(),
    emit: (change) => changes.push(change),
    addServer: (server) => {
      addServer(server);
      added.push(server);
      return serverId.parse(`srv_added00${added.length}`);
    },
    onLinkRefused: (error) => refused.push(error),
  });
  const entriesOf = (id: ImportId): readonly ImportEntry[] =>
    imports.views().find((view) => view.importId === id)?.entries ?? [];
  return { imports, clock, changes, added, refused, entriesOf };
}

const choice = (index: number, name: string, change: Partial<ImportChoice> = {}): ImportChoice => ({
  index,
  name,
  inputs: [],
  fields: [],
  ...change,
});
const OPEN_KEY = { field: 'args[3]', as: 'open' } as const;
const FILLED = [{ key: 'env:OTHER', value: 'x' }];

function codeOf(work: () => unknown): AppError | undefined {
  try {
    work();
    return undefined;
  } catch (error) {
    return error as AppError;
  }
}

describe('what the page sees', () => {
  test('no secret, in no view and no event (S9)', () => {
    const { imports, changes } = startImports();
    imports.readText(CONFIGURATION, 'mcp.json');
    const seen = JSON.stringify([imports.views(), changes]);
    expect(seen).not.toContain(TOKEN);
    expect(seen).not.toContain('hunter2');
    expect(seen).toContain('/srv');
  });

  test('every view is of the contract, disabled and unusable entries are not chosen', () => {
    const { imports } = startImports();
    imports.readText(CONFIGURATION);
    const [view] = imports.views().map((each) => importView.parse(each));
    expect(view?.entries.map(({ name, selectedByDefault }) => [name, selectedByDefault])).toEqual([
      ['github', true],
      ['notes', true],
      ['off', false],
      ['odd', false],
    ]);
  });

  test('where it came from', () => {
    const { imports } = startImports();
    imports.readText(CONFIGURATION, 'mcp_config.json');
    imports.readText('gatehouse://install?name=a&command=b');
    expect(imports.views().map(({ source }) => source)).toEqual([
      { kind: 'configuration', client: 'windsurf', fileName: 'mcp_config.json' },
      { kind: 'link', client: 'gatehouse' },
    ]);
  });

  test('a file whose text is a link is no link', () => {
    const { imports } = startImports();
    expect(codeOf(() => imports.readText('gatehouse://install?name=a&command=b', 'x.json'))?.code).toBe(
      'IMPORT_FORMAT_UNKNOWN',
    );
  });
});

describe('adding', () => {
  test('secrets go along as secrets, the rest as it was read', () => {
    const { imports, added } = startImports();
    const id = imports.readText(CONFIGURATION);
    const ids = imports.add(id, [choice(0, 'GitHub', { inputs: FILLED, fields: [OPEN_KEY] }), choice(1, 'Notes')]);
    expect(ids).toEqual(['srv_added001', 'srv_added002']);
    expect(added).toEqual([
      {
        kind: 'typed',
        definition: {
          name: 'GitHub',
          command: 'npx',
          args: ['-y', '@x/github', '--api-key', 'hunter2'],
          env: [
            { name: 'GITHUB_TOKEN', value: TOKEN, secret: true },
            { name: 'MODE', value: 'fast', secret: false },
            { name: 'REGION', value: '', secret: false },
            { name: 'OTHER', value: 'x', secret: true },
          ],
          cwd: '/srv',
        },
      },
      {
        kind: 'remote',
        definition: {
          name: 'Notes',
          url: 'https://notes.example/mcp',
          transport: 'auto',
          headers: [
            { name: 'Authorization', value: `Bearer ${TOKEN}`, secret: true },
            { name: 'X-Mode', value: 'fast', secret: false },
          ],
        },
      },
    ]);
  });

  test('a person may mark more as secret, less, and leave things out', () => {
    const { imports, added } = startImports();
    const id = imports.readText(CONFIGURATION);
    imports.add(id, [
      choice(0, 'a', {
        fields: [
          { field: 'env.MODE', as: 'secret' },
          { field: 'env.GITHUB_TOKEN', as: 'open' },
          { field: 'env.OTHER', as: 'left_out' },
          { field: 'args[2]', as: 'left_out' },
          { field: 'args[3]', as: 'left_out' },
          { field: 'cwd', as: 'left_out' },
        ],
      }),
    ]);
    expect(added[0]?.definition).toEqual({
      name: 'a',
      command: 'npx',
      args: ['-y', '@x/github'],
      env: [
        { name: 'GITHUB_TOKEN', value: TOKEN, secret: false },
        { name: 'MODE', value: 'fast', secret: true },
        { name: 'REGION', value: '', secret: false },
      ],
    });
  });

  test('nothing is added before every value is there and every secret is decided about (S9)', () => {
    const { imports, added, changes } = startImports();
    const id = imports.readText(CONFIGURATION);
    const error = codeOf(() => imports.add(id, [choice(1, 'Notes'), choice(0, 'GitHub')]));
    expect(error).toMatchObject({ code: 'CONFIG_REQUIRED_MISSING', data: { keys: ['args[3]', 'env:OTHER'] } });
    expect(added).toEqual([]);
    expect(changes.map(({ type }) => type)).toEqual(['import.changed']);
  });

  test.each([
    ['a secret where none can be kept', { field: 'args[0]', as: 'secret' }],
    ['a server without its program', { field: 'command', as: 'left_out' }],
  ] as const)('%s is refused', (_name, field) => {
    const { imports } = startImports();
    const id = imports.readText(CONFIGURATION);
    const wrong = choice(0, 'a', { inputs: FILLED, fields: [OPEN_KEY, field] });
    expect(codeOf(() => imports.add(id, [wrong]))?.code).toBe('COMMAND_INVALID');
  });

  test.each([
    ['an entry that can’t be used', [choice(3, 'odd')], 'CONFIG_VALUE_UNSAFE'],
    ['an entry that is not there', [choice(9, 'x')], 'COMMAND_INVALID'],
    ['an entry chosen twice', [choice(1, 'x'), choice(1, 'y')], 'COMMAND_INVALID'],
  ])('%s is refused', (_name, choices, code) => {
    const { imports, added } = startImports();
    const id = imports.readText(CONFIGURATION);
    expect(codeOf(() => imports.add(id, choices))?.code).toBe(code);
    expect(added).toEqual([]);
  });

  test('after a failure half-way another try adds the rest, and nothing twice', () => {
    let full = true;
    const { imports, added, entriesOf } = startImports(({ definition }) => {
      if (definition.name === 'Off' && full) throw new Error('The disk is full.');
    });
    const id = imports.readText(CONFIGURATION);
    const choices = [choice(1, 'Notes'), choice(2, 'Off')];
    expect(codeOf(() => imports.add(id, choices))?.message).toBe('The disk is full.');
    expect(entriesOf(id).map(({ addedAs }) => addedAs)).toEqual([undefined, 'srv_added001', undefined, undefined]);
    full = false;
    expect(imports.add(id, choices)).toEqual(['srv_added001', 'srv_added002']);
    expect(added.map(({ definition }) => definition.name)).toEqual(['Notes', 'Off']);
  });

  test('an import that was added is gone, with its secrets', () => {
    const { imports, changes } = startImports();
    const id = imports.readText(CONFIGURATION);
    imports.add(id, [choice(1, 'Notes')]);
    expect(changes.at(-1)).toEqual({ type: 'import.removed', importId: id });
    expect(codeOf(() => imports.add(id, [choice(1, 'Notes')]))?.code).toBe('IMPORT_NOT_FOUND');
  });
});

describe('waiting', () => {
  test('an import is forgotten after its time', () => {
    const { imports, clock, changes } = startImports();
    const id = imports.readText(CONFIGURATION);
    clock.advance(IMPORT_LIMIT_MS - 1);
    expect(imports.views()).toHaveLength(1);
    clock.advance(1);
    expect(imports.views()).toEqual([]);
    expect(changes.at(-1)).toEqual({ type: 'import.removed', importId: id });
  });

  test('of many links only the newest wait', () => {
    const { imports } = startImports();
    for (let number = 0; number < 50; number += 1) imports.openLink(`gatehouse://install?name=${number}&command=x`);
    expect(imports.views().map(({ entries }) => entries[0]?.name)).toEqual(['45', '46', '47', '48', '49']);
  });

  test('a host that quits leaves no import and no timer behind', () => {
    const { imports, clock } = startImports();
    imports.readText(CONFIGURATION);
    imports.close();
    expect([imports.views(), clock.waiting]).toEqual([[], 0]);
  });

  test.each([
    'cursor://anysphere.cursor-deeplink/mcp/install?name=a&config=e30',
    'https://cursor.com/install-mcp?name=a',
    'gatehouse://run?name=a&command=b',
    '{ "mcpServers": { "a": { "command": "a" } } }',
  ])('other programs hand over nothing but links of our own kind: %s (S11)', (text) => {
    const { imports, refused } = startImports();
    const error = codeOf(() => imports.openLink(text));
    expect(error).toMatchObject({ code: 'LINK_INVALID' });
    expect(imports.views()).toEqual([]);
    expect(refused).toEqual([error]);
  });

  test('a link adds nothing by itself (S5)', () => {
    const { imports, added, refused } = startImports();
    imports.openLink('gatehouse://install?name=a&command=b');
    expect([added, refused]).toEqual([[], []]);
  });
});
