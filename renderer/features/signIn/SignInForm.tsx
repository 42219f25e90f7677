/**
 * A form for how one signs in at a server: in the browser, or machine to machine with a secret or a private key.
 *
 * SECURITY(S9): secrets go to the host once and never come back; what is stored is only said to be there.
 */
import { Button, Input, NativeSelect, PasswordInput, Radio, Textarea } from '@mantine/core';
import { useState, type ReactNode } from 'react';
import type { SignInSetup } from '../../../app/contract/authorization.ts';
import { CheckedForm, type FormFoot } from '../../ui/CheckedForm.tsx';
import { CodeInput } from '../../ui/CodeInput.tsx';
import { SecretChip } from '../../ui/SecretChip.tsx';
import { StoredSecret } from '../install/StoredSecret.tsx';
import {
  ALGORITHMS,
  initialSignIn,
  signInProblems,
  staysStored,
  toSignInSetup,
  withKind,
  type SignInFields,
  type SignInProblems,
} from './signInForm.ts';
import { SETUP_WORDS } from './signInWords.ts';

export interface SignInFormProps extends Omit<FormFoot, 'submitLabel'> {
  readonly before: SignInSetup | undefined;
  readonly onSubmit: (setup: SignInSetup) => void;
}

interface PartProps {
  readonly fields: SignInFields;
  readonly problems: SignInProblems;
  readonly before: SignInSetup | undefined;
  readonly onChange: (change: Partial<SignInFields>) => void;
}

const KINDS: readonly SignInFields['kind'][] = ['person', 'client_secret', 'private_key_jwt'];

const KIND_TEXTS: Readonly<Record<SignInFields['kind'], string>> = {
  person: 'You sign in yourself, when the server asks for it.',
  client_secret: 'Gatehouse signs in by itself, without a person, as the client that whoever runs the server set up.',
  private_key_jwt: 'Likewise, and proves with a key that it is this client. The key itself is never sent.',
};

export function SignInForm({ before, onSubmit, ...foot }: SignInFormProps): ReactNode {
  const [fields, setFields] = useState(() => initialSignIn(before));
  const [tried, setTried] = useState(false);
  const problems = tried ? signInProblems(fields, before) : {};
  const change = (changed: Partial<SignInFields>): void => setFields({ ...fields, ...changed });
  const submit = (): void => {
    setTried(true);
    const setup = toSignInSetup(fields, before);
    if (setup !== undefined) onSubmit(setup);
  };
  const part = { fields, problems, before, onChange: change };
  return (
    <CheckedForm {...foot} submitLabel="Save" hasMarks={Object.keys(problems).length > 0} onSubmit={submit}>
      <Radio.Group
        label="How to sign in"
        value={fields.kind}
        onChange={(value) => setFields(withKind(KINDS.find((kind) => kind === value) ?? fields.kind, before))}
      >
        <div className="gh-radio-column">
          {KINDS.map((kind) => (
            <Radio
              key={kind}
              value={kind}
              label={SETUP_WORDS[kind]}
              description={KIND_TEXTS[kind]}
              // Where the way that is chosen stands, as the arrow keys go on from there.
              {...(kind === (before?.kind ?? 'person') && { 'data-autofocus': true })}
            />
          ))}
        </div>
      </Radio.Group>
      <CodeInput
        label="Client id"
        description={
          fields.kind === 'person'
            ? 'Only if you were given one for Gatehouse. Without it Gatehouse introduces itself.'
            : 'As whoever runs the server gave it to you.'
        }
        value={fields.clientId}
        withAsterisk={fields.kind !== 'person'}
        error={problems.clientId}
        onChange={(clientId) => change({ clientId })}
      />
      {fields.kind === 'person' ? <PersonFields {...part} /> : <MachineFields {...part} />}
    </CheckedForm>
  );
}

function PersonFields({ fields, problems, before, onChange }: PartProps): ReactNode {
  return (
    <>
      <SecretField
        {...{ fields, problems, before, onChange }}
        description="Only if you were given one with the client id. Applications on a computer mostly have none."
      />
      <CodeInput
        label="Authorization server"
        description="The issuer that the client id was given for. The client id and the secret are offered to no other."
        placeholder="https://"
        value={fields.issuer}
        error={problems.issuer}
        inputMode="url"
        onChange={(issuer) => onChange({ issuer })}
      />
    </>
  );
}

function MachineFields({ fields, problems, before, onChange }: PartProps): ReactNode {
  return (
    <>
      {fields.kind === 'client_secret' ? (
        <SecretField {...{ fields, problems, before, onChange }} description="It belongs to the client id." />
      ) : (
        <KeyFields {...{ fields, problems, before, onChange }} />
      )}
      <CodeInput
        label="Scopes"
        description="Words for what is asked for, with a space between them. Empty: what the server names."
        value={fields.scope}
        error={problems.scope}
        onChange={(scope) => onChange({ scope })}
      />
    </>
  );
}

function SecretField({
  fields,
  problems,
  before,
  onChange,
  description,
}: PartProps & { readonly description: string }) {
  if (staysStored(fields, before)) {
    return (
      <Stored
        label="Client secret"
        // Of a client one signs in with oneself, only the host knows whether it has one.
        mayBeNone={fields.kind === 'person'}
        onReplace={() => onChange({ keepsSecret: false })}
      />
    );
  }
  return (
    <PasswordInput
      label="Client secret"
      description={`${description} It is never shown again.`}
      value={fields.clientSecret}
      withAsterisk={fields.kind === 'client_secret'}
      error={problems.clientSecret}
      spellCheck={false}
      autoComplete="off"
      onChange={(event) => onChange({ clientSecret: event.currentTarget.value })}
    />
  );
}

function KeyFields({ fields, problems, before, onChange }: PartProps): ReactNode {
  return (
    <>
      {staysStored(fields, before) ? (
        <Stored label="Private key" mayBeNone={false} onReplace={() => onChange({ keepsSecret: false })} />
      ) : (
        <Textarea
          label="Private key"
          description="As PEM (PKCS#8). It is never shown again, and never leaves this computer."
          placeholder="-----BEGIN PRIVATE KEY-----"
          value={fields.privateKey}
          withAsterisk
          error={problems.privateKey}
          classNames={{ input: 'gh-mono' }}
          rows={5}
          spellCheck={false}
          autoComplete="off"
          onChange={(event) => onChange({ privateKey: event.currentTarget.value })}
        />
      )}
      <NativeSelect
        label="Algorithm"
        description="What the key is for: ES256 for a key on the curve P-256, EdDSA for Ed25519, the others for RSA."
        value={fields.algorithm}
        data={[...ALGORITHMS]}
        maw="12rem"
        onChange={(event) => {
          const chosen = event.currentTarget.value;
          onChange({ algorithm: ALGORITHMS.find((known) => known === chosen) ?? fields.algorithm });
        }}
      />
    </>
  );
}

interface StoredProps {
  readonly label: string;
  readonly mayBeNone: boolean;
  readonly onReplace: () => void;
}

function Stored({ label, mayBeNone, onReplace }: StoredProps): ReactNode {
  const words = mayBeNone ? 'Replace or remove' : 'Replace';
  return (
    <Input.Wrapper label={label} labelElement="div">
      <div className="gh-kept">
        {mayBeNone ? <SecretChip>stays as you entered it, if you did</SecretChip> : <StoredSecret />}
        <Button
          variant="default"
          size="xs"
          aria-label={`${words} the stored ${label.toLowerCase()}`}
          onClick={onReplace}
        >
          {words}
        </Button>
      </div>
    </Input.Wrapper>
  );
}
