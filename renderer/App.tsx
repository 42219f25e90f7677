/**
 * The page as a whole: the look, the providers, and either the frame or what stands for it until the host answers.
 */
import { MantineProvider } from '@mantine/core';
import { useColorScheme } from '@mantine/hooks';
import { Notifications } from '@mantine/notifications';
import type { ReactNode } from 'react';
import type { Bridge } from './bridge/createBridge.ts';
import { styleNonce } from './bridge/styleNonce.ts';
import { NavigationProvider } from './features/frame/navigation.tsx';
import { Frame } from './features/frame/Frame.tsx';
import { Ended, Refused, StartScreen } from './features/frame/StartScreen.tsx';
import { PickerProvider } from './features/picker/PickerProvider.tsx';
import { BridgeContext } from './state/bridgeContext.ts';
import { mirrorStore, useConnection, useMirrorReady } from './state/mirror.ts';
import { theme } from './ui/theme.ts';

export function App({ bridge }: { readonly bridge: Bridge }): ReactNode {
  const system = useColorScheme();
  const wanted = mirrorStore(({ snapshot }) => snapshot?.settings.theme ?? 'system');
  return (
    <MantineProvider theme={theme} forceColorScheme={wanted === 'system' ? system : wanted} getStyleNonce={styleNonce}>
      <Notifications position="bottom-right" />
      <BridgeContext value={bridge}>
        <Contents />
      </BridgeContext>
    </MantineProvider>
  );
}

function Contents(): ReactNode {
  const ready = useMirrorReady();
  const connection = useConnection();
  // A page that was turned away shows nothing of what it knew: it is not this person's any more.
  if (connection.kind === 'refused') return <Refused reason={connection.reason} />;
  if (connection.kind === 'ended') return <Ended by={connection.by} />;
  if (!ready) return <StartScreen />;
  return (
    <NavigationProvider>
      <PickerProvider>
        <Frame />
      </PickerProvider>
    </NavigationProvider>
  );
}
