import { expect, test } from 'vitest';
import { serverId } from '../../../app/contract/ids.ts';
import type { InstallCandidate, InstallRelation } from '../../../app/contract/installs.ts';
import { initialChoice } from './installChoice.ts';

const id = serverId.parse('srv_example00');
const other = serverId.parse('srv_another00');
const has = (kind: InstallCandidate['kind'], of = id): InstallCandidate => ({
  kind,
  serverId: of,
  name: 'Notes',
  version: '1.0.0',
  createdAtMs: 0,
});
const same: InstallRelation = { kind: 'present', candidates: [has('same'), has('update', other)] };
const update: InstallRelation = { kind: 'present', candidates: [has('update')] };
const problem = { code: 'LAUNCH_RUNTIME_MISSING', message: '', data: {} } as const;

test.each<[string, Parameters<typeof initialChoice>[0], ReturnType<typeof initialChoice>]>([
  ['a new bundle is installed', { relation: { kind: 'new' } }, 'present'],
  ['also after a problem', { relation: { kind: 'new' }, problem }, 'present'],
  ['an update replaces', { relation: update, serverId: id }, 'present'],
  ['an installed bundle waits for a choice', { relation: same, serverId: id }, undefined],
  ['another server of it is updated', { relation: same, serverId: other }, 'present'],
  ['a repair goes on after a problem', { relation: same, serverId: id, problem }, 'present'],
  ['so does a second server', { relation: same, problem }, 'second'],
  ['also beside an update', { relation: update, problem }, 'second'],
])('%s', (_name, state, choice) => {
  expect(initialChoice(state)).toBe(choice);
});
