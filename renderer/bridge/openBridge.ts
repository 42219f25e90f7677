/**
 * Opens the bridge of the shell this page is shown in.
 */
import { BRIDGE_PATH } from '../../app/contract/session.ts';
import { createBridge, type Bridge } from './createBridge.ts';
import { electronCarrier } from './electronCarrier.ts';
import { hasCode, openPageSession } from './pageSession.ts';
import { webSocketCarrier } from './webSocketCarrier.ts';

export function openBridge(page: Window): Bridge {
  if (page.gatehouse !== undefined) return createBridge(electronCarrier(page.gatehouse));
  const session = openPageSession(page);
  // A new link opened in this very tab changes only the fragment, which doesn't load the page again by itself.
  page.addEventListener('hashchange', () => {
    if (hasCode(page.location)) page.location.reload();
  });
  return createBridge(webSocketCarrier(`ws://${page.location.host}${BRIDGE_PATH}`, session));
}
