/**
 * How one signs in at a server, as it was set up. SECURITY(S9): of secrets only that they are kept.
 */
import { Anchor } from '@mantine/core';
import type { ReactNode } from 'react';
import type { SignInSetup } from '../../../app/contract/authorization.ts';
import { SecretChip } from '../../ui/SecretChip.tsx';
import { storedWords } from '../../ui/secretWords.ts';
import { VisibleText } from '../../ui/VisibleText.tsx';
import { ServiceBadge } from './ServiceBadge.tsx';
import { clientIdOf } from './signInForm.ts';
import { isService, SETUP_WORDS } from './signInWords.ts';

export interface SetupFactsProps {
  readonly setup: SignInSetup | undefined;
  /** Issuer of the identity provider; absent where none is set up. */
  readonly provider: string | undefined;
  /** Whether secrets outlast this run. */
  readonly keychain: boolean;
  /** Goes to where the identity provider is set up. */
  readonly onSetUpProvider: () => void;
}

const IN_THE_BROWSER: SignInSetup = { kind: 'person' };

export function SetupFacts({
  setup = IN_THE_BROWSER,
  provider,
  keychain,
  onSetUpProvider,
}: SetupFactsProps): ReactNode {
  const clientId = clientIdOf(setup);
  return (
    <dl className="gh-facts">
      <dt>How</dt>
      <dd>
        <span className="gh-with-badge">
          {SETUP_WORDS[setup.kind]}
          {isService(setup.kind) && <ServiceBadge />}
        </span>
      </dd>
      {setup.kind === 'enterprise' && (
        <>
          <dt>Identity provider</dt>
          <dd>
            {provider === undefined ? (
              <>
                None is set up.{' '}
                <Anchor component="button" type="button" onClick={onSetUpProvider}>
                  Set it up
                </Anchor>
              </>
            ) : (
              <VisibleText text={provider} mono />
            )}
          </dd>
        </>
      )}
      {clientId !== undefined && <TextRow label="Client id" text={clientId} />}
      <ProofRow setup={setup} keychain={keychain} />
      {setup.issuer !== undefined && <TextRow label="Authorization server" text={setup.issuer} />}
      {setup.kind !== 'person' && setup.scope !== undefined && <TextRow label="Scopes" text={setup.scope} />}
    </dl>
  );
}

/** Of a client one signs in with oneself, the page does not know whether it has a secret. */
function ProofRow({ setup, keychain }: { readonly setup: SignInSetup; readonly keychain: boolean }): ReactNode {
  const kept = <SecretChip>{storedWords(keychain)}</SecretChip>;
  switch (setup.kind) {
    case 'person':
    case 'enterprise':
      return null;
    case 'client_secret':
      return <Row label="Client secret">{kept}</Row>;
    case 'private_key_jwt':
      return (
        <Row label="Private key">
          {kept} <span className="gh-soft">{setup.algorithm}</span>
        </Row>
      );
    case 'workload':
      return setup.tokenFile === undefined ? (
        <Row label="Token">{kept}</Row>
      ) : (
        <TextRow label="Token from the file" text={setup.tokenFile} />
      );
  }
}

function Row({ label, children }: { readonly label: string; readonly children: ReactNode }): ReactNode {
  return (
    <>
      <dt>{label}</dt>
      <dd>{children}</dd>
    </>
  );
}

function TextRow({ label, text }: { readonly label: string; readonly text: string }): ReactNode {
  return (
    <Row label={label}>
      <VisibleText text={text} mono />
    </Row>
  );
}
