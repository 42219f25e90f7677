/**
 * Signed bundles through the whole host: what a person is told of a signature, and what is refused for it.
 */
import { readdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import type { LaunchDecisionView } from '../app/contract/decisions.ts';
import type { InstallView } from '../app/contract/installs.ts';
import { craftArchive, MINIMAL_MANIFEST, minimalEntries, withSignatureTrailer } from './testing/archives.ts';
import { issueCertificate, signDetached } from './testing/certificates.ts';
import type { IssuedCertificate } from './testing/certificates.ts';
import { intermediate, publisher, root, sha256Of } from './testing/signedBlocks.ts';
import { startSteeredHost } from './testing/startSteeredHost.ts';
import type { SteeredHost } from './testing/startSteeredHost.ts';
import { temporaryFolder } from './testing/temporaryFolder.ts';

const archive = (version = '1.0.0'): Uint8Array =>
  craftArchive(minimalEntries({ ...MINIMAL_MANIFEST, version, long_description: `Version ${version}.` }));
/** @param over What was signed, when it is not this. */
async function signed(content: Uint8Array, signer: IssuedCertificate, over = content): Promise<Uint8Array> {
  return withSignatureTrailer(content, await signDetached(over, signer, { others: [intermediate] }));
}
const somebody = await issueCertificate({ name: 'Somebody' });
const fingerprintOf = ({ der }: IssuedCertificate): string => `sha256:${sha256Of(der).toString('hex')}`;

/** On a machine that trusts the root of our publisher. */
const start = (): Promise<SteeredHost> => startSteeredHost({ trustedRoots: [root.pem] });

async function open(host: SteeredHost, bytes: Uint8Array): Promise<InstallView['installId']> {
  const path = join(temporaryFolder(), 'minimal.mcpb');
  writeFileSync(path, bytes);
  return host.host.openFile(path);
}

async function asked(host: SteeredHost, bytes: Uint8Array): Promise<LaunchDecisionView> {
  await open(host, bytes);
  return host.decision();
}

async function refusal(host: SteeredHost, bytes: Uint8Array): Promise<unknown> {
  const installId = await open(host, bytes);
  const { state } = await host.waitFor('the judgement', ({ installs }) =>
    installs.find((each) => each.installId === installId && each.state.kind !== 'reading'),
  );
  return state.kind === 'refused' ? state.error : state.kind;
}

const filesOf = ({ dataDir }: SteeredHost): string[] =>
  ['bundles', 'staging'].flatMap((name) => readdirSync(join(dataDir, name)));

describe('the question about a bundle says what its signature is worth', () => {
  test('one of a publisher whom this machine trusts names them, and no more is to say', async () => {
    const { plan, bundle, findings } = await asked(await start(), await signed(archive(), publisher));
    const expected = {
      status: 'signed_trusted',
      publisher: 'Ana Pérez',
      issuer: 'Test Issuer',
      fingerprint: fingerprintOf(publisher),
    };
    expect(bundle?.signature).toMatchObject(expected);
    expect(plan.origin).toMatchObject({ signature: expected });
    expect(findings.map(({ code }) => code)).not.toContain('UNSIGNED');
  });

  test('one by a certificate of its own is that, and anybody can choose that name', async () => {
    const { plan, bundle, findings } = await asked(await start(), await signed(archive(), somebody));
    const expected = { status: 'self_signed', publisher: 'Somebody', fingerprint: fingerprintOf(somebody) };
    expect(bundle?.signature).toMatchObject(expected);
    expect(plan.origin).toMatchObject({ signature: expected });
    expect(findings.find(({ code }) => code === 'UNSIGNED')?.detail).toContain('anybody can choose that name');
  });

  test('one that is not there is none', async () => {
    const { bundle, findings } = await asked(await start(), archive());
    expect(bundle?.signature).toEqual({ status: 'unsigned' });
    expect(findings.map(({ code }) => code)).toContain('UNSIGNED');
  });
});

describe('refused, with nothing on the disk and a record', () => {
  test('a bundle that is not the one that was signed', async () => {
    const host = await start();
    const tampered = await signed(archive('1.0.1'), publisher, archive());
    expect(await refusal(host, tampered)).toMatchObject({
      code: 'BUNDLE_SIGNATURE_INVALID',
    });
    expect(filesOf(host)).toEqual([]);
    expect(await host.records('bundle.refused')).toMatchObject([
      { decision: 'refused', outcome: 'BUNDLE_SIGNATURE_INVALID' },
    ]);
  });

  test.each<[string, string, (content: Uint8Array) => Promise<Uint8Array>]>([
    ['lost its signature', 'BUNDLE_SIGNATURE_LOST', (content) => Promise.resolve(content)],
    ['another one signed', 'BUNDLE_PUBLISHER_CHANGED', (content) => signed(content, somebody)],
  ])('a version of an installed bundle that %s', async (_name, code, offer) => {
    const host = await start();
    const decision = await asked(host, await signed(archive(), publisher));
    await host.agree(decision);
    await host.state(decision.serverId, 'failed'); // It is no server; it stands in the list all the same.
    const before = filesOf(host);
    expect(await refusal(host, await offer(archive('2.0.0')))).toMatchObject({ code });
    expect(filesOf(host)).toEqual(before);
  });
});
