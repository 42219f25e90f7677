/**
 * Carries messages over the one object that Electron's preload script exposes.
 */
import type { Carrier } from './carrier.ts';

/** SECURITY(S2): all that the page gets of Electron. */
export interface GatehouseWindow {
  send(text: string): void;
  /** Messages from the host. The answer, if any, ends the subscription. */
  onMessage(callback: (text: string) => void): (() => void) | undefined;
}

declare global {
  interface Window {
    readonly gatehouse?: GatehouseWindow;
  }
}

/** A line that is open from the start and ends with the window. */
export function electronCarrier(gatehouse: GatehouseWindow): Carrier {
  return {
    open({ onOpen, onText }) {
      let closed = false;
      const stop = gatehouse.onMessage((text) => {
        if (!closed) onText(text);
      });
      queueMicrotask(() => {
        if (!closed) onOpen();
      });
      return {
        send: (text) => gatehouse.send(text),
        close() {
          closed = true;
          stop?.();
        },
      };
    },
  };
}
