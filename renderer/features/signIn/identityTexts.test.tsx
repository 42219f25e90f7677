/**
 * Who one is at servers, as it is drawn.
 */
import { MantineProvider } from '@mantine/core';
import { renderToStaticMarkup } from 'react-dom/server';
import type { ReactNode } from 'react';
import { describe, expect, test } from 'vitest';
import type { SignInSetup } from '../../../app/contract/authorization.ts';
import { exampleServer, remoteSource } from '../servers/exampleServer.ts';
import { exampleIdentity, exampleProvider, exampleRegistration } from './exampleSignIn.ts';
import { LeftThere } from './GiveUpDialog.tsx';
import { IdentityFacts } from './IdentityFacts.tsx';
import { IdentityTable } from './IdentityTable.tsx';
import { EndWords } from './ProviderEndDialog.tsx';
import { ProviderFacts } from './ProviderFacts.tsx';
import { ProviderForm } from './ProviderForm.tsx';
import { accessFrom, serversOver } from './providerServers.ts';
import { RegistrationTable } from './RegistrationTable.tsx';
import { RemovalWords } from './RegistrationDialog.tsx';
import { SetupFacts } from './SetupFacts.tsx';
import { SignInForm } from './SignInForm.tsx';
import { PublicHalf } from './SignInKey.tsx';
import { SignOutWords } from './SignOutDialog.tsx';

const HOSTILE = '<a href="https://evil.example">x</a> \u202E<img src=x onerror=alert(1)>';
const nothing = (): void => undefined;
const markupOf = (drawn: ReactNode): string => renderToStaticMarkup(<MantineProvider>{drawn}</MantineProvider>);
const textOf = (drawn: ReactNode): string => markupOf(drawn).replaceAll(/<[^>]*>/g, '');
const tableOf = (identities: readonly ReturnType<typeof exampleIdentity>[]): ReactNode => (
  <IdentityTable
    identities={identities}
    refreshing={undefined}
    onOpen={nothing}
    onRefresh={nothing}
    onSignOut={nothing}
  />
);
const nameOf = (): string => 'Notes';

describe('words of authorization servers (S12)', () => {
  const identity = exampleIdentity({
    serverName: HOSTILE,
    issuer: HOSTILE,
    clientId: HOSTILE,
    resource: HOSTILE,
    scopes: [HOSTILE],
    account: HOSTILE,
    declined: [{ scope: HOSTILE, toolName: HOSTILE }],
  });
  const provider = exampleProvider({
    issuer: HOSTILE,
    clientId: HOSTILE,
    signedIn: { account: HOSTILE, sinceMs: 1, expiresAtMs: 2, canRenew: true, isByHand: false },
  });
  const registration = exampleRegistration({ issuer: HOSTILE, clientId: HOSTILE });

  test.each([
    ['facts', <IdentityFacts key="" identity={identity} />],
    ['a row', tableOf([identity])],
    ['the way out', <SignOutWords key="" identity={identity} />],
    [
      'a registration',
      <RegistrationTable key="" registrations={[registration]} nameOf={() => HOSTILE} onRemove={nothing} />,
    ],
    ['the identity provider', <ProviderFacts key="" provider={provider} servers={[HOSTILE]} keychain />],
    ...(['sign_out', 'remove'] as const).map((end): [string, ReactNode] => [
      `its ${end}`,
      <EndWords key="" end={end} provider={provider} losing={[HOSTILE]} setUp={[HOSTILE]} />,
    ]),
    ['a public key', <PublicHalf key="" pem={HOSTILE} jwk={HOSTILE} />],
    [
      'a setup',
      <SetupFacts
        key=""
        setup={{ kind: 'enterprise', clientId: HOSTILE, issuer: HOSTILE, scope: HOSTILE }}
        provider={HOSTILE}
        keychain
        onSetUpProvider={nothing}
      />,
    ],
    ['its removal', <RemovalWords key="" registration={registration} nameOf={() => HOSTILE} />],
  ])('never become markup and hide nothing: %s', (_name, drawn) => {
    const markup = markupOf(drawn);
    expect(markup).not.toMatch(/<(a|img|script)\b/);
    expect(markup).toContain('⟨U+202E⟩');
    expect(markup).not.toContain('\u202E');
  });
});

