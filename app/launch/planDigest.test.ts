import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { createFakeDigest } from '../../main/testing/fakePorts.ts';
import type { LaunchPlan, RemotePlan, ServerPlan } from '../contract/plan.ts';
import { bundlePlan, sha256Of, typedPlan, unresolved } from '../testing/launchPlans.ts';
import { remotePlan } from '../testing/remotePlans.ts';
import { planChanges } from './planChanges.ts';
import { planDigest } from './planDigest.ts';

const digest = createFakeDigest();
const digestOf = (plan: ServerPlan): string => planDigest(plan, digest);

const found = { name: 'node', version: '24.21.0', provided: 'found' } as const;
const origin = { ...bundlePlan().origin, kind: 'bundle' } as Extract<LaunchPlan['origin'], { kind: 'bundle' }>;
const full = bundlePlan({ runtime: found, args: ['a', { parts: ['x', { secret: 'k' }] }] });

const singleChanges: readonly [string, Partial<LaunchPlan>][] = [
  ['the command as written', { command: './node' }],
  ['the resolved executable', { resolvedCommand: '/usr/local/bin/node' }],
  ['the hash of the executable', { commandSha256: sha256Of('0') }],
  ['the name of the runtime', { runtime: { ...found, name: 'python' } }],
  ['the version of a runtime found on the machine', { runtime: { ...found, version: '24.21.1' } }],
  ['who provides the runtime', { runtime: { ...found, provided: 'gatehouse' } }],
  ['an argument', { args: ['b', { parts: ['x', { secret: 'k' }] }] }],
  ['one more argument', { args: [...full.args, ''] }],
  ['one argument fewer', { args: full.args.slice(0, 1) }],
  ['the order of arguments', { args: [...full.args].reverse() }],
  ['which secret an argument takes', { args: ['a', { parts: ['x', { secret: 'other' }] }] }],
  ['a secret that becomes a text which looks like it', { args: ['a', 'x${user_config.k}'] }],
  ['arguments that join to the same line', { args: ['a x', { parts: [{ secret: 'k' }] }] }],
  ['the working directory', { cwd: '/' }],
  ['the value of a variable', { env: [{ name: 'LOG', value: 'debug' }] }],
  ['the name of a variable', { env: [{ name: 'LOGS', value: 'info' }] }],
  ['one more variable', { env: [...full.env, { name: 'NODE_OPTIONS', value: '' }] }],
  ['an inherited variable', { inheritedEnv: ['HOME'] }],
  ['PATH', { path: '/tmp' }],
  ['where it came from', { origin: { kind: 'typed' } }],
  ['the name of the bundle', { origin: { ...origin, name: 'acne' } }],
  ['the version of the bundle', { origin: { ...origin, version: '1.0.1' } }],
  ['the file of the bundle', { origin: { ...origin, fileSha256: sha256Of('0') } }],
  ['a file of the installed tree', { origin: { ...origin, treeSha256: sha256Of('0') } }],
  ['the state of the signature', { origin: { ...origin, signature: { status: 'unsigned' } } }],
  ['the publisher', { origin: { ...origin, signature: { ...origin.signature, publisher: 'Acne' } } }],
];

describe('planDigest (S6)', () => {
  test.each(singleChanges)('%s changes the digest', (_name, change) => {
    expect(digestOf({ ...full, ...change })).not.toBe(digestOf(full));
  });

  test('a runtime that Gatehouse brings may be updated without a new digest', () => {
    const updated = bundlePlan({
      resolvedCommand: '/opt/gatehouse-2/runtime/node',
      commandSha256: sha256Of('9'),
      runtime: { name: 'node', version: '26.0.0', provided: 'gatehouse' },
    });
    expect(digestOf(updated)).toBe(digestOf(bundlePlan()));
  });

  test('a plan without an executable has a digest of its own', () => {
    expect(digestOf(unresolved(typedPlan()))).not.toBe(digestOf(typedPlan()));
  });

  const text = fc.string({ unit: 'grapheme', maxLength: 6 });
  const planText = fc.oneof(
    text,
    fc.record({ parts: fc.array(fc.oneof(text, fc.record({ secret: text })), { maxLength: 3 }) }),
  );
  const plan: fc.Arbitrary<LaunchPlan> = fc
    .record({
      command: text,
      resolvedCommand: text,
      args: fc.array(planText, { maxLength: 4 }),
      cwd: text,
      env: fc.array(fc.record({ name: text, value: planText }), { maxLength: 3 }),
      path: text,
      runtime: fc.record({
        name: fc.constantFrom('node', 'python', 'uv'),
        version: text,
        provided: fc.constantFrom('found', 'gatehouse'),
      }),
    })
    .map((change) => bundlePlan(change));

  test('the order in which fields were set does not matter', () => {
    fc.assert(
      fc.property(plan, (one) => {
        expect(digestOf(Object.fromEntries(Object.entries(one).reverse()) as LaunchPlan)).toBe(digestOf(one));
      }),
    );
  });

  test('whenever the digest differs, there is a difference to show', () => {
    fc.assert(
      fc.property(plan, plan, (before, after) => {
        expect(digestOf(before) === digestOf(after) || planChanges(before, after).length > 0).toBe(true);
      }),
    );
  });
});

const headers = [
  { name: 'Authorization', value: { parts: ['Bearer ', { secret: 'token' }] } },
  { name: 'X-Team', value: 'a' },
];
const fullRemote = remotePlan({ headers });

const remoteChanges: readonly [string, Partial<RemotePlan>][] = [
  ['the address', { url: 'https://mcp.example/other' }],
  ['a parameter of the address', { url: 'https://mcp.example/mcp?all=1' }],
  ['the origin', { origin: 'https://evil.example' }],
  ['the encryption', { tls: 'none' }],
  ['where the name leads', { zone: 'private' }],
  ['the transport', { transport: 'sse' }],
  ['the value of a header', { headers: [...headers.slice(0, 1), { name: 'X-Team', value: 'b' }] }],
  ['the name of a header', { headers: [...headers.slice(0, 1), { name: 'X-Teams', value: 'a' }] }],
  ['one more header', { headers: [...headers, { name: 'X-New', value: '' }] }],
  ['one header fewer', { headers: headers.slice(0, 1) }],
  [
    'the secret that a header takes',
    { headers: [{ name: 'Authorization', value: { parts: ['Bearer ', { secret: 'b' }] } }] },
  ],
];

describe('planDigest of a remote server (S6)', () => {
  test.each(remoteChanges)('%s changes the digest', (_name, change) => {
    expect(digestOf({ ...fullRemote, ...change })).not.toBe(digestOf(fullRemote));
  });

  test('no field of it is left out', () => {
    const changed = new Set(remoteChanges.flatMap(([, change]) => Object.keys(change)));
    expect(Object.keys(fullRemote).filter((key) => !changed.has(key))).toEqual(['formatVersion', 'kind']);
  });
});

test('digests of launch plans stay what they were when they were agreed to (S6)', () => {
  // Computed once and written down: a change here would take every agreement back.
  expect([digestOf(typedPlan()), digestOf(bundlePlan())]).toEqual([
    'sha256:1ee3103e54bdc96cc8bbd6bcde75862eb7b47338f974fe34fa311c9f28eddbdd',
    'sha256:bdeea4b83db264744d2a1641f6041eca4e7fd68563e8a94beea6e224bd758861',
  ]);
});
