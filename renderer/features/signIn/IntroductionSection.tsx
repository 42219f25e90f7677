/**
 * How Gatehouse introduces itself to an authorization server, and what becomes of what it is given.
 */
import { Title } from '@mantine/core';
import type { ReactNode } from 'react';
import type { SignInDecisionView } from '../../../app/contract/authorization.ts';
import { VisibleText } from '../../ui/VisibleText.tsx';
import { KEPT_WORDS, registrationWords } from './signInWords.ts';

export function IntroductionSection({ decision }: { readonly decision: SignInDecisionView }): ReactNode {
  const { at, clientId, resource, keptIn } = decision;
  const words = registrationWords(decision);
  return (
    <section className="gh-card" aria-labelledby="introduction-heading">
      <Title order={2} id="introduction-heading">
        How Gatehouse goes about it
      </Title>
      <dl className="gh-facts gh-introduction">
        <dt>Introduces itself</dt>
        <dd>
          {words.title}
          <div className="gh-soft">{words.text}</div>
        </dd>
        {clientId !== undefined && (
          <>
            <dt>Client id</dt>
            <dd>
              <VisibleText text={clientId} mono />
            </dd>
          </>
        )}
        <dt>Comes back to</dt>
        <dd>
          This computer, <VisibleText text="127.0.0.1" mono />
          <div className="gh-soft">Gatehouse listens there once you agree, for this one sign-in.</div>
        </dd>
        {resource !== undefined && (
          <>
            <dt>A token for</dt>
            <dd>
              <VisibleText text={resource} mono />
              <div className="gh-soft">It is sent to this server only, and never shown.</div>
            </dd>
          </>
        )}
        {at === 'provider' && (
          <>
            <dt>Is given</dt>
            <dd>
              A token that says who you are
              <div className="gh-soft">
                It goes back to the identity provider only, which is asked about each server. No server sees it.
              </div>
            </dd>
          </>
        )}
        <dt>Kept</dt>
        <dd>{KEPT_WORDS[keptIn]}</dd>
      </dl>
    </section>
  );
}
