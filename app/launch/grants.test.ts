import { describe, expect, test } from 'vitest';
import { createFakeDigest } from '../../main/testing/fakePorts.ts';
import { serverId } from '../contract/ids.ts';
import { createMemoryConfigStore } from '../testing/fakePorts.ts';
import { manualClock } from '../testing/manualClock.ts';
import { bundlePlan, sha256Of, typedPlan, unresolved } from '../testing/launchPlans.ts';
import { remotePlan } from '../testing/remotePlans.ts';
import { createGate } from './gate.ts';
import { createGrants } from './grants.ts';
import { planDigest } from './planDigest.ts';

const one = serverId.parse('srv_00000001');
const two = serverId.parse('srv_00000002');
const digest = createFakeDigest();
const plan = bundlePlan();
const agreed = planDigest(plan, digest);
const fingerprints = {
  command: { digest: sha256Of('a'), stat: '1:2:3' },
  tree: { digest: sha256Of('c'), stat: undefined },
};
const notAgreed = expect.objectContaining({ code: 'LAUNCH_NOT_AGREED' }) as unknown;

function startGrants(key?: string) {
  const store = createMemoryConfigStore();
  const clock = manualClock(5_000);
  const grants = createGrants({ store, digest, clock });
  grants.record({ serverId: one, plan, digest: agreed, fingerprints });
  /** What the next start would see after `edit` was applied to the stored text. */
  const afterEditing = (edit: (text: string) => string) => {
    store.documents.set('grants', edit(store.documents.get('grants') ?? ''));
    return createGrants({ store, digest: createFakeDigest(key), clock });
  };
  return { store, clock, grants, gate: createGate({ grants, digest }), afterEditing };
}

describe('grants', () => {
  test('what was agreed to is found again after a restart', () => {
    const { afterEditing } = startGrants();
    expect(afterEditing((text) => text).find(one)).toEqual({
      kind: 'agreed',
      plan,
      digest: agreed,
      fingerprints,
      agreedAtMs: 5_000,
    });
  });

  test('a server nobody was asked about has none', () => {
    expect(startGrants().grants.find(two)).toEqual({ kind: 'none' });
  });

  test('an agreement to another digest than the plan has is not recorded (S6)', () => {
    const { grants } = startGrants();
    const changed = { serverId: two, plan: typedPlan(), digest: agreed, fingerprints: {} };
    expect(() => grants.record(changed)).toThrow(expect.objectContaining({ code: 'LAUNCH_DIGEST_CHANGED' }));
    expect(grants.find(two)).toEqual({ kind: 'none' });
  });

  test('new fingerprints keep the agreement and its time', () => {
    const { grants, clock } = startGrants();
    clock.advance(1_000);
    grants.updateFingerprints(one, { command: { digest: sha256Of('a'), stat: '9' } });
    grants.updateFingerprints(two, {});
    expect(grants.find(one)).toMatchObject({
      kind: 'agreed',
      agreedAtMs: 5_000,
      fingerprints: { command: { stat: '9' } },
    });
    expect(grants.find(two)).toEqual({ kind: 'none' });
  });

  test('forgetting one server leaves the others', () => {
    const { grants } = startGrants();
    grants.record({ serverId: two, plan, digest: agreed, fingerprints: {} });
    grants.forget(one);
    expect([grants.find(one).kind, grants.find(two).kind]).toEqual(['none', 'agreed']);
  });

  const edit = (change: (entry: { body: Record<string, unknown>; mac?: string }) => unknown) => (text: string) => {
    const all = JSON.parse(text) as Record<string, { body: Record<string, unknown>; mac?: string }>;
    return JSON.stringify(Object.fromEntries(Object.entries(all).map(([id, entry]) => [id, change(entry)])));
  };
  test.each([
    ['one argument edited by hand', (text: string) => text.replace('server/index.js', 'server/Index.js')],
    ['the plan and its digest edited by hand', edit(({ body, mac }) => ({ body: evil(body), mac }))],
    [
      'a flipped byte in the HMAC',
      edit(({ body, mac }) => ({ body, mac: `${mac?.startsWith('0') === true ? '1' : '0'}${mac?.slice(1) ?? ''}` })),
    ],
    ['no HMAC', edit(({ body }) => ({ body }))],
    ['an empty HMAC', edit(({ body }) => ({ body, mac: '' }))],
    ['edited fingerprints', (text: string) => text.replace('1:2:3', '1:2:4')],
    ['another time', edit(({ body, mac }) => ({ body: { ...body, agreedAtMs: 1 }, mac }))],
    ['a field that is not known', edit(({ body, mac }) => ({ body: { ...body, trusted: true }, mac }))],
    ['a lone surrogate', (text: string) => text.replace('server/index.js', '\\ud800')],
    ['no body', edit(() => null)],
    ['a store that is no table', () => '"agreed"'],
  ])('%s counts for nothing (S6)', (_name, change) => {
    const { afterEditing } = startGrants();
    const grants = afterEditing(change);
    expect(grants.find(one)).toEqual({ kind: 'invalid' });
    expect(() => createGate({ grants, digest }).pass(one, plan)).toThrow(notAgreed);
  });

  test('a grant copied to another server counts for nothing (S6)', () => {
    const { afterEditing } = startGrants();
    const grants = afterEditing((text) => {
      const all = JSON.parse(text) as Record<string, unknown>;
      return JSON.stringify({ ...all, [two]: all[one] });
    });
    expect([grants.find(one).kind, grants.find(two).kind]).toEqual(['agreed', 'invalid']);
  });

  test('two grants that changed places count for nothing (S6)', () => {
    const { grants, afterEditing } = startGrants();
    grants.record({ serverId: two, plan: typedPlan(), digest: planDigest(typedPlan(), digest), fingerprints: {} });
    const swapped = afterEditing((text) => {
      const all = JSON.parse(text) as Record<string, unknown>;
      return JSON.stringify({ [one]: all[two], [two]: all[one] });
    });
    expect([swapped.find(one).kind, swapped.find(two).kind]).toEqual(['invalid', 'invalid']);
  });

  test('a grant made under another key counts for nothing (S6)', () => {
    expect(
      startGrants('the key of another run')
        .afterEditing((text) => text)
        .find(one),
    ).toEqual({ kind: 'invalid' });
  });

  test('asking again heals a broken store', () => {
    const { afterEditing } = startGrants();
    const grants = afterEditing(() => '[]');
    grants.record({ serverId: one, plan, digest: agreed, fingerprints: {} });
    expect(grants.find(one).kind).toBe('agreed');
  });
});

