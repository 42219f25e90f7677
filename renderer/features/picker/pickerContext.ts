/**
 * Lets any part of the page ask for files or folders and wait for the answer.
 */
import { createContext, useContext } from 'react';
import type { Pick, PickRequest } from '../../../app/contract/picks.ts';

/** Empty when nothing was chosen. What goes wrong is shown by the picker itself. */
export type Picker = (request: PickRequest) => Promise<readonly Pick[]>;

export const PickerContext = createContext<Picker | undefined>(undefined);

export function usePicker(): Picker {
  const picker = useContext(PickerContext);
  if (picker === undefined) throw new Error('PickerProvider is missing.');
  return picker;
}
