/**
 * The page of a decision: what is asked, from top to bottom, and the answers at its foot, always in reach.
 *
 * It takes the whole page and not a dialog, so that nothing of it is cut and nothing else can be reached meanwhile.
 */
import { Title } from '@mantine/core';
import { useEffect, useRef } from 'react';
import type { ReactNode } from 'react';
import './decisionPage.css';

export interface DecisionPageProps {
  /** The decision's buttons, and what belongs to them. */
  readonly foot: ReactNode;
  readonly children: ReactNode;
}

export function DecisionPage({ foot, children }: DecisionPageProps): ReactNode {
  return (
    <div className="gh-decision">
      <main className="gh-decision-body">{children}</main>
      <footer className="gh-decision-foot">
        <div className="gh-decision-foot-inner">{foot}</div>
      </footer>
    </div>
  );
}

export interface DecisionTitleProps {
  readonly children: ReactNode;
  /** Another step of the same decision is announced like another page. */
  readonly step?: string;
}

export function DecisionTitle({ children, step = '' }: DecisionTitleProps): ReactNode {
  const heading = useRef<HTMLHeadingElement>(null);
  // The focus starts on the heading: a screen reader begins to read there, and no key can answer by accident.
  useEffect(() => {
    heading.current?.focus({ preventScroll: true });
    window.scrollTo(0, 0);
  }, [step]);
  return (
    <Title order={1} ref={heading} tabIndex={-1} className="gh-decision-title">
      {children}
    </Title>
  );
}