test('a row says where, as whom, for what and with which token one is signed in', () => {
  const text = textOf(tableOf([exampleIdentity()]));
  for (const words of [
    'Notes',
    'https://login.example.com/tenant',
    'as gh-7c1e (registered by Gatehouse)',
    'notes:read, notes:list',
    'Token …a1b2c3d4',
  ]) {
    expect(text).toContain(words);
  }
});

test('an account, and a token that is bound to a key, are said (RFC 9449)', () => {
  const over = exampleIdentity({ setup: 'enterprise', account: 'ada@example.com', isBound: true });
  for (const drawn of [tableOf([over]), <IdentityFacts key="" identity={over} />]) {
    expect(textOf(drawn)).toContain('ada@example.com');
    expect(textOf(drawn)).toMatch(/bound to a key on this computer/i);
  }
  expect(textOf(tableOf([exampleIdentity()]))).not.toContain('bound');
});

test('what was declined is said, with the tool that would need it', () => {
  const declined = [{ scope: 'notes:delete', toolName: 'delete_note' }, { scope: '' }];
  const identity = exampleIdentity({ declined });
  for (const drawn of [tableOf([identity]), <IdentityFacts key="" identity={identity} />]) {
    expect(textOf(drawn)).toContain('notes:delete (for delete_note), more, without a name');
  }
  expect(textOf(<IdentityFacts identity={exampleIdentity()} />)).not.toContain('Declined');
});

test('where the platform’s token says who asks, there is no client id to show', () => {
  const workload = exampleIdentity({ setup: 'workload', clientId: '', registration: 'preregistered' });
  expect(textOf(tableOf([workload]))).toContain('as the platform’s token says');
  expect(textOf(<IdentityFacts identity={workload} />)).toContain('None: the platform’s token says who asks');
});

test.each([
  ['person', false],
  ['enterprise', false],
  ['client_secret', true],
  ['private_key_jwt', true],
  ['workload', true],
] as const)('whether %s is marked as a service: %s', (setup, isMarked) => {
  expect(textOf(tableOf([exampleIdentity({ setup })])).includes('Runs as a service identity')).toBe(isMarked);
});

test('what can’t be renewed has no button for it', () => {
  expect(textOf(tableOf([exampleIdentity()]))).toContain('Refresh now');
  expect(textOf(tableOf([exampleIdentity({ canRefresh: false })]))).not.toContain('Refresh now');
});

test('without an identity there is no table but a word on how one comes to one', () => {
  expect(markupOf(tableOf([]))).not.toContain('<table');
  expect(textOf(tableOf([]))).toContain('signed in nowhere');
});

test.each([
  [{}, 'It is revoked at'],
  [{ canRevoke: false }, 'It can’t be revoked'],
  [{ setup: 'client_secret' }, 'with them it signs in again'],
  [{ setup: 'enterprise' }, 'You stay signed in at your identity provider'],
  [{ setup: 'workload' }, 'with a token of the platform'],
])('before one signs out of %j it is said what that comes to (RFC 7009)', (change, words) => {
  expect(textOf(<SignOutWords identity={exampleIdentity(change)} />)).toContain(words);
});

test.each([
  ['identity.signOut', 'unreachable', 'could not be reached to revoke it', 'counts until it expires'],
  ['identity.signOut', 'forgotten', 'offers no way to revoke it any more', 'counts until it expires'],
  ['provider.remove', 'refused', 'not everything could be revoked', 'counts until it expires'],
  ['registration.remove', 'refused', 'refused to delete it', 'a client that is not used'],
] as const)('what %s did not undo elsewhere (%s) is said (RFC 7009, RFC 7592)', (command, revocation, ...words) => {
  const text = textOf(<LeftThere {...{ command, revocation }} issuer={HOSTILE} onClose={nothing} />);
  for (const each of words) expect(text).toContain(each);
});

test.each([
  [{}, 'has it deleted at', 'registers anew for: Notes'],
  [{ canDelete: false, usedBy: [] }, 'offers no way to have it deleted there', 'Gatehouse forgets it'],
])('before a registration %j goes it is said what that comes to (RFC 7592)', (change, ...words) => {
  const text = textOf(<RemovalWords registration={exampleRegistration(change)} nameOf={nameOf} />);
  for (const each of words) expect(text).toContain(each);
});

test('a registration that no server uses says so', () => {
  const unused = exampleRegistration({ usedBy: [] });
  expect(textOf(<RegistrationTable registrations={[unused]} nameOf={nameOf} onRemove={nothing} />)).toContain(
    'No server',
  );
});

