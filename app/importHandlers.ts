/**
 * Commands about other applications' configurations: read, add, write.
 */
import { AppError } from './contract/errors.ts';
import { baseName } from './contract/fileNames.ts';
import type { PickId } from './contract/ids.ts';
import { MAX_IMPORT_BYTES } from './contract/imports.ts';
import type { HandlersOf } from './hostInterface.ts';
import { exportConfiguration } from './imports/exportConfiguration.ts';
import type { ExportableServer } from './imports/exportConfiguration.ts';
import type { Imports } from './imports/imports.ts';
import type { TextFiles } from './ports/textFiles.ts';
import type { Uploads } from './ports/uploads.ts';

export interface ImportHandlerDeps {
  readonly imports: Imports;
  readonly textFiles: TextFiles;
  readonly uploads: Pick<Uploads, 'path' | 'discard'>;
  /** @throws {AppError} `PICK_NOT_FOUND` */
  readonly pickedPath: (id: PickId) => string;
  /** The servers in the list, without those that are removed and can still be put back. */
  readonly servers: () => readonly ExportableServer[];
  /** Told of trouble in work that nobody waits for. */
  readonly onTrouble: (error: unknown) => void;
}

const done = {} as const;

export function importHandlers(deps: ImportHandlerDeps): HandlersOf<'import' | 'export'> {
  const { imports, pickedPath, servers, textFiles, uploads, onTrouble } = deps;

  const readFile = async (path: string) => ({
    importId: imports.readText(await textFiles.read(path, MAX_IMPORT_BYTES), baseName(path)),
  });

  return {
    'import.read': async ({ from }) => {
      switch (from.kind) {
        case 'text':
          return {
            importId: imports.readText(from.text, from.fileName === undefined ? undefined : baseName(from.fileName)),
          };
        case 'link':
          return { importId: imports.readLink(from.url) };
        case 'pick':
          return readFile(pickedPath(from.pickId));
        case 'upload': {
          const path = await uploads.path(from.uploadId);
          try {
            return await readFile(path);
          } finally {
            // It may hold secrets in the clear: it stays no longer than it takes to read it. SECURITY(S9)
            uploads.discard(from.uploadId).catch(onTrouble);
          }
        }
      }
    },
    'import.cancel': ({ importId }) => {
      imports.cancel(importId);
      return done;
    },
    'import.add': ({ importId, entries }) => ({ serverIds: imports.add(importId, entries) }),

    'export.config': ({ format, serverIds }) => {
      const known = new Map(servers().map((server) => [server.serverId, server]));
      const chosen = serverIds.map((id) => {
        const server = known.get(id);
        if (server === undefined) throw new AppError('SERVER_NOT_FOUND', 'There is no such server.');
        return server;
      });
      return exportConfiguration(format, chosen);
    },
  };
}
