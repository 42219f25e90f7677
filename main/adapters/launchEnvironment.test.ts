import { describe, expect, test } from 'vitest';
import type { LaunchPlan } from '../../app/contract/plan.ts';
import { typedPlan } from '../../app/testing/launchPlans.ts';
import { resolveLaunch } from './launchEnvironment.ts';
import type { LaunchContext } from './launchEnvironment.ts';

const context: LaunchContext = {
  secret: (key) => ({ token: 'hunter22', pin: '1234' })[key],
  marker: 'the-marker',
  session: {
    HOME: '/home/ana',
    LANG: 'es',
    SSH_AUTH_SOCK: '/tmp/agent',
    AWS_SECRET_ACCESS_KEY: 'x',
    SHOCK: '() { :; }; x',
  },
  platform: 'linux',
};

const envOf = (change: Partial<LaunchPlan>, other: Partial<LaunchContext> = {}): object => ({
  ...resolveLaunch(typedPlan({ path: '/bin', ...change }), { ...context, ...other }).env,
});

describe('resolveLaunch (S7)', () => {
  test('hands on what the plan names and nothing else', () => {
    expect(envOf({ inheritedEnv: ['HOME', 'LANG', 'NOT_SET', 'SHOCK', 'toString', '__proto__'] })).toEqual({
      HOME: '/home/ana',
      LANG: 'es',
      PATH: '/bin',
      GATEHOUSE_SERVER: 'the-marker',
    });
  });

  test('lets the plan override what is handed on, PATH too, but not the marker', () => {
    const env = ['HOME', 'PATH', 'GATEHOUSE_SERVER'].map((name) => ({ name, value: 'planned' }));
    expect(envOf({ inheritedEnv: ['HOME'], env })).toEqual({
      HOME: 'planned',
      PATH: 'planned',
      GATEHOUSE_SERVER: 'the-marker',
    });
  });

  test('on Windows, takes names that differ in case for one', () => {
    const env = [{ name: 'Path', value: 'C:\\mine' }];
    expect(envOf({ inheritedEnv: [], env }, { platform: 'win32' })).toEqual({
      Path: 'C:\\mine',
      GATEHOUSE_SERVER: 'the-marker',
    });
    expect(Object.keys(envOf({ inheritedEnv: [], env })).sort()).toEqual(['GATEHOUSE_SERVER', 'PATH', 'Path']);
  });

  test('takes a variable called __proto__ for a variable', () => {
    const { env } = resolveLaunch(typedPlan({ env: [{ name: '__proto__', value: 'x' }] }), context);
    expect(Object.keys(env)).toContain('__proto__');
    expect(env['polluted']).toBeUndefined();
    expect(Object.getPrototypeOf(env)).toBeNull();
  });

  test('fills in secrets, in arguments and environment, and names them for redaction', () => {
    const launch = resolveLaunch(
      typedPlan({
        args: ['--token', { parts: ['t=', { secret: 'token' }, '!'] }],
        env: [{ name: 'PIN', value: { parts: [{ secret: 'pin' }] } }],
      }),
      context,
    );
    expect(launch.args).toEqual(['--token', 't=hunter22!']);
    expect(launch.env['PIN']).toBe('1234');
    expect(launch.secrets).toEqual(['hunter22', '1234']);
  });

  test('S9: does not start without a secret, and names it without a value', () => {
    const args = [{ parts: [{ secret: 'toString' }] }];
    expect(() => resolveLaunch(typedPlan({ args }), { ...context, secret: () => undefined })).toThrow(
      expect.objectContaining({ code: 'LAUNCH_SECRET_MISSING', data: { key: 'toString' } }),
    );
  });

  test.each(['', 'A=B', '='])('refuses the name %j, which would set another variable', (name) => {
    expect(() => envOf({ env: [{ name, value: 'x' }] })).toThrow(expect.objectContaining({ code: 'LAUNCH_FAILED' }));
  });
});