/** What an attacker with a text editor can do: everything but the HMAC. */
function evil(body: Record<string, unknown>): Record<string, unknown> {
  const swapped = bundlePlan({ args: ['/tmp/evil.js'] });
  return { ...body, plan: swapped, digest: planDigest(swapped, digest) };
}

describe('gate (S6)', () => {
  test('the plan that was agreed to passes', () => {
    const { gate } = startGrants();
    expect(gate.pass(one, bundlePlan())).toEqual(plan);
  });

  test('what was started is a copy that the caller cannot change', () => {
    const { gate } = startGrants();
    const args = ['/data/bundles/acme/server/index.js'];
    const launch = gate.pass(one, bundlePlan({ args }));
    args.push('--evil');
    expect(launch.args).toEqual(['/data/bundles/acme/server/index.js']);
  });

  test('a server without a grant does not start', () => {
    expect(() => startGrants().gate.pass(two, plan)).toThrow(notAgreed);
  });

  test.each([
    ['a swapped file', bundlePlan({ origin: { ...plan.origin, treeSha256: sha256Of('0') } as typeof plan.origin })],
    ['one more argument', bundlePlan({ args: [...plan.args, '--evil'] })],
    ['a hidden variable', bundlePlan({ env: [...plan.env, { name: 'NODE_OPTIONS', value: '--require=/tmp/x' }] })],
  ])('%s does not start, and the error has both digests', (_name, changed) => {
    const data = { expected: agreed, actual: planDigest(changed, digest) };
    expect(() => startGrants().gate.pass(one, changed)).toThrow(
      expect.objectContaining({ code: 'LAUNCH_DIGEST_CHANGED', data }),
    );
  });

  test('a forgotten grant no longer passes', () => {
    const { grants, gate } = startGrants();
    grants.forget(one);
    expect(() => gate.pass(one, plan)).toThrow(notAgreed);
  });

  test('an agreed plan without an executable does not start', () => {
    const { grants, gate } = startGrants();
    const lost = unresolved(typedPlan());
    grants.record({ serverId: two, plan: lost, digest: planDigest(lost, digest), fingerprints: {} });
    expect(() => gate.pass(two, lost)).toThrow(expect.objectContaining({ code: 'LAUNCH_COMMAND_NOT_FOUND' }));
  });
});

