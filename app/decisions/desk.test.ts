import { describe, expect, test } from 'vitest';
import type { DecisionAnswer, LaunchDecisionView } from '../contract/decisions.ts';
import { decisionId, serverId } from '../contract/ids.ts';
import { manualClock } from '../testing/manualClock.ts';
import { sha256Of, typedPlan } from '../testing/launchPlans.ts';
import { createDesk } from './desk.ts';

const ARMED_AT_MS = 2_000;
const agree: DecisionAnswer = { kind: 'launch', outcome: 'agree', statementTicked: false };
const agreeTicked: DecisionAnswer = { ...agree, statementTicked: true };
const cancel: DecisionAnswer = { kind: 'launch', outcome: 'cancel', statementTicked: false };

function view(name: string, change: Partial<LaunchDecisionView> = {}): LaunchDecisionView {
  return {
    kind: 'launch',
    decisionId: decisionId.parse(`dec_${name.padEnd(8, '0')}`),
    digest: sha256Of('1'),
    createdAtMs: 1_000,
    armedAtMs: ARMED_AT_MS,
    serverId: serverId.parse('srv_00000001'),
    serverName: 'A server',
    reason: 'first',
    plan: typedPlan(),
    findings: [],
    changes: [],
    needsStatement: false,
    ...change,
  };
}

function startDesk() {
  const clock = manualClock(1_000);
  const seen: string[] = [];
  const refused: (readonly string[])[] = [];
  const desk = createDesk({
    clock,
    matchesPattern: (pattern, text) => new RegExp(pattern, 'u').test(text),
    onChanged: (changed) => seen.push(`changed ${changed.decisionId}`),
    onRemoved: (id) => seen.push(`removed ${id}`),
    onRefused: ({ decisionId: id }, named, { code }) => refused.push([id, named, code]),
  });
  const arm = (): void => clock.advance(ARMED_AT_MS - 1_000);
  return { desk, clock, seen, refused, arm };
}

const codeOf = (code: string): unknown => expect.objectContaining({ code });

describe('desk', () => {
  test('an answer reaches who waits, and the decision leaves the desk', async () => {
    const { desk, seen, arm } = startDesk();
    const one = view('one');
    const answered = desk.open(one);
    expect(desk.list()).toEqual([one]);
    arm();
    desk.answer(one.decisionId, one.digest, agree);
    expect(await answered).toEqual(agree);
    expect(desk.list()).toEqual([]);
    expect(seen).toEqual(['changed dec_one00000', 'removed dec_one00000']);
  });

  test('a second answer finds nothing', () => {
    const { desk, arm } = startDesk();
    const one = view('one');
    void desk.open(one);
    arm();
    desk.answer(one.decisionId, one.digest, agree);
    expect(() => desk.answer(one.decisionId, one.digest, agree)).toThrow(codeOf('DECISION_NOT_FOUND'));
  });

  test('an answer for another digest is stale and leaves the decision waiting (S6)', () => {
    const { desk, arm } = startDesk();
    const one = view('one');
    void desk.open(one);
    arm();
    expect(() => desk.answer(one.decisionId, sha256Of('2'), agree)).toThrow(codeOf('DECISION_STALE'));
    expect(() => desk.answer(one.decisionId, sha256Of('2'), cancel)).toThrow(codeOf('DECISION_STALE'));
    expect(desk.list()).toEqual([one]);
  });

  test('nobody can agree before the decision is armed (S6)', () => {
    const { desk, clock } = startDesk();
    const one = view('one');
    void desk.open(one);
    clock.advance(ARMED_AT_MS - 1_000 - 1);
    expect(() => desk.answer(one.decisionId, one.digest, agreeTicked)).toThrow(codeOf('DECISION_NOT_ARMED'));
    clock.advance(1);
    desk.answer(one.decisionId, one.digest, agree);
  });

  test('a danger asks for the ticked statement (S6)', async () => {
    const { desk, arm } = startDesk();
    const one = view('one', { needsStatement: true });
    const answered = desk.open(one);
    arm();
    expect(() => desk.answer(one.decisionId, one.digest, agree)).toThrow(codeOf('DECISION_NOT_ACKNOWLEDGED'));
    desk.answer(one.decisionId, one.digest, agreeTicked);
    expect(await answered).toEqual(agreeTicked);
  });

  test('every answer that does not count is told of, with the digest it named; one that counts is not (S10)', () => {
    const { desk, refused, arm } = startDesk();
    const one = view('one', { needsStatement: true });
    void desk.open(one);
    const { decisionId: id, digest } = one;
    expect(() => desk.answer(id, sha256Of('2'), cancel)).toThrow(codeOf('DECISION_STALE'));
    expect(() => desk.answer(id, digest, agreeTicked)).toThrow(codeOf('DECISION_NOT_ARMED'));
    arm();
    expect(() => desk.answer(id, digest, agree)).toThrow(codeOf('DECISION_NOT_ACKNOWLEDGED'));
    desk.answer(id, digest, agreeTicked);
    expect(refused).toEqual([
      [id, sha256Of('2'), 'DECISION_STALE'],
      [id, digest, 'DECISION_NOT_ARMED'],
      [id, digest, 'DECISION_NOT_ACKNOWLEDGED'],
    ]);
  });

  test('cancelling needs neither arming nor a statement', async () => {
    const { desk } = startDesk();
    const one = view('one', { needsStatement: true });
    const answered = desk.open(one);
    desk.answer(one.decisionId, one.digest, cancel);
    expect(await answered).toEqual(cancel);
  });

  test('time alone answers nothing', () => {
    const { desk, clock } = startDesk();
    void desk.open(view('one'));
    clock.advance(7 * 24 * 3_600_000);
    expect(desk.list()).toHaveLength(1);
  });

  test('a withdrawn decision has no answer, and withdrawing twice does nothing', async () => {
    const { desk, seen } = startDesk();
    const one = view('one');
    const answered = desk.open(one);
    desk.withdraw(one.decisionId);
    desk.withdraw(one.decisionId);
    expect(await answered).toBeUndefined();
    expect(seen).toEqual(['changed dec_one00000', 'removed dec_one00000']);
  });

  test('quitting takes everything back, oldest first', async () => {
    const { desk, seen } = startDesk();
    const answered = [desk.open(view('one')), desk.open(view('two'))];
    expect(desk.list().map((open) => open.decisionId)).toEqual(['dec_one00000', 'dec_two00000']);
    desk.cancelAll();
    expect(await Promise.all(answered)).toEqual([undefined, undefined]);
    expect(seen.slice(2)).toEqual(['removed dec_one00000', 'removed dec_two00000']);
  });

  test('an id that is open already is refused', () => {
    const { desk } = startDesk();
    void desk.open(view('one'));
    expect(() => desk.open(view('one'))).toThrow(/open already/);
  });
});
