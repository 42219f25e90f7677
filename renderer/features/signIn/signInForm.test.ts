import { describe, expect, test } from 'vitest';
import type { SignInSetup } from '../../../app/contract/authorization.ts';
import {
  initialSignIn,
  signInProblems,
  staysStored,
  toSignInSetup,
  withKind,
  type SignInFields,
} from './signInForm.ts';

const PEM = '-----BEGIN PRIVATE KEY-----\nMC4CAQAwBQYDK2VwBCIEIA==\n-----END PRIVATE KEY-----';
const fieldsOf = (change: Partial<SignInFields>, before?: SignInSetup): SignInFields => ({
  ...initialSignIn(before),
  ...change,
});

describe('signing in in the browser', () => {
  test('needs nothing', () => {
    expect(toSignInSetup(initialSignIn(), undefined)).toEqual({ kind: 'person' });
  });

  test('takes a client id without a secret and without an authorization server', () => {
    expect(toSignInSetup(fieldsOf({ clientId: ' gh ' }), undefined)).toEqual({ kind: 'person', clientId: 'gh' });
  });

  test('takes a secret only for one authorization server (S9)', () => {
    const secret = fieldsOf({ clientId: 'gh', clientSecret: 's' });
    expect(signInProblems(secret, undefined).issuer).toContain('offered to no other');
    expect(toSignInSetup(secret, undefined)).toBeUndefined();
    const whole = { ...secret, issuer: 'https://login.example.com' };
    expect(toSignInSetup(whole, undefined)).toEqual({
      kind: 'person',
      clientId: 'gh',
      clientSecret: 's',
      issuer: 'https://login.example.com',
    });
  });

  test('takes no authorization server without a client id', () => {
    expect(Object.keys(signInProblems(fieldsOf({ issuer: 'https://login.example.com' }), undefined))).toEqual([
      'clientId',
    ]);
  });

  test.each([
    ['login.example.com', 'begins with https://'],
    ['javascript:alert(1)', 'begins with https://'],
    ['https://a@login.example.com', 'no user name'],
    ['https://login.example.com?x', 'no user name'],
  ])('has no authorization server like %j', (issuer, words) => {
    expect(signInProblems(fieldsOf({ clientId: 'gh', issuer }), undefined).issuer).toContain(words);
  });
});

describe('machine to machine', () => {
  test('a client id and a secret are both needed', () => {
    expect(Object.keys(signInProblems(fieldsOf({ kind: 'client_secret' }), undefined))).toEqual([
      'clientId',
      'clientSecret',
    ]);
  });

  test('scopes go along with one space between them', () => {
    const fields = fieldsOf({ kind: 'client_secret', clientId: 'm', clientSecret: 's', scope: ' a   b ' });
    expect(toSignInSetup(fields, undefined)).toEqual({
      kind: 'client_secret',
      clientId: 'm',
      clientSecret: 's',
      scope: 'a b',
    });
    expect(signInProblems({ ...fields, scope: 'a "b"' }, undefined).scope).toContain('quotation marks');
  });

  test.each([
    ['', 'Paste'],
    ['-----BEGIN ENCRYPTED PRIVATE KEY-----\nAA==\n-----END ENCRYPTED PRIVATE KEY-----', 'passphrase'],
    ['-----BEGIN RSA PRIVATE KEY-----\nAA==\n-----END RSA PRIVATE KEY-----', 'another format'],
    ['-----BEGIN PUBLIC KEY-----\nAA==\n-----END PUBLIC KEY-----', 'public key'],
    ['AA==', 'no private key'],
    [PEM, undefined],
  ])('a key is one in PKCS#8: %j', (privateKey, words) => {
    const { privateKey: problem } = signInProblems(
      fieldsOf({ kind: 'private_key_jwt', clientId: 'm', privateKey }),
      undefined,
    );
    if (words === undefined) expect(problem).toBeUndefined();
    else expect(problem).toContain(words);
  });

  test('a key goes to the host with its algorithm', () => {
    const fields = fieldsOf({ kind: 'private_key_jwt', clientId: 'm', privateKey: `${PEM}\n`, algorithm: 'EdDSA' });
    expect(toSignInSetup(fields, undefined)).toEqual({
      kind: 'private_key_jwt',
      clientId: 'm',
      algorithm: 'EdDSA',
      privateKey: PEM,
    });
  });
});

describe('what is stored (S9)', () => {
  const person: SignInSetup = { kind: 'person', clientId: 'gh', issuer: 'https://login.example.com' };
  const machine: SignInSetup = { kind: 'client_secret', clientId: 'm' };

  test.each<[string, SignInSetup, Partial<SignInFields>, boolean, string | undefined]>([
    ['stays, unsaid', person, {}, true, undefined],
    ['is not for another client', person, { clientId: 'other' }, false, ''],
    ['is not for another authorization server', person, { issuer: 'https://evil.example' }, false, ''],
    ['is taken away', person, { keepsSecret: false }, false, ''],
    ['is replaced', person, { keepsSecret: false, clientSecret: 'new' }, false, 'new'],
    ['stays of a machine', machine, { scope: 'a' }, true, undefined],
    ['is replaced of a machine', machine, { keepsSecret: false, clientSecret: 'new' }, false, 'new'],
  ])('%s', (_what, before, change, stays, secret) => {
    const fields = fieldsOf(change, before);
    const setup = toSignInSetup(fields, before);
    expect(setup).toBeDefined();
    expect([staysStored(fields, before), setup && 'clientSecret' in setup ? setup.clientSecret : undefined]).toEqual([
      stays,
      secret,
    ]);
  });

  test('of one way counts for no other, nor does the client id', () => {
    const fields = withKind('private_key_jwt', machine);
    expect(Object.keys(signInProblems(fields, machine))).toEqual(['clientId', 'privateKey']);
    expect(signInProblems({ ...fields, clientId: 'm' }, machine).privateKey).toContain('Paste');
    expect(withKind('client_secret', machine).clientId).toBe('m');
  });
});
