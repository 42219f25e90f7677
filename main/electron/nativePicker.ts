/**
 * Lets a person choose files and folders in the operating system's own dialog.
 */
import type { BrowserWindow, OpenDialogOptions } from 'electron';
import type { PickRequest } from '../../app/contract/picks.ts';
import type { FilePicker } from '../../app/ports/filePicker.ts';
import type { ElectronModules } from './electronModules.ts';

/** @param window The window that the dialog belongs to, if there is one at that moment. */
export function createNativePicker(
  dialog: Pick<ElectronModules['dialog'], 'showOpenDialog'>,
  window: () => BrowserWindow | undefined,
): FilePicker {
  return {
    async pick(request) {
      const parent = window();
      const options = dialogOptions(request);
      const answer = await (parent === undefined
        ? dialog.showOpenDialog(options)
        : dialog.showOpenDialog(parent, options));
      return answer.canceled ? { kind: 'cancelled' } : { kind: 'chosen', paths: answer.filePaths };
    },
  };
}

function dialogOptions({ want, multiple, extensions }: PickRequest): OpenDialogOptions {
  const filters = [
    { name: extensions.map((extension) => `.${extension}`).join(', '), extensions: [...extensions] },
    { name: 'All files', extensions: ['*'] },
  ];
  return {
    properties: [
      want === 'directory' ? 'openDirectory' : 'openFile',
      ...(multiple ? (['multiSelections'] as const) : []),
      'dontAddToRecent',
    ],
    ...(want === 'file' && extensions.length > 0 ? { filters } : {}),
  };
}
