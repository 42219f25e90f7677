/**
 * Hands the bridge to components.
 */
import { createContext, useContext } from 'react';
import type { Bridge } from '../bridge/createBridge.ts';

export const BridgeContext = createContext<Bridge | undefined>(undefined);

export function useBridge(): Bridge {
  const bridge = useContext(BridgeContext);
  if (bridge === undefined) throw new Error('No BridgeContext above this component.');
  return bridge;
}
