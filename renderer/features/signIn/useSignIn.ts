/**
 * Signs in from a button of this page, and brings up the question that this leads to.
 *
 * SECURITY(S6): a question takes the screen once, and only after the button was pressed. What a server asks by itself
 * waits in the lists.
 */
import { useEffect, useRef, useState } from 'react';
import type { ErrorCode, ErrorView } from '../../../app/contract/errors.ts';
import type { ServerView } from '../../../app/contract/servers.ts';
import { useMirror } from '../../state/mirror.ts';
import { useCommand } from '../../state/useCommand.ts';
import { useNavigation } from '../frame/navigation.tsx';
import { EXPECT_MS } from '../frame/screens.ts';
import { openSignIn } from './signInState.ts';

export interface SignIn {
  readonly signIn: () => void;
  readonly pending: boolean;
  /** What went wrong, where neither the person nor the server's own state says so already. */
  readonly error?: ErrorView;
}

/** Errors that are no news: the person said no, or a banner tells of it. */
const QUIET: readonly ErrorCode[] = ['AUTH_DECLINED', 'LAUNCH_NOT_AGREED', 'BRIDGE_CLOSED'];

export function useSignIn({ serverId, state }: Pick<ServerView, 'serverId' | 'state'>): SignIn {
  const command = useCommand('server.signIn');
  const { screen, go, expectDecision } = useNavigation();
  const [pressedAtMs, setPressedAtMs] = useState(0);
  const isShown = useRef(false);
  const question = useMirror(({ decisions }) => {
    const open = openSignIn(decisions, serverId);
    return open !== undefined && open.createdAtMs <= pressedAtMs + EXPECT_MS ? open : undefined;
  });
  useEffect(() => {
    if (pressedAtMs === 0 || question === undefined || isShown.current || screen.at === 'decision') return;
    isShown.current = true;
    go({ at: 'decision', decisionId: question.decisionId, seen: question });
  }, [pressedAtMs, question, screen, go]);

  const failed = command.status === 'failed' && !QUIET.includes(command.error.code) ? command.error : undefined;
  return {
    signIn: () => {
      isShown.current = false;
      setPressedAtMs(Date.now());
      expectDecision(serverId);
      void command.run({ serverId });
    },
    pending: command.status === 'pending',
    ...(failed !== undefined && state.kind !== 'failed' && { error: failed }),
  };
}
