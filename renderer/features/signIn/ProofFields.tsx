/**
 * The parts of the form by which one proves who one is: a secret, a key, or a token of the platform.
 *
 * SECURITY(S9): secrets go to the host once and never come back; what is stored is only said to be there.
 */
import { NativeSelect, Radio, Textarea } from '@mantine/core';
import type { ReactNode } from 'react';
import { CodeInput } from '../../ui/CodeInput.tsx';
import { SecretInput } from './SecretInput.tsx';
import { ALGORITHMS, staysStored, type SignInPartProps } from './signInForm.ts';
import { StoredField } from './StoredField.tsx';

export function SecretField(props: SignInPartProps & { readonly description: string }): ReactNode {
  const { fields, problems, before, onChange, description } = props;
  const isRequired = fields.kind === 'client_secret';
  const replace = (): void => onChange({ keepsSecret: false });
  if (staysStored(fields, before)) {
    return <StoredField label="Client secret" need={isRequired ? 'required' : 'unknown'} onReplace={replace} />;
  }
  return (
    <SecretInput
      label="Client secret"
      description={description}
      value={fields.clientSecret}
      withAsterisk={isRequired}
      error={problems.clientSecret}
      autoFocus={!fields.keepsSecret}
      onChange={(clientSecret) => onChange({ clientSecret })}
    />
  );
}

export function KeyFields(props: SignInPartProps): ReactNode {
  const { fields, before, onChange } = props;
  const stays = staysStored(fields, before);
  const isMade = !stays && fields.makesKey;
  return (
    <>
      {stays ? (
        <StoredField label="Private key" need="required" onReplace={() => onChange({ keepsSecret: false })} />
      ) : (
        <KeyChoice {...props} />
      )}
      <NativeSelect
        label="Algorithm"
        description={
          isMade
            ? 'Nearly every server takes ES256. Choose another one only if this one asks for it.'
            : 'What the key is for: ES256 for a key on the curve P-256, EdDSA for Ed25519, the others for RSA.'
        }
        value={fields.algorithm}
        data={[...ALGORITHMS]}
        classNames={{ wrapper: 'gh-narrow-input' }}
        onChange={(event) => {
          const chosen = event.currentTarget.value;
          onChange({ algorithm: ALGORITHMS.find((known) => known === chosen) ?? fields.algorithm });
        }}
      />
    </>
  );
}

function KeyChoice({ fields, problems, onChange }: SignInPartProps): ReactNode {
  return (
    <>
      <Radio.Group
        label="Private key"
        value={fields.makesKey ? 'make' : 'paste'}
        onChange={(value) => onChange({ makesKey: value === 'make' })}
      >
        <div className="gh-radio-column">
          <Radio
            value="make"
            label="Make a new key"
            description="Gatehouse makes a pair and keeps the private half. You are shown the public half, for whoever runs the server."
            autoFocus={!fields.keepsSecret}
          />
          <Radio
            value="paste"
            label="Paste a key"
            description="One that was made elsewhere, and whose public half the server has already."
          />
        </div>
      </Radio.Group>
      {!fields.makesKey && (
        <Textarea
          label="Private key as PEM (PKCS#8)"
          description="It is never shown again, and never leaves this computer."
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
    </>
  );
}

export function TokenFields(props: SignInPartProps): ReactNode {
  const { fields, problems, onChange } = props;
  return (
    <>
      <Radio.Group
        label="Token of the platform"
        value={fields.tokenFrom}
        onChange={(value) => onChange({ tokenFrom: value === 'file' ? 'file' : 'pasted' })}
      >
        <div className="gh-radio-column">
          <Radio
            value="file"
            label="From a file"
            description="The platform puts a fresh one there from time to time, as Kubernetes does. Gatehouse reads it whenever it needs one."
          />
          <Radio
            value="pasted"
            label="Paste it"
            description="It counts until it expires. Then a new one has to be pasted."
          />
        </div>
      </Radio.Group>
      {fields.tokenFrom === 'file' ? (
        <CodeInput
          label="Path of the file"
          description="The whole path, on the computer that Gatehouse runs on."
          placeholder="/var/run/secrets/tokens/gatehouse"
          value={fields.tokenFile}
          withAsterisk
          error={problems.tokenFile}
          onChange={(tokenFile) => onChange({ tokenFile })}
        />
      ) : (
        <PastedToken {...props} />
      )}
    </>
  );
}

function PastedToken({ fields, problems, before, onChange }: SignInPartProps): ReactNode {
  if (staysStored(fields, before)) {
    return <StoredField label="Token" need="required" onReplace={() => onChange({ keepsSecret: false })} />;
  }
  return (
    <SecretInput
      label="Token"
      description="As the platform issued it (a JWT)."
      value={fields.assertion}
      withAsterisk
      error={problems.assertion}
      autoFocus={!fields.keepsSecret}
      onChange={(assertion) => onChange({ assertion })}
    />
  );
}
