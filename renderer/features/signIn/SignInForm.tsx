/**
 * A form for how one signs in at a server: oneself, over the identity provider, or as a service.
 */
import { Radio } from '@mantine/core';
import { useState, type ReactNode } from 'react';
import type { SignInKind, SignInSetup } from '../../../app/contract/authorization.ts';
import { CheckedForm, type FormFoot } from '../../ui/CheckedForm.tsx';
import { CodeInput } from '../../ui/CodeInput.tsx';
import { Warning } from '../../ui/Warning.tsx';
import { KeyFields, SecretField, TokenFields } from './ProofFields.tsx';
import {
  initialSignIn,
  signInProblems,
  toSignInSetup,
  withKind,
  type SignInFields,
  type SignInPartProps,
} from './signInForm.ts';
import { CLIENT_ID_WORDS, ISSUER_WORDS, KIND_TEXTS, SETUP_WORDS } from './signInWords.ts';
import '../add/add.css';

export interface SignInFormProps extends Omit<FormFoot, 'submitLabel'> {
  readonly before: SignInSetup | undefined;
  /** Whether an identity provider is set up. */
  readonly hasProvider: boolean;
  /** Where the browser comes back to. */
  readonly addresses: ReactNode;
  readonly onSubmit: (setup: SignInSetup) => void;
}

/** Who signs in, and how they can. */
const KINDS: readonly { readonly who: string; readonly kinds: readonly SignInKind[] }[] = [
  { who: 'You sign in', kinds: ['person', 'enterprise'] },
  { who: 'Gatehouse signs in by itself, as a service', kinds: ['client_secret', 'private_key_jwt', 'workload'] },
];
const ALL_KINDS = KINDS.flatMap(({ kinds }) => kinds);

export function SignInForm({ before, hasProvider, addresses, onSubmit, ...foot }: SignInFormProps): ReactNode {
  const [fields, setFields] = useState(() => initialSignIn(before));
  const [tried, setTried] = useState(false);
  const problems = tried ? signInProblems(fields, before) : {};
  const change = (changed: Partial<SignInFields>): void => setFields({ ...fields, ...changed });
  const submit = (): void => {
    setTried(true);
    const setup = toSignInSetup(fields, before);
    if (setup !== undefined) onSubmit(setup);
  };
  return (
    <CheckedForm {...foot} submitLabel="Save" hasMarks={Object.keys(problems).length > 0} onSubmit={submit}>
      <KindChoice
        kind={fields.kind}
        before={before?.kind ?? 'person'}
        onChange={(kind) => {
          setFields(withKind(kind, before));
          setTried(false);
        }}
      />
      {fields.kind === 'enterprise' && !hasProvider && (
        <Warning>
          No identity provider is set up, so this server can’t let you in yet. You find it in Gatehouse’s settings,
          under “Identity provider”.
        </Warning>
      )}
      <Fields {...{ fields, problems, before, addresses }} onChange={change} />
    </CheckedForm>
  );
}

interface KindChoiceProps {
  readonly kind: SignInKind;
  readonly before: SignInKind;
  readonly onChange: (kind: SignInKind) => void;
}

function KindChoice({ kind, before, onChange }: KindChoiceProps): ReactNode {
  return (
    <Radio.Group
      aria-label="How to sign in"
      value={kind}
      onChange={(value) => onChange(ALL_KINDS.find((known) => known === value) ?? kind)}
    >
      {KINDS.map(({ who, kinds }) => (
        <div key={who} className="gh-sign-in-kinds">
          <strong>{who}</strong>
          <div className="gh-radio-column">
            {kinds.map((known) => (
              <Radio
                key={known}
                value={known}
                label={SETUP_WORDS[known]}
                description={KIND_TEXTS[known]}
                // Where the way that is chosen stands, as the arrow keys go on from there.
                {...(known === before && { 'data-autofocus': true })}
              />
            ))}
          </div>
        </div>
      ))}
    </Radio.Group>
  );
}

function Fields({ addresses, ...props }: SignInPartProps & Pick<SignInFormProps, 'addresses'>): ReactNode {
  const { fields, problems, onChange } = props;
  const { kind } = fields;
  return (
    <>
      {kind !== 'workload' && (
        <CodeInput
          label="Client id"
          description={CLIENT_ID_WORDS[kind]}
          value={fields.clientId}
          withAsterisk={kind !== 'person'}
          error={problems.clientId}
          onChange={(clientId) => onChange({ clientId })}
        />
      )}
      {kind === 'person' && fields.clientId.trim() !== '' && (
        <div>
          It has to be registered with these addresses for the browser to come back to:
          {addresses}
        </div>
      )}
      <Proof {...props} />
      <CodeInput
        label="Authorization server"
        description={ISSUER_WORDS[kind]}
        placeholder="https://"
        value={fields.issuer}
        error={problems.issuer}
        inputMode="url"
        onChange={(issuer) => onChange({ issuer })}
      />
      {kind !== 'person' && (
        <CodeInput
          label="Scopes"
          description="Words for what is asked for, with a space between them. Empty: what the server names."
          value={fields.scope}
          error={problems.scope}
          onChange={(scope) => onChange({ scope })}
        />
      )}
    </>
  );
}

function Proof(props: SignInPartProps): ReactNode {
  switch (props.fields.kind) {
    case 'person':
      return (
        <SecretField
          {...props}
          description="Only if you were given one with the client id. Applications on a computer mostly have none."
        />
      );
    case 'enterprise':
      return <SecretField {...props} description="Only if you were given one with the client id." />;
    case 'client_secret':
      return <SecretField {...props} description="It belongs to the client id." />;
    case 'private_key_jwt':
      return <KeyFields {...props} />;
    case 'workload':
      return <TokenFields {...props} />;
  }
}
