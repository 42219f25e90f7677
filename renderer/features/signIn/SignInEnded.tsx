/**
 * What stands where Gatehouse waited for the browser: what came of it, as soon as that is known.
 */
import { Button, Title } from '@mantine/core';
import { useEffect, useRef } from 'react';
import type { ReactNode } from 'react';
import type { SignInWaitView } from '../../../app/contract/authorization.ts';
import { useMirror } from '../../state/mirror.ts';
import { ErrorAlert } from '../../ui/ErrorAlert.tsx';
import { QuotedName } from '../../ui/QuotedName.tsx';
import { VisibleText } from '../../ui/VisibleText.tsx';
import { useNavigation } from '../frame/navigation.tsx';
import { signInEnd } from './signInEnd.ts';
import './signIn.css';

export function SignInEnded({ was }: { readonly was: SignInWaitView }): ReactNode {
  const { back } = useNavigation();
  const end = useMirror((mirror) => signInEnd(was, mirror));
  const heading = useRef<HTMLHeadingElement>(null);
  useEffect(() => {
    heading.current?.focus();
  }, [end.kind]);
  return (
    <main className="gh-empty gh-no-longer">
      <Title order={1} size="h2" ref={heading} tabIndex={-1}>
        {end.kind === 'signed_in' ? (
          <>
            You are signed in at <VisibleText text={was.issuerHost} />
          </>
        ) : end.kind === 'failed' ? (
          <>
            You are not signed in at <VisibleText text={was.issuerHost} />
          </>
        ) : (
          'The sign-in has ended'
        )}
      </Title>
      {end.kind === 'signed_in' && (
        <p className="gh-tight">
          Gatehouse holds what was granted for <QuotedName name={was.serverName} /> and goes on with it.
        </p>
      )}
      {end.kind === 'failed' && (
        <div className="gh-sign-in-error">
          <ErrorAlert error={end.error} />
        </div>
      )}
      {end.kind === 'open' && (
        <p className="gh-tight">
          Nothing new is held for <QuotedName name={was.serverName} /> so far. If you have just signed in, this page
          says so in a moment; otherwise it was cancelled or refused, or took too long.
        </p>
      )}
      <Button mt="sm" onClick={back}>
        Go back
      </Button>
    </main>
  );
}
