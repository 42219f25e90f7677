/**
 * Whether a message on the page's channel comes from our page.
 *
 * Every frame of every window of this process can reach the channel once it gets hold of Electron's IPC, so the channel's
 * name proves nothing.
 */
import { PAGE_ORIGIN } from './pageScheme.ts';

/** What an IPC event says of its sender. The frame is null once it is gone. */
export interface Sender {
  readonly sender: { readonly id: number };
  readonly senderFrame: { readonly parent: unknown; readonly origin: string } | null;
}

/**
 * SECURITY(S3): our window, its top frame, our origin, all three: an embedded frame, a window somebody else opened or a
 * page that took the place of ours is not heard.
 *
 * @param windowId Id of our window's web contents; `undefined` while there is no window.
 */
export function isTrustedSender(event: Sender, windowId: number | undefined): boolean {
  try {
    const frame = event.senderFrame;
    return event.sender.id === windowId && frame !== null && frame.parent === null && frame.origin === PAGE_ORIGIN;
  } catch {
    // A frame that goes away meanwhile throws when it is asked about itself.
    return false;
  }
}
