/**
 * What a server asks for besides the conversation, and what it has used of what it may use.
 */
import { Title } from '@mantine/core';
import type { ReactNode } from 'react';
import type { PromptDecisionView } from '../../../app/contract/input.ts';
import { VisibleText } from '../../ui/VisibleText.tsx';

export function LimitsSection({ decision }: { readonly decision: PromptDecisionView }): ReactNode {
  const { maxTokens, temperature, stopSequences, hints, budget } = decision;
  return (
    <section className="gh-card" aria-labelledby="limits-heading">
      <Title order={2} id="limits-heading">
        Limits
      </Title>
      <dl className="gh-facts gh-limit-facts">
        <dt>Longest answer</dt>
        <dd>{maxTokens.toLocaleString()} tokens (a token is about four letters)</dd>
        {temperature !== undefined && (
          <>
            <dt>Temperature</dt>
            <dd>{temperature} (the higher, the freer the answer)</dd>
          </>
        )}
        {stopSequences.length > 0 && (
          <>
            <dt>Stops at</dt>
            <dd>
              <Texts texts={stopSequences} />
            </dd>
          </>
        )}
        {hints.length > 0 && (
          <>
            <dt>Would like</dt>
            <dd>
              <Texts texts={hints} /> <span className="gh-soft">(names of models, best first)</span>
            </dd>
          </>
        )}
        <dt>Used this hour</dt>
        <dd>
          {used(budget.requests, budget.maxRequests)} requests and {used(budget.tokens, budget.maxTokens)} tokens
        </dd>
        <dt>Rounds</dt>
        <dd>{used(budget.rounds, budget.maxRounds)} rounds of tool use in this conversation</dd>
      </dl>
    </section>
  );
}

function used(part: number, whole: number): string {
  return `${part.toLocaleString()} of ${whole.toLocaleString()}`;
}

function Texts({ texts }: { readonly texts: readonly string[] }): ReactNode {
  return texts.map((text, index) => (
    <span key={index}>
      {index > 0 && ', '}
      <VisibleText text={text} mono />
    </span>
  ));
}
