/**
 * Brings up a bundle that was opened from outside the page: by the command line, or by a second start of Gatehouse.
 *
 * Only where nothing is lost by it, which is the list of servers; elsewhere it waits under Decisions.
 */
import { useEffect, useRef } from 'react';
import type { InstallId } from '../../../app/contract/ids.ts';
import { useMirror } from '../../state/mirror.ts';
import { useNavigation } from './navigation.tsx';
import { newInstall } from './screens.ts';

export function useNewInstalls(): void {
  const { screen, go } = useNavigation();
  const installs = useMirror((mirror) => mirror.installs);
  const seen = useRef<ReadonlySet<InstallId>>(new Set());
  useEffect(() => {
    const fresh = newInstall(installs, seen.current);
    seen.current = new Set(installs.map(({ installId }) => installId));
    if (fresh === undefined || screen.at !== 'servers' || document.visibilityState !== 'visible') return;
    go({ at: 'install', installId: fresh.installId });
  }, [installs, screen, go]);
}
