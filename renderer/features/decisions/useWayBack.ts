/**
 * What happens when the browser's or the mouse's way back leaves a decision's page.
 */
import { useEffect, useRef } from 'react';
import { useNavigation } from '../frame/navigation.tsx';

export function useWayBack(onLeave: () => void): void {
  const { onWayBack } = useNavigation();
  const latest = useRef(onLeave);
  useEffect(() => {
    latest.current = onLeave;
  });
  useEffect(() => onWayBack(() => latest.current()), [onWayBack]);
}
