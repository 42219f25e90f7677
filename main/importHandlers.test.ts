/**
 * The commands about other applications' configurations, on real files and uploads.
 */
import { existsSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { commands } from '../app/contract/commands.ts';
import { pickId, serverId, uploadId } from '../app/contract/ids.ts';
import type { ExportableServer } from '../app/imports/exportConfiguration.ts';
import { Imports } from '../app/imports/imports.ts';
import { importHandlers } from '../app/importHandlers.ts';
import { createFakeRandomIds } from '../app/testing/fakePorts.ts';
import { manualClock } from '../app/testing/manualClock.ts';
import { createTextFiles } from './adapters/textFiles.ts';
import { createUploads } from './adapters/uploads.ts';
import { temporaryFolder } from './testing/temporaryFolder.ts';

const CONFIGURATION = '{ "mcpServers": { "a": { "command": "npx", "env": { "TOKEN": "hunter2" } } } }';
const PICK = pickId.parse('pck_aaaaaaaa');
const UPLOAD = uploadId.parse('upl_aaaaaaaa');

async function start() {
  const folder = temporaryFolder();
  const picked = join(folder, 'mcp_config.json');
  writeFileSync(picked, CONFIGURATION);
  const uploads = await createUploads({ dir: join(folder, 'uploads') });
  const server: ExportableServer = {
    serverId: serverId.parse('srv_aaaaaaaa'),
    name: 'A',
    source: {
      kind: 'typed',
      definition: { name: 'A', command: 'npx', args: [], env: [{ name: 'TOKEN', secret: true }] },
    },
  };
  const imports = new Imports({
    clock: manualClock(),
    randomIds: createFakeRandomIds(),
    emit: () => undefined,
    addServer: () => serverId.parse('srv_added001'),
    onLinkRefused: () => undefined,
  });
  const handlers = importHandlers({
    imports,
    textFiles: createTextFiles(),
    uploads,
    pickedPath: () => picked,
    servers: () => [server],
    onTrouble: (error) => {
      throw error;
    },
  });
  return { handlers, imports, uploads, server };
}

describe('import.read', () => {
  test.each([
    ['text', { kind: 'text', text: CONFIGURATION }, { kind: 'configuration' }],
    [
      'a file that was dropped',
      { kind: 'text', text: CONFIGURATION, fileName: 'claude_desktop_config.json' },
      { kind: 'configuration', client: 'claude_desktop', fileName: 'claude_desktop_config.json' },
    ],
    [
      'a pasted link',
      { kind: 'text', text: 'gatehouse://install?name=a&command=b' },
      { kind: 'link', client: 'gatehouse' },
    ],
    ['a link', { kind: 'link', url: 'gatehouse://install?name=a&command=b' }, { kind: 'link', client: 'gatehouse' }],
    [
      'a file that was picked',
      { kind: 'pick', pickId: PICK },
      { kind: 'configuration', client: 'windsurf', fileName: 'mcp_config.json' },
    ],
  ] as const)('%s', async (_name, from, source) => {
    const { handlers, imports } = await start();
    const params = commands['import.read'].params.parse({ from });
    const { importId } = await handlers['import.read'](params);
    expect(imports.views()).toMatchObject([{ importId, source }]);
    await handlers['import.cancel']({ importId });
    expect(imports.views()).toEqual([]);
  });

  test.each([
    ['read', CONFIGURATION],
    ['refused', 'Dear Sir or Madam'],
  ])('an upload that was %s does not stay on disk (S9)', async (_name, text) => {
    const { handlers, uploads } = await start();
    const bytes = new TextEncoder().encode(text);
    await uploads.begin(UPLOAD, '.claude.json', bytes.length);
    await uploads.append(UPLOAD, 0, bytes);
    const path = await uploads.path(UPLOAD);
    await Promise.resolve(handlers['import.read']({ from: { kind: 'upload', uploadId: UPLOAD } })).catch(
      () => undefined,
    );
    await expect.poll(() => existsSync(dirname(path))).toBe(false);
  });
});

describe('export.config', () => {
  test('answers a file without secrets', async () => {
    const { handlers, server } = await start();
    const answer = await handlers['export.config']({ format: 'cursor', serverIds: [server.serverId] });
    expect(commands['export.config'].result.parse(answer)).toEqual({
      fileName: 'mcp.json',
      text: `${JSON.stringify({ mcpServers: { A: { command: 'npx', args: [], env: { TOKEN: '${env:TOKEN}' } } } }, undefined, 2)}\n`,
      notes: [{ serverId: server.serverId, code: 'SECRETS' }],
    });
  });

  test('a server that is not in the list is refused', async () => {
    const { handlers } = await start();
    const params = { format: 'zed', serverIds: [serverId.parse('srv_zzzzzzzz')] } as const;
    expect(() => handlers['export.config'](params)).toThrow(expect.objectContaining({ code: 'SERVER_NOT_FOUND' }));
  });
});
