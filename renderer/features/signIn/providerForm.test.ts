import { expect, test } from 'vitest';
import type { IdentityProviderView } from '../../../app/contract/authorization.ts';
import { exampleProvider } from './exampleSignIn.ts';
import {
  answeredProblems,
  endsSession,
  initialProvider,
  providerProblems,
  staysStored,
  toProviderSetup,
  type ProviderFields,
} from './providerForm.ts';

const ISSUER = 'https://login.example.com/tenant';
const fieldsOf = (change: Partial<ProviderFields>, before?: IdentityProviderView): ProviderFields => ({
  ...initialProvider(before),
  ...change,
});
const whole = fieldsOf({ issuer: ` ${ISSUER} `, clientId: ' gatehouse ' });
const withSecret = exampleProvider({ hasSecret: true });

test('an issuer and a client id are needed, and enough', () => {
  expect(Object.keys(providerProblems(initialProvider()))).toEqual(['issuer', 'clientId']);
  expect(toProviderSetup(initialProvider(), undefined)).toBeUndefined();
  expect(toProviderSetup(whole, undefined)).toEqual({ issuer: ISSUER, clientId: 'gatehouse' });
});

test.each([
  [{ issuer: 'login.example.com' }, 'issuer', 'begins with https://'],
  [{ issuer: 'https://login.example.com?tenant=1' }, 'issuer', 'no “?”'],
  [{ idToken: 'secret' }, 'idToken', 'three parts'],
] as const)('%j is no way to save it', (change, field, words) => {
  const fields = { ...whole, ...change };
  expect(providerProblems(fields)[field]).toContain(words);
  expect(toProviderSetup(fields, undefined)).toBeUndefined();
});

test('a secret and an ID token by hand go along, the token without line ends', () => {
  expect(toProviderSetup({ ...whole, clientSecret: 's', idToken: 'eyJ.\neyJ.x\n' }, undefined)).toEqual({
    issuer: ISSUER,
    clientId: 'gatehouse',
    clientSecret: 's',
    idToken: 'eyJ.eyJ.x',
  });
});

test.each([
  ['stays, unsaid', {}, true, undefined],
  ['is not for another provider', { issuer: 'https://evil.example' }, false, ''],
  ['is not for another client', { clientId: 'other' }, false, ''],
  ['is taken away', { keepsSecret: false }, false, ''],
  ['is replaced', { keepsSecret: false, clientSecret: 'new' }, false, 'new'],
] as const)('the stored secret %s (S9)', (_what, change, stays, secret) => {
  const fields = fieldsOf(change, withSecret);
  expect([staysStored(fields, withSecret), toProviderSetup(fields, withSecret)?.clientSecret]).toEqual([stays, secret]);
});

test('another provider or another client ends the present session, and nothing else does', () => {
  const before = exampleProvider();
  expect(endsSession(fieldsOf({ clientSecret: 'new' }, before), before)).toBe(false);
  expect(endsSession(fieldsOf({ issuer: 'https://other.example' }, before), before)).toBe(true);
  expect(endsSession(fieldsOf({ clientId: 'other' }, before), before)).toBe(true);
  expect(endsSession(whole, undefined)).toBe(false);
});

test.each([
  ['AUTH_METADATA_INVALID', ['issuer']],
  ['AUTH_PROVIDER_REFUSED', ['idToken']],
  ['STORE_DISK_FULL', []],
] as const)('what the host answers with %s is marked until something else is typed there', (code, marked) => {
  const sent = { ...whole, idToken: 'eyJ.eyJ.x' };
  expect(Object.keys(answeredProblems({ code }, sent, sent))).toEqual(marked);
  const changed = { ...sent, issuer: 'https://other.example', idToken: '' };
  expect(answeredProblems({ code }, changed, sent)).toEqual({});
});
