/**
 * Brings up an import that was opened from outside the page: by a link.
 *
 * Only where nothing is lost by it, which is the list of servers; elsewhere it waits under Decisions.
 */
import { useEffect, useRef } from 'react';
import type { ImportId } from '../../../app/contract/ids.ts';
import { useMirror } from '../../state/mirror.ts';
import { useNavigation } from '../frame/navigation.tsx';

export function useNewImports(): void {
  const { screen, go } = useNavigation();
  const imports = useMirror((mirror) => mirror.imports);
  const seen = useRef<ReadonlySet<ImportId>>(new Set());
  useEffect(() => {
    const fresh = imports.find(({ importId }) => !seen.current.has(importId));
    seen.current = new Set(imports.map(({ importId }) => importId));
    if (fresh === undefined || screen.at !== 'servers' || document.visibilityState !== 'visible') return;
    go({ at: 'import', importId: fresh.importId });
  }, [imports, screen, go]);
}