describe('the runtime that Gatehouse brings (S6)', () => {
  const brought = bundlePlan({
    runtime: { name: 'node', version: '24.0.0', provided: 'gatehouse' },
    commandSha256: sha256Of('1'),
  });
  const updated = { ...brought, commandSha256: sha256Of('2') };
  const agreeTo = (plan: typeof brought, serverId = one) => {
    const start = startGrants();
    start.grants.record({ serverId, plan, digest: planDigest(plan, digest), fingerprints });
    return start;
  };

  test('starts nothing after it was exchanged, although no plan’s digest changed', () => {
    const { gate } = agreeTo(brought);
    expect(planDigest(updated, digest)).toBe(planDigest(brought, digest));
    expect(gate.pass(one, brought).commandSha256).toBe(brought.commandSha256);
    expect(() => gate.pass(one, updated)).toThrow(expect.objectContaining({ code: 'LAUNCH_DIGEST_CHANGED' }));
  });

  test('is asked about once, for whichever server comes first', () => {
    const { grants, gate } = agreeTo(brought);
    grants.record({ serverId: two, plan: updated, digest: planDigest(updated, digest), fingerprints });
    expect(gate.pass(one, updated).commandSha256).toBe(updated.commandSha256);
  });

  test('counts as unknown when what is remembered of it was edited', () => {
    const { afterEditing } = agreeTo(brought);
    const edited = afterEditing((text) => text.replaceAll(sha256Of('1'), sha256Of('2')));
    expect(edited.knowsRuntime(updated)).toBe(false);
    expect(afterEditing((text) => text).knowsRuntime(updated)).toBe(false);
  });

  test('says nothing about a runtime that was found on the machine', () => {
    const { grants } = startGrants();
    const found = bundlePlan({ runtime: { name: 'node', version: '24.0.0', provided: 'found' } });
    expect(grants.knowsRuntime(found)).toBe(true);
  });
});

describe('an agreement to a connection (S6)', () => {
  const remote = remotePlan({ headers: [{ name: 'Authorization', value: { parts: [{ secret: 'token' }] } }] });

  function startRemote() {
    const start = startGrants();
    start.grants.record({ serverId: two, plan: remote, digest: planDigest(remote, digest), fingerprints: {} });
    return start;
  }

  test('is found again after a restart', () => {
    expect(
      startRemote()
        .afterEditing((text) => text)
        .find(two),
    ).toMatchObject({ kind: 'agreed', plan: remote });
  });

  test('lets exactly this connection pass', () => {
    const { gate } = startRemote();
    expect(gate.passConnection(two, remotePlan({ ...remote }))).toEqual(remote);
  });

  test('lets nothing pass that the caller changes afterwards', () => {
    const { gate } = startRemote();
    const headers = [...remote.headers];
    const connection = gate.passConnection(two, { ...remote, headers });
    headers.push({ name: 'X-Evil', value: '1' });
    expect(connection.headers).toEqual(remote.headers);
  });

  test.each([
    ['another address', remotePlan({ ...remote, url: 'https://mcp.example/evil' })],
    ['another origin behind the same address', { ...remote, origin: 'https://evil.example' }],
    ['a name that leads elsewhere', { ...remote, zone: 'loopback' as const }],
    ['one more header', { ...remote, headers: [...remote.headers, { name: 'X-Evil', value: '1' }] }],
    ['another secret', { ...remote, headers: [{ name: 'Authorization', value: { parts: [{ secret: 'other' }] } }] }],
  ])('does not let %s pass', (_name, plan) => {
    const { gate } = startRemote();
    expect(() => gate.passConnection(two, plan)).toThrow(expect.objectContaining({ code: 'LAUNCH_DIGEST_CHANGED' }));
  });

  test('lets no other server pass, and a forgotten one no more', () => {
    const { gate, grants } = startRemote();
    expect(() => gate.passConnection(serverId.parse('srv_00000003'), remote)).toThrow(notAgreed);
    grants.forget(two);
    expect(() => gate.passConnection(two, remote)).toThrow(notAgreed);
  });

  test('counts for nothing when it was edited', () => {
    const grants = startRemote().afterEditing((text) => text.replaceAll('mcp.example', 'evil.example'));
    expect(grants.find(two)).toEqual({ kind: 'invalid' });
    const evilPlan = remotePlan({ ...remote, url: 'https://evil.example/mcp', origin: 'https://evil.example' });
    expect(() => createGate({ grants, digest }).passConnection(two, evilPlan)).toThrow(notAgreed);
  });

  test('is no agreement to start a program, nor the other way round', () => {
    const { gate } = startRemote();
    expect(() => gate.pass(two, plan)).toThrow(expect.objectContaining({ code: 'LAUNCH_DIGEST_CHANGED' }));
    expect(() => gate.passConnection(one, remote)).toThrow(expect.objectContaining({ code: 'LAUNCH_DIGEST_CHANGED' }));
    // A plan that is both at once is neither.
    expect(() => gate.passConnection(two, { ...plan, ...remote })).toThrow();
    expect(() => gate.pass(one, { ...remote, ...plan })).toThrow();
  });
});
