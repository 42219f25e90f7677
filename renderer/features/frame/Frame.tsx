/**
 * The frame around every screen: navigation at the side, what has to be said at the top, the screen in the middle.
 *
 * A decision takes the whole page instead: no way leads out of it but its answers. Below a server's question the screen
 * stays as it was, out of sight, so that a person comes back to what they had typed.
 */
import { useEffect, useRef, useState } from 'react';
import type { ReactNode } from 'react';
import type { DecisionId, ServerId } from '../../../app/contract/ids.ts';
import { useMirror } from '../../state/mirror.ts';
import { showElement } from '../../ui/showElement.ts';
import { ActivityScreen } from '../activity/ActivityScreen.tsx';
import { AddScreen } from '../add/AddScreen.tsx';
import { BundleDropZone } from '../add/BundleDropZone.tsx';
import { TypeAddressScreen } from '../add/TypeAddressScreen.tsx';
import { TypeCommandScreen } from '../add/TypeCommandScreen.tsx';
import { DecisionScreen } from '../decisions/DecisionScreen.tsx';
import { DecisionsScreen } from '../decisions/DecisionsScreen.tsx';
import { BringScreen } from '../imports/BringScreen.tsx';
import { ImportScreen } from '../imports/ImportScreen.tsx';
import { useNewImports } from '../imports/useNewImports.ts';
import { InstallScreen } from '../install/InstallScreen.tsx';
import { ServerScreen } from '../servers/ServerScreen.tsx';
import { ServersScreen } from '../servers/ServersScreen.tsx';
import { SettingsScreen } from '../settings/SettingsScreen.tsx';
import { TaskScreen } from '../tasks/TaskScreen.tsx';
import { TasksScreen } from '../tasks/TasksScreen.tsx';
import { WelcomeScreen } from '../welcome/WelcomeScreen.tsx';
import { ConnectionBanner } from './ConnectionBanner.tsx';
import { NavigationBar } from './NavigationBar.tsx';
import { useNavigation } from './navigation.tsx';
import { Notices } from './Notices.tsx';
import {
  coversEverything,
  expectedDecision,
  openDecisionId,
  screenKey,
  settledServers,
  stateKinds,
} from './screens.ts';
import type { FramedScreen, StateKinds } from './screens.ts';
import { useNewInstalls } from './useNewInstalls.ts';
import './frame.css';

export function Frame(): ReactNode {
  const { screen, framed } = useNavigation();
  const decisionId = useMirror((mirror) => openDecisionId(screen, mirror));
  const isCovered = useCovered(decisionId);
  useExpectedDecision();
  useNewInstalls();
  useNewImports();
  useFocusOnReturn(decisionId === undefined);
  useTopOf(screenKey(framed), framed.at === 'settings' ? framed.part : undefined);

  return (
    <>
      <BundleDropZone enabled={decisionId === undefined} />
      {!isCovered && (
        <div className="gh-frame" hidden={decisionId !== undefined}>
          <NavigationBar />
          <div className="gh-main">
            <ConnectionBanner />
            <main className="gh-page">
              <Notices />
              <CurrentScreen key={screenKey(framed)} screen={framed} />
            </main>
          </div>
        </div>
      )}
      {decisionId !== undefined && (
        <>
          <ConnectionBanner />
          <DecisionScreen
            key={decisionId}
            decisionId={decisionId}
            seen={screen.at === 'decision' ? screen.seen : undefined}
          />
        </>
      )}
    </>
  );
}

/** True from a decision to run or connect coming on the page until the page is left, which is after its answer. */
function useCovered(decisionId: DecisionId | undefined): boolean {
  const covers = useMirror((mirror) => coversEverything(decisionId, mirror));
  const [coveredBy, setCoveredBy] = useState<DecisionId>();
  if (covers && coveredBy !== decisionId) setCoveredBy(decisionId);
  return covers || (decisionId !== undefined && coveredBy === decisionId);
}

function CurrentScreen({ screen }: { readonly screen: FramedScreen }): ReactNode {
  const hasServers = useMirror(({ servers }) => servers.length > 0);
  switch (screen.at) {
    case 'servers':
      return hasServers ? <ServersScreen /> : <WelcomeScreen />;
    case 'server':
      return <ServerScreen serverId={screen.serverId} />;
    case 'add':
      return <AddScreen />;
    case 'type_command':
      return <TypeCommandScreen />;
    case 'type_address':
      return <TypeAddressScreen />;
    case 'install':
      return <InstallScreen installId={screen.installId} />;
    case 'bring':
      return <BringScreen />;
    case 'import':
      return <ImportScreen importId={screen.importId} />;
    case 'decisions':
      return <DecisionsScreen />;
    case 'tasks':
      return <TasksScreen {...(screen.filter !== undefined && { filter: screen.filter })} />;
    case 'task':
      return <TaskScreen callId={screen.callId} />;
    case 'activity':
      return <ActivityScreen />;
    case 'settings':
      return <SettingsScreen />;
  }
}

/** Another screen is read from its top or from the part that was asked for, however far down the one before was. */
function useTopOf(key: string, part: string | undefined): void {
  useEffect(() => {
    window.scrollTo(0, 0);
    if (part !== undefined) showElement(part);
  }, [key, part]);
}

/** Coming back from a decision's page, a keyboard and a screen reader go on at the top of the screen that was below. */
function useFocusOnReturn(isBack: boolean): void {
  useEffect(() => {
    if (!isBack || document.activeElement !== document.body) return;
    document.querySelector<HTMLElement>('.gh-page h1')?.focus({ preventScroll: true });
  }, [isBack]);
}

/** Brings up the decision that an action in this window led to. */
function useExpectedDecision(): void {
  const { screen, expected, stopExpecting, go } = useNavigation();
  const decision = useMirror(({ decisions }) => expectedDecision(expected, decisions));
  useEffect(() => {
    if (decision === undefined || screen.at === 'decision') return;
    stopExpecting(decision.serverId);
    go({ at: 'decision', decisionId: decision.decisionId });
  }, [decision, screen, stopExpecting, go]);
  useSettledServers(stopExpecting);
}

/** A decision that opens after the action has had its end was opened by something else. */
function useSettledServers(onSettled: (serverId: ServerId) => void): void {
  const servers = useMirror((mirror) => mirror.servers);
  const before = useRef<StateKinds>(new Map());
  useEffect(() => {
    const now = stateKinds(servers);
    for (const serverId of settledServers(before.current, now)) onSettled(serverId);
    before.current = now;
  }, [servers, onSettled]);
}
