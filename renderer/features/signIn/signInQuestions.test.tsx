/**
 * Questions about signing in, as they are drawn.
 */
import { MantineProvider } from '@mantine/core';
import { renderToStaticMarkup } from 'react-dom/server';
import type { ReactNode } from 'react';
import { describe, expect, test } from 'vitest';
import { registration, SIGN_IN_WARNINGS, type SignInDecisionView } from '../../../app/contract/authorization.ts';
import { exampleProviderSignIn, exampleSignIn, exampleSignInWait, exampleUpgrade } from './exampleSignIn.ts';
import { SignInQuestion } from './SignInQuestion.tsx';
import { SignInWait } from './SignInWait.tsx';
import { REGISTRATION_WORDS, WARNING_WORDS } from './signInWords.ts';

const HOSTILE = '<a href="https://evil.example">x</a> https://evil.example \u202E<img src=x onerror=alert(1)>';

const page = { pending: false, error: undefined, onAnswer: () => Promise.resolve(undefined) };
const markupOf = (drawn: ReactNode): string => renderToStaticMarkup(<MantineProvider>{drawn}</MantineProvider>);
const questionOf = (decision: SignInDecisionView): string => markupOf(<SignInQuestion decision={decision} {...page} />);
const textOf = (markup: string): string => markup.replaceAll(/<[^>]*>/g, '').replaceAll('&amp;', '&');

describe('texts of servers in a question about signing in (S12; MCP 2025-11-25 basic/authorization)', () => {
  const { issuer } = exampleSignIn();
  const hostile = {
    serverName: HOSTILE,
    serverOrigin: HOSTILE,
    issuer: { ...issuer, url: `https://login.example.com/${HOSTILE}` },
    authorizationEndpoint: { ...issuer, host: HOSTILE, url: HOSTILE },
    clientId: HOSTILE,
    resource: HOSTILE,
    toolName: HOSTILE,
    said: HOSTILE,
    scopes: [
      { name: HOSTILE, isHeld: false },
      { name: `${HOSTILE}2`, isHeld: true },
    ],
  };

  test.each([
    ['a first sign-in', questionOf(exampleSignIn(hostile))],
    ['an upgrade', questionOf(exampleUpgrade(hostile))],
    ['at the identity provider', questionOf(exampleProviderSignIn({ ...hostile, resource: undefined }))],
    [
      'the wait',
      markupOf(
        <SignInWait
          decision={exampleSignInWait({ serverName: HOSTILE, issuerHost: HOSTILE })}
          {...page}
          onPutAside={() => undefined}
        />,
      ),
    ],
  ])('never become a link, a source or markup, and hide nothing: %s', (_name, markup) => {
    expect(markup).not.toMatch(/<(a|img|script|iframe|object|embed)\b|<[^>]*\s(href|src|srcset)="/);
    expect(markup).toContain('⟨U+202E⟩');
    expect(markup).not.toContain('\u202E');
  });
});

test('the issuer and the address the browser opens are whole, each in one piece of text', () => {
  const decision = exampleSignIn();
  const text = textOf(questionOf(decision));
  expect(text).toContain(`${decision.issuer.url}Leads to`);
  expect(text).toContain(`The browser opens at ${decision.authorizationEndpoint.url}`);
});

test('a name of other letters is shown in both spellings (RFC 3492)', () => {
  const issuer = {
    url: 'https://login.xn--bcher-kva.example',
    scheme: 'https',
    host: 'login.xn--bcher-kva.example',
    hostUnicode: 'login.bücher.example',
    registrable: 'xn--bcher-kva.example',
    rest: '',
    warnings: ['PUNYCODE'],
  };
  const text = textOf(questionOf(exampleSignIn({ issuer, authorizationEndpoint: issuer })));
  expect(text).toContain('login.xn--bcher-kva.example');
  expect(text).toContain('Also writtenlogin.bücher.example');
});

test('a browser that is sent to another name than the issuer’s is warned of', () => {
  const { issuer } = exampleSignIn();
  const elsewhere = { ...issuer, url: 'https://evil.example/a', host: 'evil.example', registrable: 'evil.example' };
  expect(questionOf(exampleSignIn({ authorizationEndpoint: elsewhere }))).toContain('opens at another name');
  expect(questionOf(exampleSignIn())).not.toContain('opens at another name');
});

test('what is unusual about the address the browser opens is said although its host is the issuer’s', () => {
  const endpoint = { ...exampleSignIn().authorizationEndpoint, warnings: ['LONG'] };
  expect(questionOf(exampleSignIn({ authorizationEndpoint: endpoint }))).toContain('It is very long');
});

test.each(SIGN_IN_WARNINGS)('the warning %s is put into words', (warning) => {
  const { title } = WARNING_WORDS[warning];
  expect(textOf(questionOf(exampleSignIn({ warnings: [warning] })))).toContain(title);
  expect(textOf(questionOf(exampleSignIn()))).not.toContain(title);
});

test.each(registration.options)('how Gatehouse introduces itself is put into words: %s', (way) => {
  expect(textOf(questionOf(exampleSignIn({ registration: way })))).toContain(REGISTRATION_WORDS[way].title);
});

test('a registration that is there already is not said to be made', () => {
  const text = textOf(questionOf(exampleSignIn({ registration: 'dynamic', clientId: 'gh-7c1e' })));
  expect(text).toContain('As it registered itself before');
  expect(text).not.toContain('does not know Gatehouse');
});

test('without named scopes the usual ones are asked for', () => {
  expect(questionOf(exampleSignIn({ scopes: [] }))).toContain('grants its usual ones');
});

test('an upgrade sets what is asked in addition apart from what was granted, with the tool and the server’s reason', () => {
  const text = textOf(questionOf(exampleUpgrade()));
  expect(text).toMatch(/You have grantednotes:readIt asks for in addition\+ notes:delete/);
  expect(text).toContain('Its tool delete_note can’t go on without it.');
  expect(text).toContain('The server says:Deleting takes another permission.');
});

test('where the token is kept is said, and that it ends with this run where no keychain answers', () => {
  expect(questionOf(exampleSignIn())).toContain('under a key in your system’s keychain');
  expect(questionOf(exampleSignIn({ keptIn: 'memory' }))).toContain('In memory until Gatehouse quits');
});

test('why one is asked again is said', () => {
  expect(questionOf(exampleSignIn({ reason: 'again' }))).toContain('no longer counts');
});

test('the browser’s button can’t be pressed before the page was seen (S6)', () => {
  expect(questionOf(exampleSignIn())).toMatch(/<button[^>]*disabled=""[^>]*>(?:(?!<\/button>).)*Open the browser/);
});

test('at the identity provider it is said that one signs in once for all servers, and no single one is named', () => {
  const text = textOf(questionOf(exampleProviderSignIn()));
  expect(text).toContain('asks you to sign in at your identity provider, login.example.com');
  expect(text).toContain('this server and all others that are set up so are then let in without asking again');
  expect(text).toContain('as it is set up in Gatehouse’s settings');
  expect(text).toContain('openid (who you are)');
  expect(text).not.toContain('A token for');
  expect(textOf(questionOf(exampleProviderSignIn({ reason: 'again' })))).toContain('Your sign-in there has ended.');
});
