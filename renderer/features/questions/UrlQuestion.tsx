/**
 * An address a server wants opened: whole, its host set apart, with a warning for everything that is unusual about it.
 *
 * SECURITY(S11): there is no link. The host opens the address, in the person's own browser, after the button is pressed
 * (MCP 2025-11-25 client/elicitation §Safe URL Handling). Nothing of it is fetched to be shown, and there is no button
 * that copies it: it can be good for one person only.
 */
import { Title } from '@mantine/core';
import type { ReactNode } from 'react';
import type { UrlDecisionView, UrlParts } from '../../../app/contract/input.ts';
import { ErrorAlert } from '../../ui/ErrorAlert.tsx';
import { QuotedName } from '../../ui/QuotedName.tsx';
import { VisibleText } from '../../ui/VisibleText.tsx';
import { ArmedButton } from '../decisions/ArmedButton.tsx';
import { DecisionPage, DecisionTitle } from '../decisions/DecisionPage.tsx';
import { AskerSection } from './AskerSection.tsx';
import type { QuestionProps } from './question.ts';
import { QuestionFoot } from './QuestionFoot.tsx';
import { WholeAddress } from './WholeAddress.tsx';

export function UrlQuestion({ decision, pending, error, onAnswer }: QuestionProps<UrlDecisionView>): ReactNode {
  const { kind, message, serverName, url } = decision;
  return (
    <DecisionPage
      foot={
        <QuestionFoot
          pending={pending}
          hasInput={false}
          onLeave={() => void onAnswer({ kind, action: 'cancel' })}
          onDecline={() => void onAnswer({ kind, action: 'decline' })}
        >
          <ArmedButton verb="open it" pending={pending} onPress={() => void onAnswer({ kind, action: 'open' })}>
            Open in your browser
          </ArmedButton>
        </QuestionFoot>
      }
    >
      <header>
        <DecisionTitle>
          <QuotedName name={serverName} /> wants to open a page at <VisibleText text={url.host} />
        </DecisionTitle>
        <p className="gh-tight">
          It would open in your browser. Gatehouse has not looked at it, and does not see what you do there.
        </p>
      </header>
      <Address url={url} />
      <AskerSection decision={decision} message={message} />
      {error !== undefined && <ErrorAlert error={error} />}
    </DecisionPage>
  );
}

function Address({ url }: { readonly url: UrlParts }): ReactNode {
  return (
    <section className="gh-card" aria-labelledby="address-heading">
      <Title order={2} id="address-heading">
        The address
      </Title>
      <WholeAddress url={url} />
    </section>
  );
}