describe('the identity provider', () => {
  const facts = (provider: ReturnType<typeof exampleProvider>, servers: readonly string[] = ['Notes']): string =>
    textOf(<ProviderFacts provider={provider} servers={servers} keychain />);

  test('says who is signed in there, and for which servers', () => {
    const text = facts(exampleProvider());
    for (const words of ['login.example.com', 'ada@example.com', 'renews it when it is needed', 'Notes']) {
      expect(text).toContain(words);
    }
    expect(text).not.toContain('Client secret');
  });

  test('without anybody says that there is no button, and without a server how one is set up', () => {
    const text = facts(exampleProvider({ signedIn: undefined }), []);
    expect(text).toContain('the first server that needs it asks you');
    expect(text).toContain('Over your organisation’s identity provider');
  });

  test('by hand says that a new ID token has to follow', () => {
    const { signedIn } = exampleProvider();
    const text = facts(exampleProvider({ signedIn: { ...signedIn, canRenew: false, isByHand: true } }));
    expect(text).toContain('by an ID token that you entered');
    expect(text).toContain('you enter a new ID token');
  });

  test.each([
    ['sign_out', exampleProvider(), ['Notes'], 'is revoked at', 'These servers lose their access: Notes'],
    ['sign_out', exampleProvider(), [], 'No server has access from it'],
    ['remove', exampleProvider({ signedIn: undefined }), [], 'forgets', 'there is no way into: Mail'],
  ] as const)('says before %s what that comes to (RFC 7009)', (end, provider, losing, ...words) => {
    const text = textOf(<EndWords {...{ end, provider, losing }} setUp={['Mail']} />);
    for (const each of words) expect(text).toContain(each);
  });

  test('has a form that hides its secret, and says while the provider is asked (S9)', () => {
    const form = { error: undefined, addresses: 'http://127.0.0.1:1/callback', onSubmit: nothing, onCancel: nothing };
    const markup = markupOf(<ProviderForm before={undefined} pending {...form} />);
    expect(markup).toContain('type="password"');
    expect(markup).toContain('Reading what the identity provider publishes');
    expect(markupOf(<ProviderForm before={undefined} pending={false} {...form} />)).not.toContain('Reading what');
  });
});

test('only servers that are set up so are counted as over the identity provider', () => {
  const over = exampleServer({
    name: 'Mail',
    source: { ...remoteSource(), signIn: { kind: 'enterprise', clientId: 'm' } },
  });
  expect(serversOver([exampleServer(), exampleServer({ source: remoteSource() }), over])).toEqual(['Mail']);
  expect(accessFrom([exampleIdentity(), exampleIdentity({ setup: 'enterprise', serverName: 'Mail' })])).toEqual([
    'Mail',
  ]);
});

describe('the form for how one signs in', () => {
  const formOf = (before?: SignInSetup, hasProvider = false): string =>
    markupOf(
      <SignInForm
        before={before}
        hasProvider={hasProvider}
        addresses="http://127.0.0.1:1/callback"
        error={undefined}
        pending={false}
        onSubmit={nothing}
        onCancel={nothing}
      />,
    );

  test('says when a way needs an identity provider and there is none', () => {
    const enterprise: SignInSetup = { kind: 'enterprise', clientId: 'gh' };
    expect(textOf(formOf(enterprise))).toContain('No identity provider is set up');
    expect(textOf(formOf(enterprise, true))).not.toContain('No identity provider is set up');
    expect(textOf(formOf())).not.toContain('No identity provider is set up');
  });

  test('says for a client id where it has to come back to (MCP 2025-11-25 §Open Redirection)', () => {
    expect(textOf(formOf({ kind: 'person', clientId: 'gh' }))).toContain('http://127.0.0.1:1/callback');
    expect(textOf(formOf())).not.toContain('http://127.0.0.1:1/callback');
  });

  test('hides a secret while it is typed, and lets no browser remember it (S9)', () => {
    expect(formOf()).toMatch(
      /<input[^>]*type="password"[^>]*autoComplete="off"|autoComplete="off"[^>]*type="password"/,
    );
  });

  test('has no field for a secret that stays, only a way to replace it (S9)', () => {
    const markup = formOf({ kind: 'person', clientId: 'gh', issuer: 'https://login.example.com' });
    expect(markup).not.toContain('type="password"');
    expect(markup).toContain('Replace or remove the stored client secret');
  });
});
