import { describe, expect, test } from 'vitest';
import type { LaunchPlan, PlanChange } from '../contract/plan.ts';
import { bundlePlan, sha256Of, typedPlan } from '../testing/launchPlans.ts';
import { remotePlan } from '../testing/remotePlans.ts';
import { planChanges } from './planChanges.ts';

const secret = { parts: [{ secret: 'token' }] };
const signed = bundlePlan().origin as Extract<LaunchPlan['origin'], { kind: 'bundle' }>;

const cases: readonly [string, Partial<LaunchPlan>, Partial<LaunchPlan>, readonly PlanChange[]][] = [
  ['nothing', {}, {}, []],
  ['the command', {}, { command: 'server' }, [{ field: 'command', before: '/usr/bin/server', after: 'server' }]],
  [
    'a command swapped behind the same name',
    {},
    { commandSha256: sha256Of('9') },
    [{ field: 'commandSha256', before: sha256Of('a'), after: sha256Of('9') }],
  ],
  [
    'a runtime',
    {},
    { runtime: { name: 'node', version: '24.0.0', provided: 'found' } },
    [{ field: 'runtime', after: 'node 24.0.0 (found)' }],
  ],
  [
    'an argument changed and one added, before the variables',
    { args: ['a'], env: [{ name: 'A', value: '1' }] },
    { args: ['b', '--danger'], env: [{ name: 'B', value: secret }] },
    [
      { field: 'args[0]', before: 'a', after: 'b' },
      { field: 'args[1]', after: '--danger' },
      { field: 'env.A', before: '1' },
      { field: 'env.B', after: secret },
    ],
  ],
  ['an argument removed', { args: ['a', ''] }, { args: ['a'] }, [{ field: 'args[1]', before: '' }]],
  [
    'a secret replaced by a text',
    { env: [{ name: 'TOKEN', value: secret }] },
    { env: [{ name: 'TOKEN', value: 'x' }] },
    [{ field: 'env.TOKEN', before: secret, after: 'x' }],
  ],
  [
    'directories and what is inherited',
    {},
    { cwd: '/', path: '/tmp', inheritedEnv: ['HOME', 'LANG', 'SSH_AUTH_SOCK'] },
    [
      { field: 'cwd', before: '/srv/work', after: '/' },
      { field: 'inheritedEnv', before: 'HOME, LANG', after: 'HOME, LANG, SSH_AUTH_SOCK' },
      { field: 'path', before: '/usr/local/bin:/usr/bin:/bin', after: '/tmp' },
    ],
  ],
  [
    'the order of variables, which no named field explains',
    {
      env: [
        { name: 'A', value: '1' },
        { name: 'B', value: '2' },
      ],
    },
    {
      env: [
        { name: 'B', value: '2' },
        { name: 'A', value: '1' },
      ],
    },
    [expect.objectContaining({ field: 'plan' }) as PlanChange],
  ],
];

describe('planChanges names', () => {
  test.each(cases)('%s', (_name, before, after, changes) => {
    expect(planChanges(typedPlan(before), typedPlan(after))).toEqual(changes);
  });

  test('a new version of a bundle and a lost signature', () => {
    const origin = {
      ...signed,
      version: '2.0.0',
      fileSha256: sha256Of('1'),
      treeSha256: sha256Of('2'),
      signature: { status: 'unsigned' as const },
    };
    expect(planChanges(bundlePlan(), bundlePlan({ origin })).map((change) => change.field)).toEqual([
      'origin.version',
      'origin.fileSha256',
      'origin.treeSha256',
      'origin.signature.status',
      'origin.signature.publisher',
      'origin.signature.issuer',
      'origin.signature.fingerprint',
    ]);
  });

  test('what is reached, how, and what is sent along', () => {
    const before = remotePlan({
      headers: [
        { name: 'X-Kept', value: 'same' },
        { name: 'X-Team', value: 'a' },
      ],
    });
    const after = remotePlan({
      url: 'http://mcp.example/mcp',
      zone: 'private',
      transport: 'sse',
      headers: [
        { name: 'Authorization', value: secret },
        { name: 'X-Kept', value: 'same' },
      ],
    });
    expect(planChanges(before, after)).toEqual([
      { field: 'url', before: 'https://mcp.example/mcp', after: 'http://mcp.example/mcp' },
      { field: 'tls', before: 'https', after: 'none' },
      { field: 'zone', before: 'public', after: 'private' },
      { field: 'transport', before: 'auto', after: 'sse' },
      { field: 'headers.X-Team', before: 'a' },
      { field: 'headers.Authorization', after: secret },
    ]);
  });

  test('everything where an address takes the place of a program', () => {
    const changes = planChanges(typedPlan({ args: ['--all'] }), remotePlan());
    expect(changes.filter(({ before }) => before === undefined).map(({ field }) => field)).toEqual([
      'url',
      'tls',
      'zone',
      'transport',
    ]);
    expect(changes.filter(({ after }) => after === undefined).map(({ field }) => field)).toEqual(
      planChanges(remotePlan(), typedPlan({ args: ['--all'] })).flatMap(({ field, before }) =>
        before === undefined ? [field] : [],
      ),
    );
    expect(changes.map(({ field }) => field)).toContain('args[0]');
  });

  test('an origin that does not belong to its address, which no named field explains', () => {
    const odd = remotePlan({ origin: 'https://evil.example' });
    expect(planChanges(remotePlan(), odd).map(({ field }) => field)).toEqual(['plan']);
  });
});
