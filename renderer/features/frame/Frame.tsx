/**
 * The frame around every screen: navigation at the side, what has to be said at the top, the screen in the middle.
 *
 * A decision takes the whole page instead: no way leads out of it but its two answers.
 */
import { useEffect, useRef } from 'react';
import type { ReactNode } from 'react';
import type { ServerId } from '../../../app/contract/ids.ts';
import { useMirror } from '../../state/mirror.ts';
import { ActivityScreen } from '../activity/ActivityScreen.tsx';
import { AddScreen } from '../add/AddScreen.tsx';
import { BundleDropZone } from '../add/BundleDropZone.tsx';
import { TypeCommandScreen } from '../add/TypeCommandScreen.tsx';
import { DecisionScreen } from '../consent/DecisionScreen.tsx';
import { DecisionsScreen } from '../decisions/DecisionsScreen.tsx';
import { InstallScreen } from '../install/InstallScreen.tsx';
import { ServerScreen } from '../servers/ServerScreen.tsx';
import { ServersScreen } from '../servers/ServersScreen.tsx';
import { SettingsScreen } from '../settings/SettingsScreen.tsx';
import { WelcomeScreen } from '../welcome/WelcomeScreen.tsx';
import { ConnectionBanner } from './ConnectionBanner.tsx';
import { NavigationBar } from './NavigationBar.tsx';
import { useNavigation } from './navigation.tsx';
import { Notices } from './Notices.tsx';
import { expectedDecision, openDecisionId, screenKey, settledServers, stateKinds } from './screens.ts';
import type { Screen, StateKinds } from './screens.ts';
import { useNewInstalls } from './useNewInstalls.ts';
import './frame.css';

export function Frame(): ReactNode {
  const { screen } = useNavigation();
  const decisionId = useMirror((mirror) => openDecisionId(screen, mirror));
  useExpectedDecision();
  useNewInstalls();

  return (
    <>
      <BundleDropZone enabled={decisionId === undefined} />
      {decisionId === undefined ? (
        <div className="gh-frame">
          <NavigationBar />
          <div className="gh-main">
            <ConnectionBanner />
            <main className="gh-page">
              <Notices />
              <CurrentScreen key={screenKey(screen)} screen={screen} />
            </main>
          </div>
        </div>
      ) : (
        <>
          <ConnectionBanner />
          <DecisionScreen key={decisionId} decisionId={decisionId} />
        </>
      )}
    </>
  );
}

function CurrentScreen({ screen }: { readonly screen: Screen }): ReactNode {
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
    case 'install':
      return <InstallScreen installId={screen.installId} />;
    case 'decisions':
      return <DecisionsScreen />;
    case 'decision':
      return <DecisionScreen decisionId={screen.decisionId} />;
    case 'activity':
      return <ActivityScreen />;
    case 'settings':
      return <SettingsScreen />;
  }
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
