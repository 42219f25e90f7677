/**
 * Who one is at servers, as it is drawn.
 */
import { MantineProvider } from '@mantine/core';
import { renderToStaticMarkup } from 'react-dom/server';
import type { ReactNode } from 'react';
import { describe, expect, test } from 'vitest';
import type { SignInSetup } from '../../../app/contract/authorization.ts';
import { exampleIdentity, exampleRegistration } from './exampleSignIn.ts';
import { IdentityFacts } from './IdentityFacts.tsx';
import { IdentityTable } from './IdentityTable.tsx';
import { RegistrationTable } from './RegistrationTable.tsx';
import { RemovalWords } from './RegistrationDialog.tsx';
import { SignInForm } from './SignInForm.tsx';
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

test('what can’t be renewed has no button for it', () => {
  expect(textOf(tableOf([exampleIdentity()]))).toContain('Refresh now');
  expect(textOf(tableOf([exampleIdentity({ canRefresh: false })]))).not.toContain('Refresh now');
});

test('without an identity there is no table but a word on how one comes to one', () => {
  expect(markupOf(tableOf([]))).not.toContain('<table');
  expect(textOf(tableOf([]))).toContain('signed in nowhere');
});

test.each([
  [{}, 'First it is revoked at'],
  [{ canRevoke: false }, 'It can’t be revoked'],
  [{ setup: 'client_secret' }, 'with them it signs in again'],
])('before one signs out of %j it is said what that comes to (RFC 7009)', (change, words) => {
  expect(textOf(<SignOutWords identity={exampleIdentity(change)} />)).toContain(words);
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

describe('the form for how one signs in', () => {
  const formOf = (before?: SignInSetup): string =>
    markupOf(<SignInForm before={before} error={undefined} pending={false} onSubmit={nothing} onCancel={nothing} />);

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
