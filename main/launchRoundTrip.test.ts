/**
 * What was shown is what the process got: random arguments and variables, agreed to, and reported back by the process.
 */
import fc from 'fast-check';
import { z } from 'zod';
import { describe, expect, test } from 'vitest';
import type { TypedServer } from '../app/contract/servers.ts';
import { ownServer, startSteeredHost } from './testing/startSteeredHost.ts';

const report = z.object({ args: z.array(z.string()), env: z.record(z.string(), z.string()), cwd: z.string() });

const ODD = [
  '',
  ' ',
  '-',
  '--',
  '-e',
  '--eval=1',
  '"',
  "'",
  '\\',
  '\n',
  '\r\n',
  '\t',
  '$(id)',
  '`id`',
  '${HOME}',
  '%PATH%',
];
const ODDER = [
  '*',
  '~',
  ';',
  '&&',
  '| cat',
  '> out',
  '#',
  '!',
  '\u202e',
  '\u200b',
  '\ufeff',
  '\u001b[31m',
  'ünï',
  '🔑',
  '\u{10ffff}',
];
const text = fc.oneof(
  fc.constantFrom(...ODD, ...ODDER),
  fc.string({ unit: 'binary', maxLength: 40 }).filter((value) => !value.includes('\0')),
);
const variable = fc.record({
  // A prefix keeps away from names that mean something to Node or the loader, such as LD_PRELOAD.
  name: fc.oneof(fc.stringMatching(/^[A-Za-z0-9_]{1,12}$/), text).map((name) => `X_${name.replaceAll('=', '')}`),
  value: text,
  secret: fc.boolean(),
});
const variables = fc.uniqueArray(variable, { maxLength: 6, selector: ({ name }) => name });

describe.runIf(process.platform === 'linux')('what was shown is what the process gets (S7)', () => {
  test('whatever characters are in its arguments and variables', { timeout: 180_000 }, async () => {
    const host = await startSteeredHost();
    const plain = ownServer('report');
    const serverId = await host.add(plain);

    const isWhatWasShown = async (args: readonly string[], env: TypedServer['env']): Promise<void> => {
      const definition = { ...plain, args: [...plain.args, ...args, 'the end'], env };
      await host.host.run('server.edit', { serverId, definition });
      const decision = await host.decision(serverId);
      const { plan } = decision;
      expect(plan.args).toEqual(definition.args);
      expect(plan.env).toEqual(
        env.map(({ name, value, secret }) => ({
          name,
          value: secret ? { parts: [{ secret: `env.${name}` }] } : value,
        })),
      );
      await host.agree(decision);
      const outcome = await host.outcome(serverId, 'report');
      if (outcome.kind !== 'complete') throw new Error(JSON.stringify(outcome));
      const got = report.parse(outcome.structuredContent);
      const { GATEHOUSE_SERVER: marker, ...received } = got.env;
      expect(got.args).toEqual(plan.args.slice(1));
      expect(got.cwd).toBe(plan.cwd);
      expect(marker).toMatch(new RegExp(`^${serverId}\\.`));
      expect(received).toEqual({
        ...Object.fromEntries(plan.inheritedEnv.map((name) => [name, process.env[name]])),
        PATH: plan.path,
        ...Object.fromEntries(env.map(({ name, value }) => [name, value])),
      });
    };

    await isWhatWasShown([...ODD, ...ODDER], []);
    const property = fc.asyncProperty(fc.array(text, { maxLength: 12 }), variables, isWhatWasShown);
    // Arguments of two rounds that are equal are no edit, and so no question.
    await fc.assert(property, { numRuns: 50, skipEqualValues: true, endOnFailure: true });
  });

  test.each<[string, Partial<TypedServer>, object]>([
    ['an end of text in an argument', { args: ['a\0b'] }, { field: 'args[0]', problem: 'nul' }],
    ['half a character in an argument', { args: ['\ud800'] }, { field: 'args[0]', problem: 'lone_surrogate' }],
    [
      'half a character in a value',
      { env: [{ name: 'X', value: '\udc00', secret: false }] },
      { problem: 'lone_surrogate' },
    ],
    [
      'a variable twice',
      { env: ['1', '2'].map((value) => ({ name: 'X', value, secret: false })) },
      { field: 'env.X', problem: 'duplicate' },
    ],
    ['an end of text in a folder', { cwd: '/tmp\0/x' }, { field: 'cwd', problem: 'nul' }],
  ])('what would arrive otherwise than shown is refused: %s', async (_name, change, data) => {
    const host = await startSteeredHost();
    const { serverId } = await host.host.run('server.propose', { definition: { ...ownServer('report'), ...change } });
    const { state } = await host.state(serverId, 'failed');
    expect(state).toMatchObject({ error: { code: 'CONFIG_VALUE_UNSAFE', data } });
    expect(host.host.snapshot().decisions).toEqual([]);
  });
});
