/**
 * The button that goes on, with a word on why it can't be pressed yet.
 *
 * SECURITY(S6): it never has the focus by itself, is no form's default, and works only after it has been on the page for
 * a moment. Whoever agrees has moved to it and pressed it.
 */
import { Button } from '@mantine/core';
import type { ReactNode } from 'react';
import { useSecondsToArm } from './useSecondsToArm.ts';

export interface ArmedButtonProps {
  readonly children: ReactNode;
  /** Of a decision that the host arms itself. */
  readonly armedAtMs?: number;
  /** As in `You can agree in 1 s`. */
  readonly verb: string;
  /** Why it can't be pressed although it is armed, such as `Tick the statement to agree`. */
  readonly blockedBy?: string | undefined;
  readonly pending: boolean;
  readonly onPress: () => void;
}

/** Give it another `key` for everything else it would agree to, so that it arms anew. */
export function ArmedButton(props: ArmedButtonProps): ReactNode {
  const { children, armedAtMs = 0, verb, blockedBy, pending, onPress } = props;
  const seconds = useSecondsToArm(armedAtMs);
  const isArming = seconds > 0;
  return (
    <>
      <span className="gh-soft gh-armed-hint">
        {isArming ? `You can ${verb} in ${seconds} s` : pending ? '' : blockedBy}
      </span>
      <Button size="md" disabled={isArming || blockedBy !== undefined} loading={pending} onClick={onPress}>
        {children}
      </Button>
    </>
  );
}
