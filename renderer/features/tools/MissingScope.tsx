/**
 * Says of a tool that it needs more than the person wanted to give, and lets them be asked again.
 */
import { Button } from '@mantine/core';
import type { ReactNode } from 'react';
import type { ServerView } from '../../../app/contract/servers.ts';
import { useMirror } from '../../state/mirror.ts';
import { ErrorAlert } from '../../ui/ErrorAlert.tsx';
import { VisibleText } from '../../ui/VisibleText.tsx';
import { Notice } from '../servers/Notice.tsx';
import { useSignIn } from '../signIn/useSignIn.ts';

/** Scopes that were declined, by the tool that needs them. */
export function useMissingScopes(serverId: ServerView['serverId']): ReadonlyMap<string, string> {
  const declined = useMirror(
    ({ identities }) => identities.identities.find((identity) => identity.serverId === serverId)?.declined,
  );
  return new Map(declined?.flatMap(({ toolName, scope }) => (toolName === undefined ? [] : [[toolName, scope]])));
}

export function MissingScope({ server, scope }: { readonly server: ServerView; readonly scope: string }): ReactNode {
  const { signIn, pending, error } = useSignIn(server);
  return (
    <Notice title="This tool needs more than you gave">
      The server wants {scope === '' ? 'more' : <VisibleText text={scope} mono />} for it, and it was not granted. Calls
      of it fail without asking you again.
      <div>
        <Button variant="default" size="xs" mt="xs" loading={pending} onClick={signIn}>
          Sign in and be asked again
        </Button>
      </div>
      {error !== undefined && <ErrorAlert error={error} />}
    </Notice>
  );
}
