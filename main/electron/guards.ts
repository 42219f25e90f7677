/**
 * What no page in this app may do, ours or any other: go elsewhere, open windows, embed views, ask for devices.
 */
import type { Event, WebContents } from 'electron';
import type { ElectronModules } from './electronModules.ts';
import { PAGE_ORIGIN, PAGE_URL } from './pageScheme.ts';

/** SECURITY(S2): for every web contents there will ever be. Call from `web-contents-created`. */
export function guardContents(contents: WebContents): void {
  const keepHere = (details: Event<{ readonly url: string; readonly isMainFrame: boolean }>): void => {
    if (!isOurPage(details)) details.preventDefault();
  };
  contents.on('will-navigate', keepHere);
  contents.on('will-frame-navigate', keepHere);
  contents.on('will-redirect', (details) => details.preventDefault());
  contents.on('will-attach-webview', (event) => event.preventDefault());
  // SECURITY(S11): links in texts of others open no window of ours.
  contents.setWindowOpenHandler(() => ({ action: 'deny' }));
}

/** Our page may load itself again; there is nowhere else to go. Pure. */
export function isOurPage({ url, isMainFrame }: { readonly url: string; readonly isMainFrame: boolean }): boolean {
  return isMainFrame && url.split('#', 1)[0] === PAGE_URL;
}

/** SECURITY(S2): the page copies text and reaches no other device or service of the machine. */
export function guardSession(session: ElectronModules['session']['defaultSession']): void {
  session.setPermissionRequestHandler((_contents, permission, answer, { isMainFrame, requestingUrl }) =>
    answer(isMainFrame && isGranted(permission, originOf(requestingUrl))),
  );
  session.setPermissionCheckHandler(
    (_contents, permission, requestingOrigin, { isMainFrame }) =>
      isMainFrame && isGranted(permission, originOf(requestingOrigin)),
  );
  session.setDevicePermissionHandler(() => false);
}

function isGranted(permission: string, origin: string): boolean {
  return permission === 'clipboard-sanitized-write' && origin === PAGE_ORIGIN;
}

/** `URL.origin` knows no origins of schemes that are not the web's. */
function originOf(url: string): string {
  const parsed = URL.parse(url);
  return parsed === null ? '' : `${parsed.protocol}//${parsed.host}`;
}
