/**
 * What reaches beyond the window in Electron: an address in the system's browser, and a notification of the system.
 */
import type { BrowserWindow } from 'electron';
import { AppError } from '../../app/contract/errors.ts';
import type { Browser } from '../../app/ports/browser.ts';
import type { Notifier } from '../../app/ports/notifier.ts';
import { assertOpenable } from '../adapters/browser.ts';
import type { ElectronModules } from './electronModules.ts';

/** SECURITY(S11): the one place that calls `openExternal`, with an address that was judged, shown and agreed to. */
export function createElectronBrowser(shell: ElectronModules['shell']): Browser {
  return {
    async open(url) {
      assertOpenable(url);
      await shell.openExternal(url).catch((cause: unknown) => {
        throw new AppError('BROWSER_NOT_OPENED', 'The system did not open the address.', { cause });
      });
    },
  };
}

/** Only while nobody looks: a question on a screen that is being read needs no second sign. A click shows the window. */
export function createElectronNotifier(
  Notification: ElectronModules['Notification'],
  window: () => BrowserWindow | undefined,
): Notifier {
  return {
    notify(title, text) {
      if (!Notification.isSupported() || window()?.isFocused() === true) return;
      const notification = new Notification({ title, body: text });
      notification.on('click', () => {
        window()?.show();
        window()?.focus();
      });
      notification.show();
    },
  };
}
