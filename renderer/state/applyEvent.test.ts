/**
 * What each event makes of the mirror.
 */
import { describe, expect, test } from 'vitest';
import type { CallView } from '../../app/contract/calls.ts';
import { SNAPSHOT_CALLS, type HostSnapshot } from '../../app/contract/events.ts';
import { callId, installId, modelId, serverId } from '../../app/contract/ids.ts';
import type { ServerView } from '../../app/contract/servers.ts';
import { exampleImport } from '../features/imports/exampleImport.ts';
import { exampleServer } from '../features/servers/exampleServer.ts';
import { exampleIdentity } from '../features/signIn/exampleSignIn.ts';
import { EMPTY_SNAPSHOT } from '../testing/manualCarrier.ts';
import { applyEvent } from './applyEvent.ts';

const [first, second, third] = ['srv_aaaaaaaa', 'srv_bbbbbbbb', 'srv_cccccccc'].map((id) => server(id));

function server(id: string, name = id): ServerView {
  return exampleServer({ serverId: id, name });
}

function call(number: number, endedAtMs?: number): CallView {
  return {
    callId: callId.parse(`call_${String(number).padStart(8, '0')}`),
    serverId: serverId.parse('srv_aaaaaaaa'),
    serverName: 'Everything',
    toolName: 'echo',
    state: endedAtMs === undefined ? 'running' : 'complete',
    startedAtMs: number,
    ...(endedAtMs === undefined ? {} : { endedAtMs }),
  };
}

function mirrorWith(change: Partial<HostSnapshot>): HostSnapshot {
  return { ...EMPTY_SNAPSHOT, ...change };
}

const names = (mirror: HostSnapshot) => mirror.servers.map(({ name }) => name);
const two = mirrorWith({ servers: [first, second].filter((each) => each !== undefined) });

describe('revisions', () => {
  test.each([[9], [10]])('an event of revision %i is in the snapshot of revision 10 already', (revision) => {
    expect(applyEvent(two, { type: 'server.removed', revision, serverId: serverId.parse('srv_aaaaaaaa') })).toBe(two);
  });

  test('an event that was held back is applied although a newer one of another entity came before', () => {
    const dark = applyEvent(two, { type: 'settings.changed', revision: 12, settings: { theme: 'dark' } });
    const both = applyEvent(dark, { type: 'server.changed', revision: 11, server: server('srv_aaaaaaaa', 'renamed') });
    expect([both.settings.theme, names(both)]).toEqual(['dark', ['renamed', 'srv_bbbbbbbb']]);
  });
});

describe('lists', () => {
  test('a known item is replaced where it stands', () => {
    const renamed = server('srv_aaaaaaaa', 'renamed');
    expect(names(applyEvent(two, { type: 'server.changed', revision: 11, server: renamed }))).toEqual([
      'renamed',
      'srv_bbbbbbbb',
    ]);
  });

  test('a new item comes last', () => {
    const added = applyEvent(two, { type: 'server.changed', revision: 11, server: third ?? server('srv_cccccccc') });
    expect(names(added)).toEqual(['srv_aaaaaaaa', 'srv_bbbbbbbb', 'srv_cccccccc']);
  });

  test('a removed item goes, and removing an unknown one changes nothing', () => {
    const removed = applyEvent(two, { type: 'server.removed', revision: 11, serverId: serverId.parse('srv_bbbbbbbb') });
    expect(names(removed)).toEqual(['srv_aaaaaaaa']);
    const unknown = installId.parse('ins_aaaaaaaa');
    expect(applyEvent(two, { type: 'install.removed', revision: 11, installId: unknown })).toEqual(two);
  });

  test('the models come as a whole list', () => {
    const models = [
      { modelId: modelId.parse('mdl_aaaaaaaa'), name: 'At home', provider: 'anthropic', model: 'm', hasKey: true },
    ] as const;
    expect(applyEvent(two, { type: 'models.changed', revision: 11, models }).models).toEqual(models);
  });

  test('who one is at servers comes as a whole', () => {
    const identities = { identities: [exampleIdentity()], registrations: [] };
    expect(applyEvent(two, { type: 'identities.changed', revision: 11, identities }).identities).toEqual(identities);
  });

  test('an import comes, changes and goes', () => {
    const view = exampleImport();
    const come = applyEvent(two, { type: 'import.changed', revision: 11, import: view });
    const changed = applyEvent(come, { type: 'import.changed', revision: 12, import: { ...view, entries: [] } });
    const gone = applyEvent(changed, { type: 'import.removed', revision: 13, importId: view.importId });
    expect([come.imports, changed.imports[0]?.entries, gone.imports]).toEqual([[view], [], []]);
  });

  test('what did not change stays the same object, so that its readers are not drawn again', () => {
    const dark = applyEvent(two, { type: 'settings.changed', revision: 11, settings: { theme: 'dark' } });
    expect(dark.servers).toBe(two.servers);
  });
});

test('of more calls than a snapshot has, one that ran for long stays when it ends at last', () => {
  const ended = Array.from({ length: SNAPSHOT_CALLS }, (_, index) => call(index + 2, index + 3));
  const full = mirrorWith({ calls: [call(1), ...ended] });
  const { calls } = applyEvent(full, { type: 'call.changed', revision: 11, call: call(1, 1_000) });
  expect([calls.length, calls[0]?.endedAtMs, calls[1]?.startedAtMs]).toEqual([SNAPSHOT_CALLS, 1_000, 3]);
});

test('of more calls than a snapshot has, the oldest ended one goes and running ones stay', () => {
  const ended = Array.from({ length: SNAPSHOT_CALLS - 1 }, (_, index) => call(index + 2, 5));
  const full = mirrorWith({ calls: [call(1), ...ended] });
  const { calls } = applyEvent(full, { type: 'call.changed', revision: 11, call: call(1_000) });
  expect(calls.map(({ startedAtMs }) => startedAtMs)).toEqual([
    1,
    ...ended.slice(1).map(({ startedAtMs }) => startedAtMs),
    1_000,
  ]);
});
