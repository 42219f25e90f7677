/**
 * Answers requests for files: by the shell's native dialog where there is one, else by our own folder browser.
 */
import { notifications } from '@mantine/notifications';
import { useCallback, useState } from 'react';
import type { ReactNode } from 'react';
import { toErrorView } from '../../../app/contract/errors.ts';
import type { Pick, PickRequest, PickStart } from '../../../app/contract/picks.ts';
import { useBridge } from '../../state/bridgeContext.ts';
import { ERROR_WORDS } from '../../ui/messages.ts';
import { FolderBrowser } from './FolderBrowser.tsx';
import { PickerContext } from './pickerContext.ts';
import type { Picker } from './pickerContext.ts';

interface Browsing {
  readonly request: PickRequest;
  readonly start: PickStart & { readonly kind: 'browse' };
  readonly answer: (picks: readonly Pick[]) => void;
}

export function PickerProvider({ children }: { readonly children: ReactNode }): ReactNode {
  const bridge = useBridge();
  const [browsing, setBrowsing] = useState<Browsing>();

  const pick = useCallback<Picker>(
    async (request) => {
      try {
        const start = await bridge.run('picker.start', request);
        if (start.kind === 'chosen') return start.picks;
        if (start.kind === 'cancelled') return [];
        return await new Promise((answer) => setBrowsing({ request, start, answer }));
      } catch (error) {
        const words = ERROR_WORDS[toErrorView(error).code];
        notifications.show({ color: 'red', title: words.title, message: words.text });
        return [];
      }
    },
    [bridge],
  );
  const finish = (picks: readonly Pick[]): void => {
    browsing?.answer(picks);
    setBrowsing(undefined);
  };

  return (
    <PickerContext value={pick}>
      {children}
      {browsing !== undefined && (
        <FolderBrowser
          key={browsing.start.pickerId}
          request={browsing.request}
          pickerId={browsing.start.pickerId}
          firstFolder={browsing.start.folder}
          onFinish={finish}
        />
      )}
    </PickerContext>
  );
}
