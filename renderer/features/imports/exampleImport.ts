/**
 * An import with something of everything, for tests.
 */
import { importView } from '../../../app/contract/imports.ts';
import type { ImportView } from '../../../app/contract/imports.ts';

const text = (words: string) => ({ kind: 'text', text: words });
const hidden = { kind: 'hidden' };

/** Parsed, so that the example can't drift from the contract. */
export function exampleImport(first: { readonly addedAs?: string } = {}): ImportView {
  return importView.parse({
    importId: 'imp_example00',
    source: { kind: 'configuration', client: 'cursor', fileName: 'mcp.json' },
    entries: [
      {
        index: 0,
        name: 'github',
        kind: 'local',
        fields: [
          { field: 'command', parts: [text('npx')], secret: false, canBeSecret: false },
          { field: 'args[0]', parts: [text('-y')], secret: false, canBeSecret: false },
          { field: 'args[1]', parts: [hidden], secret: true, canBeSecret: false },
          {
            field: 'args[2]',
            parts: [text('--region='), { kind: 'input', key: 'env:REGION' }],
            secret: false,
            canBeSecret: false,
          },
          {
            field: 'env.GITHUB_TOKEN',
            parts: [{ kind: 'input', key: 'input:token' }],
            secret: true,
            canBeSecret: true,
          },
          { field: 'env.LOG_LEVEL', parts: [text('debug')], secret: false, canBeSecret: true },
        ],
        inputs: [
          { key: 'input:token', label: 'token', description: 'Your token', reason: 'asked', secret: true },
          { key: 'env:REGION', label: 'REGION', reason: 'environment', secret: false, default: 'eu' },
        ],
        notes: [
          { code: 'AUTO_APPROVE', setting: 'autoApprove' },
          { code: 'PROJECT', detail: '/home/ada/one' },
        ],
        selectedByDefault: true,
        ...first,
      },
      {
        index: 1,
        name: 'notes',
        kind: 'remote',
        fields: [
          { field: 'url', parts: [text('https://notes.example/mcp')], secret: false, canBeSecret: false },
          { field: 'headers.Authorization', parts: [hidden], secret: true, canBeSecret: true },
        ],
        inputs: [],
        notes: [{ code: 'DISABLED' }],
        selectedByDefault: false,
      },
      {
        index: 2,
        name: 'developer',
        kind: 'unusable',
        fields: [],
        inputs: [],
        notes: [{ code: 'TYPE_UNSUPPORTED', detail: 'builtin' }],
        selectedByDefault: false,
      },
    ],
  });
}
