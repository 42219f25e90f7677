import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { chooseScope, namesIn } from './chooseScope.ts';

const metadataWith = (scopes_supported?: readonly string[]) => ({
  issuer: 'https://auth.example.com',
  authorization_endpoint: 'https://auth.example.com/authorize',
  token_endpoint: 'https://auth.example.com/token',
  response_types_supported: ['code'],
  ...(scopes_supported === undefined ? {} : { scopes_supported: [...scopes_supported] }),
});

describe('the scopes that are asked for (§Scope Selection Strategy)', () => {
  test.each<[string, readonly string[] | undefined, string | undefined, string | undefined, string | undefined]>([
    ['what the challenge names, whatever else the server knows', ['read', 'admin'], 'read', undefined, 'read'],
    ['all that the server knows, without a challenge', ['read', 'write'], undefined, undefined, 'read write'],
    ['none, where nobody names any', undefined, undefined, undefined, undefined],
    ['none, where the server knows none', [], undefined, undefined, undefined],
    ['with what was asked for before (§Step-Up Authorization Flow)', undefined, 'write', 'read', 'read write'],
    ['each once', undefined, 'read write', 'write read', 'write read'],
    ['what was asked for before, where nothing is named', undefined, undefined, 'read', 'read'],
  ])('are %s', (_name, scopesSupported, challenged, before, expected) => {
    const challenge = challenged === undefined ? {} : { scope: challenged };
    expect(chooseScope({ scopesSupported, metadata: metadataWith() }, challenge, before)).toBe(expected);
  });

  test.each<[readonly string[] | undefined, string | undefined, string | undefined]>([
    [['offline_access', 'read'], 'read', 'read offline_access'],
    [['read'], 'read', 'read'],
    [undefined, 'read', 'read'],
    [['offline_access'], undefined, undefined],
  ])(
    'have offline_access only beside others, and where %j has it (MCP 2026-07-28 §Refresh Tokens)',
    (known, scope, expected) => {
      const challenge = scope === undefined ? {} : { scope };
      expect(chooseScope({ scopesSupported: undefined, metadata: metadataWith(known) }, challenge, undefined)).toBe(
        expected,
      );
    },
  );

  test('hold what was asked for before and what is wanted, each once, and nothing else', () => {
    const name = fc.stringMatching(/^[a-z:./]{1,8}$/);
    const scope = fc.array(name, { maxLength: 5 }).map((names) => names.join(' '));
    fc.assert(
      fc.property(scope, scope, fc.array(name, { maxLength: 5 }), (challenged, before, scopesSupported) => {
        const challenge = challenged === '' ? {} : { scope: challenged };
        const chosen = namesIn(chooseScope({ scopesSupported, metadata: metadataWith() }, challenge, before));
        const wanted = challenged === '' ? scopesSupported : namesIn(challenged);
        expect(chosen.toSorted()).toEqual([...new Set([...namesIn(before), ...wanted])].toSorted());
      }),
    );
  });
});

test.each([
  [undefined, []],
  ['', []],
  [' a  b ', ['a', 'b']],
])('the names in %j are %j', (scope, names) => {
  expect(namesIn(scope)).toEqual(names);
});
