import { expect, test } from 'vitest';
import { serverId } from '../../../app/contract/ids.ts';
import type { InstallRelation } from '../../../app/contract/installs.ts';
import { initialChoice } from './installChoice.ts';

const id = serverId.parse('srv_example00');
const same: InstallRelation = { kind: 'same', serverId: id };
const update: InstallRelation = { kind: 'update', serverId: id, fromVersion: '1.0.0' };
const problem = { code: 'LAUNCH_RUNTIME_MISSING', message: '', data: {} } as const;

test.each<[string, Parameters<typeof initialChoice>[0], ReturnType<typeof initialChoice>]>([
  ['a new bundle is installed', { relation: { kind: 'new' }, asNewServer: false }, 'present'],
  ['an update replaces', { relation: update, asNewServer: false }, 'present'],
  ['an installed bundle waits for a choice', { relation: same, asNewServer: false }, undefined],
  ['a repair goes on after a problem', { relation: same, asNewServer: false, problem }, 'present'],
  ['so does a second server', { relation: same, asNewServer: true, problem }, 'second'],
  ['also beside an update', { relation: update, asNewServer: true, problem }, 'second'],
])('%s', (_name, state, choice) => {
  expect(initialChoice(state)).toBe(choice);
});
