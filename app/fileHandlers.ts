/**
 * Commands about files a person brings: uploads, the picker, bundles and their installs.
 */
import { bytesOfBase64 } from './contract/base64.ts';
import { AppError } from './contract/errors.ts';
import { uploadId } from './contract/ids.ts';
import { baseName } from './contract/fileNames.ts';
import type { HandlersOf } from './hostInterface.ts';
import type { Picks } from './picks.ts';
import type { RandomIds } from './ports/randomIds.ts';
import type { Samples } from './ports/samples.ts';
import type { Uploads } from './ports/uploads.ts';
import type { Installs } from './servers/installs.ts';

export interface FileHandlerDeps {
  readonly installs: Installs;
  readonly picks: Picks;
  readonly randomIds: RandomIds;
  readonly samples: Samples;
  readonly uploads: Uploads;
  /** Told of trouble in work that nobody waits for. */
  readonly onTrouble: (error: unknown) => void;
}

const done = {} as const;

export function fileHandlers(deps: FileHandlerDeps): HandlersOf<'upload' | 'picker' | 'bundle' | 'install'> {
  const { installs, picks, randomIds, samples, uploads, onTrouble } = deps;
  return {
    'upload.begin': async ({ fileName, sizeBytes }) => {
      const id = uploadId.parse(randomIds.next('upl'));
      await uploads.begin(id, fileName, sizeBytes);
      return { uploadId: id };
    },
    'upload.chunk': async ({ uploadId: id, offsetBytes, base64 }) => {
      await uploads.append(id, offsetBytes, bytesOfBase64(base64));
      return done;
    },
    'upload.cancel': async ({ uploadId: id }) => {
      await uploads.discard(id);
      return done;
    },

    'picker.start': (request) => picks.start(request),
    'picker.list': ({ pickerId, entryId }) => picks.list(pickerId, entryId),
    'picker.choose': async ({ pickerId, entryIds }) => ({ picks: await picks.choose(pickerId, entryIds) }),
    'picker.cancel': ({ pickerId }) => {
      picks.cancel(pickerId);
      return done;
    },

    'bundle.open': async ({ from }) => {
      switch (from.kind) {
        case 'pick': {
          const path = picks.path(from.pickId);
          return { installId: installs.open(path, baseName(path)) };
        }
        case 'upload': {
          const path = await uploads.path(from.uploadId);
          const release = (): void => void uploads.discard(from.uploadId).catch(onTrouble);
          return { installId: installs.open(path, baseName(path), release) };
        }
        case 'sample': {
          const path = samples.path(from.name);
          if (path === undefined) throw new AppError('BUNDLE_NOT_FOUND', 'There is no such sample.');
          return { installId: installs.open(path, baseName(path)) };
        }
      }
    },
    'install.continue': ({ installId, config, ...choice }) => {
      installs.continue(installId, config, choice);
      return done;
    },
    'install.cancel': ({ installId }) => {
      installs.cancel(installId);
      return done;
    },
  };
}
