/**
 * What stands where a decision was: that it is gone, and that nothing was answered from here.
 */
import { Button, Title } from '@mantine/core';
import { useEffect, useRef, useState } from 'react';
import type { ReactNode } from 'react';
import type { DecisionView } from '../../../app/contract/decisions.ts';
import { QuotedName } from '../../ui/QuotedName.tsx';
import { useNavigation } from '../frame/navigation.tsx';
import { HOME } from '../frame/screens.ts';
import { goneWords } from './goneWords.ts';
import { isAgreement } from './kinds.ts';
import './decisionPage.css';

export interface NoLongerOpenProps {
  /** As it was shown last; `undefined` when it was gone before it could be. */
  readonly was: DecisionView | undefined;
}

export function NoLongerOpen({ was }: NoLongerOpenProps): ReactNode {
  const { replace, back } = useNavigation();
  const [atMs] = useState(() => Date.now());
  const heading = useRef<HTMLHeadingElement>(null);
  useEffect(() => {
    heading.current?.focus();
  }, []);
  const isQuestion = was !== undefined && !isAgreement(was);
  return (
    <main className="gh-empty gh-no-longer">
      <Title order={1} size="h2" ref={heading} tabIndex={-1}>
        {isQuestion ? (
          <>
            <QuotedName name={was.serverName} /> does not ask this any more
          </>
        ) : (
          'This decision is no longer open'
        )}
      </Title>
      <p className="gh-tight">{goneWords(was, atMs)}</p>
      <Button mt="sm" onClick={() => (isQuestion ? back() : replace(HOME))}>
        {isQuestion ? 'Go back' : 'Go to the servers'}
      </Button>
    </main>
  );
}
