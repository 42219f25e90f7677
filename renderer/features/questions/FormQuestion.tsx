/**
 * A form of a server: filled in, read over, then sent, declined or left.
 *
 * There is no HTML form and no default button, so Enter sends nothing. MCP 2025-11-25 client/elicitation: a person can
 * review and change what they entered before it goes.
 */
import { Button, Checkbox } from '@mantine/core';
import type { ReactNode } from 'react';
import type { FormDecisionView, FormField } from '../../../app/contract/input.ts';
import { ErrorAlert } from '../../ui/ErrorAlert.tsx';
import { QuotedName } from '../../ui/QuotedName.tsx';
import { Warning } from '../../ui/Warning.tsx';
import { ArmedButton } from '../decisions/ArmedButton.tsx';
import { DecisionPage, DecisionTitle } from '../decisions/DecisionPage.tsx';
import { AskerSection } from './AskerSection.tsx';
import { refusedField } from './fieldWords.ts';
import { FormFields } from './FormFields.tsx';
import { FormReview } from './FormReview.tsx';
import { toContent } from './formState.ts';
import type { QuestionProps } from './question.ts';
import { QuestionFoot } from './QuestionFoot.tsx';
import { useForm } from './useForm.ts';
import type { FormActions } from './useForm.ts';

export function FormQuestion({ decision, pending, error, onAnswer }: QuestionProps<FormDecisionView>): ReactNode {
  const { fields, message, serverName } = decision;
  const form = useForm(decision, onAnswer);
  const { state, setState } = form;
  const isReview = state.step === 'review';
  // What the host found wrong with a field is said as long as the field is marked.
  const refused = error && refusedField(error.data, fields);
  const isShown = refused === undefined || state.problems.has(refused.key);
  return (
    <DecisionPage foot={<FormFoot form={form} fields={fields} pending={pending} />}>
      <header>
        <DecisionTitle step={state.step}>
          {isReview && fields.length > 0 ? (
            <>
              Send this to <QuotedName name={serverName} />?
            </>
          ) : (
            <>
              <QuotedName name={serverName} /> asks you something
            </>
          )}
        </DecisionTitle>
        <p className="gh-tight">
          {isReview ? 'Read it over. Nothing has been sent.' : 'Nothing is sent until you have read it over.'}
        </p>
      </header>
      {asksForSecrets(fields) && <SecretWarning />}
      <AskerSection decision={decision} message={message} />
      {isReview ? (
        <FormReview fields={fields} content={toContent(fields, state.inputs)} />
      ) : (
        <FormFields fields={fields} state={state} onState={setState} />
      )}
      {isShown && error !== undefined && <ErrorAlert error={error} />}
    </DecisionPage>
  );
}

function asksForSecrets(fields: readonly FormField[]): boolean {
  return fields.some(({ looksSecret }) => looksSecret);
}

function SecretWarning(): ReactNode {
  return (
    <Warning tone="danger">
      <strong>This form seems to ask for a password, a key or a card number.</strong> Servers must not ask for such
      things in a form: what you enter passes through programs that can keep it. If the server needs you to sign in, it
      can send you to a web page instead.
    </Warning>
  );
}

interface FormFootProps {
  readonly form: FormActions;
  readonly fields: readonly FormField[];
  readonly pending: boolean;
}

function FormFoot({ form, fields, pending }: FormFootProps): ReactNode {
  const isReview = form.state.step === 'review';
  const needsStatement = isReview && asksForSecrets(fields);
  return (
    <QuestionFoot
      pending={pending}
      hasInput={form.state.isTouched}
      onLeave={() => form.end('cancel')}
      onDecline={() => form.end('decline')}
      above={
        needsStatement && (
          <Checkbox
            className="gh-statement"
            checked={form.secretsConfirmed}
            disabled={pending}
            onChange={(event) => form.confirmSecrets(event.currentTarget.checked)}
            label="I know that a server must not ask for secrets like this, and want to send it anyway"
          />
        )
      }
    >
      {isReview ? (
        <ReviewButtons form={form} hasFields={fields.length > 0} needsStatement={needsStatement} pending={pending} />
      ) : (
        <Button size="md" onClick={form.review}>
          Review before sending
        </Button>
      )}
    </QuestionFoot>
  );
}

interface ReviewButtonsProps extends Pick<FormFootProps, 'form' | 'pending'> {
  readonly hasFields: boolean;
  readonly needsStatement: boolean;
}

function ReviewButtons({ form, hasFields, needsStatement, pending }: ReviewButtonsProps): ReactNode {
  return (
    <>
      {hasFields && (
        <Button className="gh-go-back" variant="default" size="md" disabled={pending} onClick={form.goBack}>
          Back to change
        </Button>
      )}
      <ArmedButton
        verb={hasFields ? 'send' : 'agree'}
        blockedBy={needsStatement && !form.secretsConfirmed ? 'Tick the statement to send' : undefined}
        pending={pending}
        onPress={form.send}
      >
        {hasFields ? 'Send' : 'Agree'}
      </ArmedButton>
    </>
  );
}
