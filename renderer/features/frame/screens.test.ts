import { expect, test } from 'vitest';
import { serverId } from '../../../app/contract/ids.ts';
import type { DecisionView } from '../../../app/contract/decisions.ts';
import { exampleDecision } from '../consent/exampleDecision.ts';
import { expectedDecision, sectionOf } from './screens.ts';

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

test('adding and installing belong to Servers', () => {
  expect(sectionOf({ at: 'add' })).toBe('servers');
  expect(sectionOf({ at: 'settings' })).toBe('settings');
});
