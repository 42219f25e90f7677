/**
 * Giving up an install, at every moment of it: nothing of the bundle is left, and nobody is asked.
 */
import { randomBytes } from 'node:crypto';
import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import type { InstallId } from '../app/contract/ids.ts';
import type { InstallState } from '../app/contract/installs.ts';
import { craftArchive, minimalEntries } from './testing/archives.ts';
import { startSteeredHost } from './testing/startSteeredHost.ts';
import type { SteeredHost } from './testing/startSteeredHost.ts';
import { waitUntil } from './testing/waiting.ts';

const CHUNK_BYTES = 256 * 1024;

/** 24 MB in 60 files, so that unpacking it takes a while. */
const large = craftArchive([
  ...minimalEntries(),
  ...Array.from({ length: 60 }, (_, index) => ({ name: `assets/${index}.bin`, content: randomBytes(400_000) })),
]);

async function drop({ host }: SteeredHost, bytes: Uint8Array): Promise<InstallId> {
  const { uploadId } = await host.run('upload.begin', { fileName: 'large.mcpb', sizeBytes: bytes.length });
  for (let offsetBytes = 0; offsetBytes < bytes.length; offsetBytes += CHUNK_BYTES) {
    const base64 = Buffer.from(bytes.subarray(offsetBytes, offsetBytes + CHUNK_BYTES)).toString('base64');
    await host.run('upload.chunk', { uploadId, offsetBytes, base64 });
  }
  return (await host.run('bundle.open', { from: { kind: 'upload', uploadId } })).installId;
}

const filesOf = ({ dataDir }: SteeredHost): Readonly<Record<string, readonly string[]>> =>
  Object.fromEntries(['uploads', 'staging', 'bundles'].map((name) => [name, readdirSync(join(dataDir, name))]));

test.each<[string, (state: InstallState) => boolean, readonly string[]]>([
  ['it is judged', ({ kind }) => kind === 'reading', ['uploads']],
  ['it is unpacked', (state) => state.kind === 'unpacking' && state.doneBytes > 0, ['uploads', 'staging']],
  ['the question is open', ({ kind }) => kind === 'awaiting_decision', ['uploads', 'staging']],
])('a bundle that is given up while %s leaves nothing', async (_name, isNow, before) => {
  const host = await startSteeredHost();
  const installId = await drop(host, large);
  await host.waitFor('the moment', ({ installs }) =>
    installs.find((each) => each.installId === installId && isNow(each.state)),
  );
  const there = Object.entries(filesOf(host)).filter(([, names]) => names.length > 0);
  expect(there.map(([name]) => name)).toEqual(before);

  await host.host.run('install.cancel', { installId });
  const nobodyAsked = { installs: [], decisions: [], servers: [] };
  expect(host.host.snapshot()).toMatchObject(nobodyAsked);
  await waitUntil('every file to be gone', () => Object.values(filesOf(host)).every((names) => names.length === 0));
  expect(host.host.snapshot()).toMatchObject({ ...nobodyAsked, notices: [] });
  expect(await host.records('server.added')).toEqual([]);
  await expect(host.host.run('install.cancel', { installId })).rejects.toMatchObject({ code: 'INSTALL_NOT_FOUND' });

  // The same bundle can be opened again, and is installed to its end.
  await drop(host, large);
  await host.agree(await host.decision());
  await host.waitFor('its place in the list', ({ installs: [install] }) =>
    install?.state.kind === 'installed' ? install : undefined,
  );
});
