/**
 * The public half of the key that proves who one is at a server, for whoever runs the server. There is nothing secret in it.
 */
import { Text } from '@mantine/core';
import { useEffect, type ReactNode } from 'react';
import type { CommandResult } from '../../../app/contract/commands.ts';
import type { ServerId } from '../../../app/contract/ids.ts';
import { useCommand } from '../../state/useCommand.ts';
import { CopyButton } from '../../ui/CopyButton.tsx';
import { ErrorAlert } from '../../ui/ErrorAlert.tsx';
import { showElement } from '../../ui/showElement.ts';
import { Warning } from '../../ui/Warning.tsx';
import { PrintedText } from '../calls/PrintedText.tsx';

const HEADING_ID = 'sign-in-key';

export interface SignInKeyProps {
  readonly serverId: ServerId;
  /** It was made just now: nobody knows it yet. */
  readonly isNew: boolean;
}

/** Reads the key once: give it another `key` after it was changed. */
export function SignInKey({ serverId, isNew }: SignInKeyProps): ReactNode {
  const { run, ...read } = useCommand('server.signInKey');
  useEffect(() => {
    void run({ serverId });
  }, [run, serverId]);
  const isShown = isNew && read.status === 'done';
  useEffect(() => {
    if (isShown) showElement(HEADING_ID);
  }, [isShown]);
  return (
    <div className="gh-sign-in-setup">
      <h3 className="gh-sign-in-key-heading" id={HEADING_ID} tabIndex={-1}>
        Public key
      </h3>
      {isNew && (
        <Text role="status" mb="xs">
          <strong>A new key was made.</strong> The server lets Gatehouse in once it knows this half of it.
        </Text>
      )}
      {read.status !== 'failed' && (
        <Text mb="sm" maw="44rem">
          Hand this to whoever runs the server, in the one form or the other. It is not secret: it only lets the server
          check that a sign-in comes from here.
        </Text>
      )}
      {read.status === 'done' && <PublicHalf {...read.result} />}
      {read.status === 'failed' &&
        (read.error.code === 'AUTH_SECRET_MISSING' ? (
          <Warning>
            The private key is not there any more, or can’t be read. Change how you sign in, and make or paste another
            one.
          </Warning>
        ) : (
          <ErrorAlert error={read.error} />
        ))}
      {(read.status === 'idle' || read.status === 'pending') && <Text c="dimmed">Reading the key…</Text>}
    </div>
  );
}

export function PublicHalf({ pem, jwk }: CommandResult<'server.signInKey'>): ReactNode {
  return (
    <div className="gh-public-halves">
      <Form name="PEM" text={pem.trim()} />
      <Form name="JWK" text={jwk} />
    </div>
  );
}

function Form({ name, text }: { readonly name: string; readonly text: string }): ReactNode {
  return (
    <div className="gh-public-half">
      <div className="gh-public-half-head">
        <strong>{name}</strong>
        <CopyButton text={text} label={`Copy as ${name}`} look="text" />
      </div>
      <PrintedText text={text} />
    </div>
  );
}
