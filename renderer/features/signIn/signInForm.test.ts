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
      fieldsOf({ kind: 'private_key_jwt', clientId: 'm', makesKey: false, privateKey }),
      undefined,
    );
    if (words === undefined) expect(problem).toBeUndefined();
    else expect(problem).toContain(words);
  });

  test('a key goes to the host with its algorithm', () => {
    const typed = { makesKey: false, privateKey: `${PEM}\n`, algorithm: 'EdDSA' } as const;
    const fields = fieldsOf({ kind: 'private_key_jwt', clientId: 'm', ...typed });
    expect(toSignInSetup(fields, undefined)).toEqual({
      kind: 'private_key_jwt',
      clientId: 'm',
      algorithm: 'EdDSA',
      privateKey: PEM,
    });
  });
});

describe('a key', () => {
  const fields = fieldsOf({ kind: 'private_key_jwt', clientId: 'm' });

  test('is made anew unless one is pasted', () => {
    expect(toSignInSetup(fields, undefined)).toEqual({
      kind: 'private_key_jwt',
      clientId: 'm',
      algorithm: 'ES256',
      makeKey: true,
    });
  });

  test('that is made leaves one that was begun to be pasted alone', () => {
    const setup = toSignInSetup({ ...fields, privateKey: PEM }, undefined);
    expect(setup).toMatchObject({ makeKey: true });
    expect(setup).not.toHaveProperty('privateKey');
  });
});

describe('over the identity provider (io.modelcontextprotocol/enterprise-managed-authorization)', () => {
  const fields = fieldsOf({ kind: 'enterprise', clientId: 'gh' });

  test('a client id is enough', () => {
    expect(toSignInSetup(fields, undefined)).toEqual({ kind: 'enterprise', clientId: 'gh' });
    expect(Object.keys(signInProblems({ ...fields, clientId: ' ' }, undefined))).toEqual(['clientId']);
  });

  test('a secret, an authorization server and scopes go along', () => {
    const typed = { clientSecret: 's', issuer: 'https://login.example.com', scope: 'a  b' };
    expect(toSignInSetup({ ...fields, ...typed }, undefined)).toEqual({
      kind: 'enterprise',
      clientId: 'gh',
      ...typed,
      scope: 'a b',
    });
  });
});

describe('with a token of the platform (RFC 7523 §2.1)', () => {
  const fields = fieldsOf({ kind: 'workload' });
  const pasted = { ...fields, tokenFrom: 'pasted' } as const;

  test.each([
    ['', 'Enter where'],
    ['tokens/gatehouse', 'whole path'],
    ['./gatehouse', 'whole path'],
    ['C:gatehouse', 'whole path'],
    ['/var/run/token', undefined],
    ['C:\\tokens\\gatehouse', undefined],
    ['\\\\server\\tokens', undefined],
  ])('a file is named by its whole path: %j', (tokenFile, words) => {
    const { tokenFile: problem } = signInProblems({ ...fields, tokenFile }, undefined);
    if (words === undefined) expect(problem).toBeUndefined();
    else expect(problem).toContain(words);
  });

  test.each([
    ['', 'Paste'],
    ['secret', 'three parts'],
    ['a.b.c.d.e', 'three parts'],
    ['eyJ.eyJ.x-_', undefined],
  ])('a token is a JWT: %j', (assertion, words) => {
    const { assertion: problem } = signInProblems({ ...pasted, assertion }, undefined);
    if (words === undefined) expect(problem).toBeUndefined();
    else expect(problem).toContain(words);
  });

  test('the one that is chosen goes to the host, and never both', () => {
    const both = { tokenFile: ' /var/run/token ', assertion: 'eyJ.eyJ.x' };
    expect(toSignInSetup({ ...fields, ...both }, undefined)).toEqual({ kind: 'workload', tokenFile: '/var/run/token' });
    expect(toSignInSetup({ ...pasted, ...both }, undefined)).toEqual({ kind: 'workload', assertion: 'eyJ.eyJ.x' });
  });

  test('line ends that came along from a terminal are left out', () => {
    expect(toSignInSetup({ ...pasted, assertion: 'eyJ.\n eyJ.x\n' }, undefined)).toMatchObject({
      assertion: 'eyJ.eyJ.x',
    });
  });
});

