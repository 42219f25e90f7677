/**
 * Whether to sign in at a server: where the browser would go, what is asked for, and how Gatehouse introduces itself.
 *
 * SECURITY(S11): there is no link. The host opens the address, in the person's own browser, after the button is pressed
 * (MCP 2025-11-25 basic/authorization). What an authorization server or a server says stands apart from our words.
 */
import type { ReactNode } from 'react';
import type { SignInDecisionView } from '../../../app/contract/authorization.ts';
import type { UrlParts } from '../../../app/contract/input.ts';
import { ErrorAlert } from '../../ui/ErrorAlert.tsx';
import { QuotedName } from '../../ui/QuotedName.tsx';
import { VisibleText } from '../../ui/VisibleText.tsx';
import { ArmedButton } from '../decisions/ArmedButton.tsx';
import { DecisionPage, DecisionTitle } from '../decisions/DecisionPage.tsx';
import { asksWords } from '../decisions/decisionWords.ts';
import { AskerSection } from '../questions/AskerSection.tsx';
import type { QuestionProps } from '../questions/question.ts';
import { QuestionFoot } from '../questions/QuestionFoot.tsx';
import { AuthorizationServer } from './AuthorizationServer.tsx';
import { IntroductionSection } from './IntroductionSection.tsx';
import { ScopesSection } from './ScopesSection.tsx';
import { endsWords, reasonWords } from './signInWords.ts';
import './signIn.css';

export function SignInQuestion(props: QuestionProps<SignInDecisionView>): ReactNode {
  const { decision, pending, error, onAnswer } = props;
  const { kind, reason, at, serverName, issuer } = decision;
  return (
    <DecisionPage
      foot={
        <QuestionFoot
          pending={pending}
          hasInput={false}
          endsWords={endsWords(decision)}
          onLeave={() => void onAnswer({ kind, action: 'cancel' })}
          onDecline={() => void onAnswer({ kind, action: 'decline' })}
        >
          <ArmedButton verb="open it" pending={pending} onPress={() => void onAnswer({ kind, action: 'open' })}>
            Open the browser
          </ArmedButton>
        </QuestionFoot>
      }
    >
      <header>
        <DecisionTitle>
          <QuotedName name={serverName} /> {asksWords(decision)}
          {reason !== 'upgrade' && (
            <>
              {at === 'provider' ? ', ' : ' at '}
              <VisibleText text={hostWithPort(issuer)} />
            </>
          )}
        </DecisionTitle>
        <p className="gh-tight">{reasonWords(decision)}</p>
      </header>
      {reason === 'upgrade' && <ScopesSection decision={decision} />}
      <AuthorizationServer decision={decision} />
      {reason !== 'upgrade' && <ScopesSection decision={decision} />}
      <IntroductionSection decision={decision} />
      <AskerSection decision={decision} />
      {error !== undefined && <ErrorAlert error={error} />}
    </DecisionPage>
  );
}

/** On one computer several programs listen, which only their ports tell apart. */
function hostWithPort({ host, port }: UrlParts): string {
  return port === undefined ? host : `${host}:${port}`;
}
