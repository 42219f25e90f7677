import { expect, test } from 'vitest';
import { exampleServer } from '../servers/exampleServer.ts';
import { exampleIdentity, exampleSignInWait } from './exampleSignIn.ts';
import { signInEnd } from './signInEnd.ts';

const was = exampleSignInWait({ createdAtMs: 5_000 });
const error = { code: 'AUTH_REFUSED', message: 'No.', data: {} };
const failed = exampleServer({ state: { kind: 'failed', error } });
const held = (change: Readonly<Record<string, unknown>>) => ({
  identities: [exampleIdentity(change)],
  registrations: [],
});

test.each([
  ['what is granted since', [failed], held({ grantedAtMs: 5_000 }), { kind: 'signed_in' }],
  [
    'what was granted before, and a server that failed',
    [failed],
    held({ grantedAtMs: 4_999 }),
    { kind: 'failed', error },
  ],
  ['what another server was granted', [], held({ grantedAtMs: 6_000, serverId: 'srv_other000' }), { kind: 'open' }],
  ['nothing, of a server that goes on', [exampleServer()], held({ grantedAtMs: 1 }), { kind: 'open' }],
])('a sign-in ends with %s', (_name, servers, identities, end) => {
  expect(signInEnd(was, { servers, identities })).toEqual(end);
});
