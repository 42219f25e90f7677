import { describe, expect, test } from 'vitest';
import type { BundleView } from '../contract/bundles.ts';
import { serverId, sha256 } from '../contract/ids.ts';
import type { SignatureSummary } from '../contract/plan.ts';
import { relationTo } from './relation.ts';
import type { StoredServer } from './storedServers.ts';

const digest = (digit: string) => sha256.parse(`sha256:${digit.repeat(64)}`);
const unsigned: SignatureSummary = { status: 'unsigned' };
const signedBy = (publisher: string, certificate: string, status: SignatureSummary['status'] = 'signed_trusted') => ({
  status,
  publisher,
  issuer: 'An authority',
  fingerprint: digest(certificate),
});
/** The signer's key did sign it, and nobody could tell whose it is. */
const unchecked = (publisher: string, certificate: string) => signedBy(publisher, certificate, 'could_not_check');
const unproven: SignatureSummary = { status: 'could_not_check', reason: 'An unknown algorithm.' };

function bundle(change: Partial<BundleView> = {}): BundleView {
  return {
    fileName: 'files.mcpb',
    sha256: digest('1'),
    sizeBytes: 1,
    entryCount: 1,
    expandedBytes: 1,
    name: 'files',
    displayName: 'Files',
    version: '1.2.0',
    manifestVersion: '0.3',
    description: '',
    author: 'Acme',
    links: [],
    privacyPolicies: [],
    keywords: [],
    serverType: 'node',
    signature: unsigned,
    declaredTools: [],
    toolsGenerated: false,
    declaredPrompts: [],
    options: [],
    ...change,
  };
}

const id = serverId.parse('srv_installed1');
function installed(change: Partial<BundleView> = {}, server = id): StoredServer[] {
  const source = { kind: 'bundle', bundle: bundle(change), manifest: '{}', config: {} } as const;
  return [{ serverId: server, name: 'Files', createdAtMs: 0, source }];
}
const codeOf = (attempt: () => unknown): string => {
  try {
    attempt();
    return 'accepted';
  } catch (error) {
    return error instanceof Error && 'code' in error ? String(error.code) : 'other';
  }
};

describe('relationTo', () => {
  test('a name nobody has is new', () => {
    expect(relationTo(installed(), bundle({ name: 'other', sha256: digest('2') }))).toEqual({ kind: 'new' });
  });

  test('the same file is the same server', () => {
    expect(relationTo(installed(), bundle())).toEqual({
      kind: 'present',
      candidates: [{ kind: 'same', serverId: id, name: 'Files', version: '1.2.0', createdAtMs: 0 }],
    });
  });

  test.each([
    ['1.10.0', 'update'],
    ['1.2.0', 'update'],
    ['1.2.0-beta.1', 'downgrade'],
    ['1.1.9', 'downgrade'],
    ['no version', 'update'],
  ])('version %s on 1.2.0 is an %s', (version, kind) => {
    const relation = relationTo(installed(), bundle({ version, sha256: digest('2') }));
    expect(relation).toMatchObject({ candidates: [{ kind, version: '1.2.0' }] });
  });

  test('every server of the bundle and its publisher is a candidate, each in its own way, the same file first', () => {
    const [second, third] = ['srv_installed2', 'srv_installed3'].map((each) => serverId.parse(each));
    const servers = [
      ...installed({ sha256: digest('2'), version: '1.0.0' }),
      ...installed({ sha256: digest('3'), version: '2.0.0' }, second),
      ...installed({}, third),
      ...installed({ sha256: digest('4'), author: 'Evil' }, serverId.parse('srv_installed4')),
    ];
    expect(relationTo(servers, bundle())).toMatchObject({
      candidates: [
        { kind: 'same', serverId: third },
        { kind: 'update', serverId: id, version: '1.0.0' },
        { kind: 'downgrade', serverId: second, version: '2.0.0' },
      ],
    });
  });

  test.each([
    ['a signature that is gone', signedBy('Acme', 'a'), unsigned, {}, 'BUNDLE_SIGNATURE_LOST'],
    ['another publisher', signedBy('Acme', 'a'), signedBy('Evil', 'b'), {}, 'BUNDLE_PUBLISHER_CHANGED'],
    [
      'the same name under another self-made certificate',
      signedBy('Acme', 'a', 'self_signed'),
      signedBy('Acme', 'b', 'self_signed'),
      {},
      'BUNDLE_PUBLISHER_CHANGED',
    ],
    ['another author where nothing is signed', unsigned, unsigned, { author: 'Evil' }, 'BUNDLE_PUBLISHER_CHANGED'],
    ['a renewed certificate of a trusted publisher', signedBy('Acme', 'a'), signedBy('Acme', 'b'), {}, 'accepted'],
    [
      'the same self-made certificate',
      signedBy('Acme', 'a', 'self_signed'),
      signedBy('Acme', 'a', 'self_signed'),
      {},
      'accepted',
    ],
    ['a first signature', unsigned, signedBy('Acme', 'a'), {}, 'accepted'],
    ['a signature that is gone, its chain unchecked', unchecked('Acme', 'a'), unsigned, {}, 'BUNDLE_SIGNATURE_LOST'],
    [
      'a signature that proves nothing in the place of one whose chain is unchecked',
      unchecked('Acme', 'a'),
      unproven,
      {},
      'BUNDLE_SIGNATURE_LOST',
    ],
    [
      'the same name under another certificate, chains unchecked',
      unchecked('Acme', 'a'),
      unchecked('Acme', 'b'),
      {},
      'BUNDLE_PUBLISHER_CHANGED',
    ],
    [
      'a self-made certificate in the place of one whose chain is unchecked',
      unchecked('Acme', 'a'),
      signedBy('Acme', 'b', 'self_signed'),
      {},
      'BUNDLE_PUBLISHER_CHANGED',
    ],
    ['the same certificate, its chain unchecked', unchecked('Acme', 'a'), unchecked('Acme', 'a'), {}, 'accepted'],
    [
      'the same certificate, its chain checked only once',
      signedBy('Acme', 'a'),
      unchecked('Acme', 'a'),
      {},
      'accepted',
    ],
    ['signatures that prove nothing, of one author', unproven, unproven, {}, 'accepted'],
    [
      'another author where signatures prove nothing',
      unproven,
      unproven,
      { author: 'Evil' },
      'BUNDLE_PUBLISHER_CHANGED',
    ],
  ])('%s', (_name, before, after, change, outcome) => {
    const offered = bundle({ sha256: digest('2'), version: '2.0.0', signature: after, ...change });
    expect(codeOf(() => relationTo(installed({ signature: before }), offered))).toBe(outcome);
  });
});
