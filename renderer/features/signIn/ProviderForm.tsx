/**
 * A form for the identity provider. SECURITY(S9): its secret and tokens go to the host once and never come back.
 */
import { Accordion, Text } from '@mantine/core';
import { useState, type ReactNode } from 'react';
import type { IdentityProviderSetup, IdentityProviderView } from '../../../app/contract/authorization.ts';
import { CheckedForm, type FormFoot } from '../../ui/CheckedForm.tsx';
import { CodeInput } from '../../ui/CodeInput.tsx';
import { Warning } from '../../ui/Warning.tsx';
import {
  answeredProblems,
  endsSession,
  initialProvider,
  providerProblems,
  staysStored,
  toProviderSetup,
  type ProviderFields,
} from './providerForm.ts';
import { SecretInput } from './SecretInput.tsx';
import { StoredField } from './StoredField.tsx';

export interface ProviderFormProps extends Omit<FormFoot, 'submitLabel'> {
  readonly before: IdentityProviderView | undefined;
  /** Where the browser comes back to. */
  readonly addresses: ReactNode;
  readonly onSubmit: (setup: IdentityProviderSetup) => void;
}

export function ProviderForm({ before, addresses, onSubmit, ...foot }: ProviderFormProps): ReactNode {
  const [fields, setFields] = useState(() => initialProvider(before));
  const [tried, setTried] = useState(false);
  /** What the host has answered about. */
  const [sent, setSent] = useState<ProviderFields>();
  const wrong = tried ? providerProblems(fields) : {};
  const problems = { ...answeredProblems(foot.error, fields, sent), ...wrong };
  const change = (changed: Partial<ProviderFields>): void => setFields({ ...fields, ...changed });
  const submit = (): void => {
    setTried(true);
    const setup = toProviderSetup(fields, before);
    if (setup === undefined) return;
    setSent(fields);
    onSubmit(setup);
  };
  return (
    <CheckedForm {...foot} submitLabel="Save" hasMarks={Object.keys(wrong).length > 0} onSubmit={submit}>
      <Text>
        Whoever runs it has to know Gatehouse: as a native application that the browser comes back to at these
        addresses.
      </Text>
      {addresses}
      <CodeInput
        label="Issuer"
        description="The address of the identity provider. What it publishes about itself is read there."
        placeholder="https://"
        value={fields.issuer}
        withAsterisk
        error={problems.issuer}
        inputMode="url"
        data-autofocus
        onChange={(issuer) => change({ issuer })}
      />
      <CodeInput
        label="Client id"
        description="The one that Gatehouse has there."
        value={fields.clientId}
        withAsterisk
        error={problems.clientId}
        onChange={(clientId) => change({ clientId })}
      />
      <ClientSecret fields={fields} before={before} onChange={change} />
      <Advanced idToken={fields.idToken} problem={problems.idToken} onChange={(idToken) => change({ idToken })} />
      {endsSession(fields, before) && (
        <Warning>
          This is another provider or another client than before. When it is saved, you are signed out there, and
          servers lose the access that came from it.
        </Warning>
      )}
      {foot.pending && (
        <Text role="status" c="dimmed">
          Reading what the identity provider publishes about itself…
        </Text>
      )}
    </CheckedForm>
  );
}

interface ClientSecretProps {
  readonly fields: ProviderFields;
  readonly before: IdentityProviderView | undefined;
  readonly onChange: (change: Partial<ProviderFields>) => void;
}

function ClientSecret({ fields, before, onChange }: ClientSecretProps): ReactNode {
  if (staysStored(fields, before)) {
    return <StoredField label="Client secret" need="optional" onReplace={() => onChange({ keepsSecret: false })} />;
  }
  return (
    <SecretInput
      label="Client secret"
      description="Only if you were given one with the client id."
      value={fields.clientSecret}
      autoFocus={!fields.keepsSecret}
      onChange={(clientSecret) => onChange({ clientSecret })}
    />
  );
}

interface AdvancedProps {
  readonly idToken: string;
  readonly problem: string | undefined;
  readonly onChange: (idToken: string) => void;
}

function Advanced({ idToken, problem, onChange }: AdvancedProps): ReactNode {
  const [isOpen, setIsOpen] = useState(false);
  return (
    <Accordion
      variant="contained"
      // What is wrong in it has to be seen.
      value={isOpen || problem !== undefined ? 'advanced' : null}
      onChange={(value) => setIsOpen(value !== null)}
    >
      <Accordion.Item value="advanced">
        <Accordion.Control>Advanced</Accordion.Control>
        <Accordion.Panel>
          <SecretInput
            label="ID token"
            description="For a computer on which another program signs you in: the token it got, meant for this client id. No browser opens before it has expired. Empty: you sign in in your browser."
            value={idToken}
            error={problem}
            onChange={onChange}
          />
        </Accordion.Panel>
      </Accordion.Item>
    </Accordion>
  );
}
