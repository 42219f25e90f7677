/**
 * A server in the open, signed in to over real connections to public addresses: whatever its documents name, nothing of the
 * sign-in goes to this computer, to a private network or to what is link-local (S11).
 *
 * Needs a network of its own, which Linux gives to whoever may make namespaces; elsewhere the rules are those of
 * `hostileSignInAddresses.test.ts`.
 *
 * @see MCP 2025-11-25 security best practices §Server-Side Request Forgery; RFC 7009; RFC 7591; RFC 7592
 */
import { describe, expect, test } from 'vitest';
import {
  hasOwnNetworks,
  signInInTheOpen,
  type PublicOutcome,
  type PublicScenario,
} from './testing/startPublicSignIn.ts';
import { temporaryFolder } from './testing/temporaryFolder.ts';

const asked = ({ seen }: PublicOutcome): readonly string[] =>
  seen.map(({ host, method, path }) => `${method} ${host}${path}`);

/** A loopback, a private and a link-local address, and a name that leads to a private one. */
const NEAR = ['127.0.0.1', '10.0.0.1', '169.254.169.254', 'near.example'] as const;

/** The same for each, and nobody near was reached in any. */
async function expectAtEach(scenarioOf: (near: string) => PublicScenario, expected: object): Promise<void> {
  const outcomes = await signInInTheOpen(temporaryFolder(), NEAR.map(scenarioOf));
  expect(outcomes).toMatchObject(NEAR.map(() => ({ near: 0, ...expected })));
}

const REFUSED = { error: { code: 'ADDRESS_REFUSED' }, identities: { identities: [] } };

describe.skipIf(!hasOwnNetworks())('a server in the open', () => {
  test('is signed in to, signed out of and forgotten in the open', async () => {
    const [outcome] = await signInInTheOpen(temporaryFolder(), [{ acts: ['refresh', 'signOut', 'unregister'] }]);
    expect(outcome).toMatchObject({ acts: ['revoked', 'revoked'], near: 0 });
    expect(outcome).not.toHaveProperty('error');
    expect(outcome?.opened).toEqual([expect.stringContaining('https://auth.example/authorize?')]);
    const posts = ['register', 'token', 'revoke'].map((path) => `POST auth.example/${path}`);
    const all = outcome === undefined ? [] : asked(outcome);
    expect(all).toEqual(expect.arrayContaining([...posts, 'DELETE auth.example/register/1']));
    expect(outcome?.identities).toEqual({ identities: [], registrations: [] });
  });

  test('that says its metadata is near is not signed in to', async () => {
    const scenarioOf = (near: string) => ({ challenge: `Bearer resource_metadata="https://${near}/metadata"` });
    await expectAtEach(scenarioOf, { ...REFUSED, opened: [] });
  });

  test('that names an authorization server near is not signed in to', async () => {
    const scenarioOf = (near: string) => ({ resourceMetadata: { authorization_servers: [`https://${near}`] } });
    await expectAtEach(scenarioOf, { ...REFUSED, opened: [] });
  });

  test('whose registrations would go near gets none there', async () => {
    const scenarioOf = (near: string) => ({ metadata: { registration_endpoint: `https://${near}/register` } });
    await expectAtEach(scenarioOf, { ...REFUSED, opened: [] });
  });

  test('whose codes and verifiers would go near gets none there', async () => {
    const scenarioOf = (near: string) => ({ metadata: { token_endpoint: `https://${near}/token` } });
    await expectAtEach(scenarioOf, REFUSED);
  });

  test('whose refresh token would go near later keeps it here', async () => {
    const metadataOf = (near: string) => ({ token_endpoint: `https://${near}/token` });
    await expectAtEach((near) => ({ turns: { metadata: metadataOf(near) }, acts: ['refresh'] }), {
      acts: ['ADDRESS_REFUSED'],
    });
  });

  test('whose revocations would go near is signed out of here, and no token goes there (RFC 7009)', async () => {
    const metadataOf = (near: string) => ({ revocation_endpoint: `https://${near}/revoke` });
    await expectAtEach((near) => ({ metadata: metadataOf(near), acts: ['signOut'] }), {
      acts: ['unreachable'],
      identities: { identities: [] },
    });
  });

  test('whose authorization server’s name leads near later gets no token and no end of a registration there (RFC 7592)', async () => {
    const addresses = NEAR.filter((near) => near !== 'near.example');
    const outcomes = await signInInTheOpen(
      temporaryFolder(),
      addresses.flatMap((address) =>
        (['refresh', 'signOut', 'unregister'] as const).map((act) => ({
          turns: { hosts: { 'auth.example': address } },
          acts: [act],
        })),
      ),
    );
    const ends = addresses.flatMap(() => ['ADDRESS_REFUSED', 'unreachable', 'unreachable']);
    expect(outcomes.map(({ acts, near }) => [acts, near])).toEqual(ends.map((end) => [[end], 0]));
    expect(outcomes.flatMap(asked).filter((what) => what.startsWith('DELETE') || what.endsWith('/revoke'))).toEqual([]);
  });

  test('gets nothing at an unencrypted address of this computer, as a server near would', async () => {
    const metadata = { token_endpoint: 'http://127.0.0.1:443/token' };
    expect(await signInInTheOpen(temporaryFolder(), [{ metadata }])).toMatchObject([{ ...REFUSED, near: 0 }]);
  });
});
