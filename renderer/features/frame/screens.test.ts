import { expect, test } from 'vitest';
import { callId, installId, serverId } from '../../../app/contract/ids.ts';
import type { DecisionView } from '../../../app/contract/decisions.ts';
import { exampleBundle, exampleDecision } from '../consent/exampleDecision.ts';
import type { InstallView } from '../../../app/contract/installs.ts';
import { exampleForm } from '../questions/exampleQuestions.ts';
import {
  coversEverything,
  expectedDecision,
  newInstall,
  openDecisionId,
  screenKey,
  sectionOf,
  settledServers,
} from './screens.ts';

const mine = serverId.parse('srv_mineXXXX');
const other = serverId.parse('srv_otherXXX');
const decisionFor = (id: typeof mine): DecisionView => ({ ...exampleDecision(), serverId: id });

test('a decision takes the screen only when this window waits for its server', () => {
  const decisions = [decisionFor(other), decisionFor(mine)];
  expect(expectedDecision(new Map([[mine, 5_000]]), decisions)?.serverId).toBe(mine);
  expect(expectedDecision(new Map(), decisions)).toBeUndefined();
});

test('a decision that opens long after the action waits in the list', () => {
  const late = { ...decisionFor(mine), createdAtMs: 5_001 };
  expect(expectedDecision(new Map([[mine, 5_000]]), [late])).toBeUndefined();
});

test('a server’s question never takes the screen (S6)', () => {
  expect(expectedDecision(new Map([[mine, 5_000]]), [{ ...exampleForm(), serverId: mine }])).toBeUndefined();
});

test('only a decision to run or connect takes everything else off the page (S6)', () => {
  const [launch, form] = [exampleDecision(), exampleForm()];
  expect(coversEverything(launch.decisionId, { decisions: [form, launch] })).toBe(true);
  expect(coversEverything(form.decisionId, { decisions: [form, launch] })).toBe(false);
  expect(coversEverything(undefined, { decisions: [launch] })).toBe(false);
});

test.each([
  ['that comes to run', 'starting', 'running', true],
  ['that fails', 'preparing', 'failed', true],
  ['that is first seen running', undefined, 'running', true],
  ['that goes on running', 'running', 'running', false],
  ['that had failed before', 'failed', 'failed', false],
  ['that leaves its failure to start again', 'failed', 'starting', false],
  ['that stops', 'running', 'stopped', false],
] as const)('a server %s', (_name, before, now, settled) => {
  const known = new Map(before === undefined ? [] : [[mine, before]]);
  expect(settledServers(known, new Map([[mine, now]]))).toEqual(settled ? [mine] : []);
});

test('adding and installing belong to Servers', () => {
  expect(sectionOf({ at: 'add' })).toBe('servers');
  expect(sectionOf({ at: 'settings' })).toBe('settings');
});

test('one task belongs to Tasks, and each has a state of its own', () => {
  const [first, second] = ['call_00000001', 'call_00000002'].map(
    (id) => ({ at: 'task', callId: callId.parse(id) }) as const,
  );
  expect([first, second].map((screen) => screen && sectionOf(screen))).toEqual(['tasks', 'tasks']);
  expect(first && screenKey(first)).not.toBe(second && screenKey(second));
});

const install = installId.parse('ins_mineXXXX');
const decision = exampleDecision();
const asking: InstallView = {
  installId: install,
  fileName: 'notes.mcpb',
  state: { kind: 'awaiting_decision', bundle: exampleBundle(), decisionId: decision.decisionId },
};

test('an install shows its decision as long as that is open', () => {
  const screen = { at: 'install', installId: install } as const;
  expect(openDecisionId(screen, { installs: [asking], decisions: [decision] })).toBe(decision.decisionId);
  expect(openDecisionId(screen, { installs: [asking], decisions: [] })).toBeUndefined();
  expect(openDecisionId({ at: 'servers' }, { installs: [asking], decisions: [decision] })).toBeUndefined();
});

test('only an install that was not there before is new', () => {
  expect(newInstall([asking], new Set())).toBe(asking);
  expect(newInstall([asking], new Set([install]))).toBeUndefined();
  expect(newInstall([{ ...asking, state: { kind: 'installed', serverId: mine } }], new Set())).toBeUndefined();
});