test.each(['enterprise', 'client_secret', 'private_key_jwt', 'workload'] as const)(
  'an authorization server of %s is checked and goes along',
  (kind) => {
    const whole = { clientId: 'm', clientSecret: 's', tokenFile: '/token' };
    const fields = fieldsOf({ kind, ...whole, issuer: 'login.example.com' });
    expect(Object.keys(signInProblems(fields, undefined))).toEqual(['issuer']);
    expect(toSignInSetup({ ...fields, issuer: ' https://login.example.com ' }, undefined)).toMatchObject({
      issuer: 'https://login.example.com',
    });
  },
);

describe('what is stored (S9)', () => {
  const person: SignInSetup = { kind: 'person', clientId: 'gh', issuer: 'https://login.example.com' };
  const machine: SignInSetup = { kind: 'client_secret', clientId: 'm' };
  const enterprise: SignInSetup = { kind: 'enterprise', clientId: 'gh' };

  test.each<[string, SignInSetup, Partial<SignInFields>, boolean, string | undefined]>([
    ['stays, unsaid', person, {}, true, undefined],
    ['is not for another client', person, { clientId: 'other' }, false, ''],
    ['is not for another authorization server', person, { issuer: 'https://evil.example' }, false, ''],
    ['is taken away', person, { keepsSecret: false }, false, ''],
    ['is replaced', person, { keepsSecret: false, clientSecret: 'new' }, false, 'new'],
    ['stays of a machine', machine, { scope: 'a' }, true, undefined],
    ['is replaced of a machine', machine, { keepsSecret: false, clientSecret: 'new' }, false, 'new'],
    ['stays of an enterprise', enterprise, { scope: 'a' }, true, undefined],
    ['is taken away of an enterprise', enterprise, { keepsSecret: false }, false, ''],
    ['of an enterprise is not for another client', enterprise, { clientId: 'other' }, false, ''],
  ])('%s', (_what, before, change, stays, secret) => {
    const fields = fieldsOf(change, before);
    const setup = toSignInSetup(fields, before);
    expect(setup).toBeDefined();
    expect([staysStored(fields, before), setup && 'clientSecret' in setup ? setup.clientSecret : undefined]).toEqual([
      stays,
      secret,
    ]);
  });

  test('of a machine is not for another authorization server', () => {
    const elsewhere = fieldsOf({ issuer: 'https://evil.example' }, machine);
    expect(Object.keys(signInProblems(elsewhere, machine))).toEqual(['clientSecret']);
  });

  test('a key stays with its algorithm, and with no other', () => {
    const key: SignInSetup = { kind: 'private_key_jwt', clientId: 'm', algorithm: 'ES256' };
    expect(toSignInSetup(initialSignIn(key), key)).toEqual(key);
    expect(toSignInSetup(fieldsOf({ algorithm: 'RS256' }, key), key)).toMatchObject({ makeKey: true });
  });

  test('a token that was pasted stays until a file takes its place', () => {
    const token: SignInSetup = { kind: 'workload', issuer: 'https://login.example.com' };
    expect(toSignInSetup(initialSignIn(token), token)).toEqual(token);
    expect(Object.keys(signInProblems(fieldsOf({ tokenFrom: 'file' }, token), token))).toEqual(['tokenFile']);
    const file: SignInSetup = { kind: 'workload', tokenFile: '/var/run/token' };
    expect(toSignInSetup(initialSignIn(file), file)).toEqual(file);
    expect(Object.keys(signInProblems(fieldsOf({ tokenFrom: 'pasted' }, file), file))).toEqual(['assertion']);
  });

  test('of one way counts for no other, nor does the client id', () => {
    const fields = { ...withKind('private_key_jwt', machine), makesKey: false };
    expect(Object.keys(signInProblems(fields, machine))).toEqual(['clientId', 'privateKey']);
    expect(signInProblems({ ...fields, clientId: 'm' }, machine).privateKey).toContain('Paste');
    expect(withKind('client_secret', machine).clientId).toBe('m');
  });
});
