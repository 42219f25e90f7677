/**
 * How one signs in at a server, as it was set up. SECURITY(S9): of secrets only that they are kept.
 */
import type { ReactNode } from 'react';
import type { SignInSetup } from '../../../app/contract/authorization.ts';
import { VisibleText } from '../../ui/VisibleText.tsx';
import { StoredSecret } from '../install/StoredSecret.tsx';
import { SETUP_WORDS } from './signInWords.ts';

const IN_THE_BROWSER: SignInSetup = { kind: 'person' };

export function SetupFacts({ setup = IN_THE_BROWSER }: { readonly setup: SignInSetup | undefined }): ReactNode {
  return (
    <dl className="gh-facts">
      <dt>How</dt>
      <dd>{SETUP_WORDS[setup.kind]}</dd>
      {setup.clientId !== undefined && <TextRow label="Client id" text={setup.clientId} />}
      {setup.kind === 'person' && setup.issuer !== undefined && (
        <TextRow label="Authorization server" text={setup.issuer} />
      )}
      {setup.kind !== 'person' && (
        <>
          <dt>{setup.kind === 'client_secret' ? 'Client secret' : 'Private key'}</dt>
          <dd>
            <StoredSecret /> {setup.kind === 'private_key_jwt' && <span className="gh-soft">{setup.algorithm}</span>}
          </dd>
          {setup.scope !== undefined && <TextRow label="Scopes" text={setup.scope} />}
        </>
      )}
    </dl>
  );
}

function TextRow({ label, text }: { readonly label: string; readonly text: string }): ReactNode {
  return (
    <>
      <dt>{label}</dt>
      <dd>
        <VisibleText text={text} mono />
      </dd>
    </>
  );
}
