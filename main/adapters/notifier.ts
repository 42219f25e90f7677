/**
 * The loopback shell tells nobody by itself: its page shows what waits, and a browser would ask for leave to do more.
 */
import type { Notifier } from '../../app/ports/notifier.ts';

export const silentNotifier: Notifier = { notify: () => undefined };
