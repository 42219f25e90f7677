/**
 * A server with something in every field, for tests.
 */
import { serverView, type ServerView } from '../../../app/contract/servers.ts';

/** Parsed, so that the example can't drift from the contract. */
export function exampleServer(change: Readonly<Record<string, unknown>> = {}): ServerView {
  return serverView.parse({
    serverId: 'srv_example00',
    name: 'Notes',
    source: {
      kind: 'bundle',
      name: 'notes',
      displayName: 'Notes',
      version: '1.4.0',
      author: 'Ada',
      fileName: 'notes.mcpb',
      fileSha256: `sha256:${'a'.repeat(64)}`,
      signature: { status: 'unsigned' },
      iconDataUrl: 'data:image/png;base64,iVBORw==',
      options: [],
      config: {},
    },
    state: { kind: 'stopped' },
    grant: 'agreed',
    toolsRevision: 1,
    logSeq: 0,
    createdAtMs: 1,
    ...change,
  });
}
