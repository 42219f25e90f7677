/**
 * What stands in the place of a list that is not there: why, and what would make it come.
 */
import { Skeleton, Stack } from '@mantine/core';
import type { ReactNode } from 'react';
import type { CommandResult } from '../../../app/contract/commands.ts';
import { assertNever } from '../../../app/contract/errors.ts';
import type { ServerView } from '../../../app/contract/servers.ts';
import { EmptyState } from '../../ui/EmptyState.tsx';
import { ErrorAlert } from '../../ui/ErrorAlert.tsx';
import type { ListCommand, Offered } from './useOffered.ts';

export interface OfferedPanelProps<N extends ListCommand> {
  readonly server: Pick<ServerView, 'source'>;
  readonly offered: Offered<N>;
  /** `tools`, inside sentences. */
  readonly things: string;
  readonly children: (list: CommandResult<N>) => ReactNode;
}

export function OfferedPanel<N extends ListCommand>(props: OfferedPanelProps<N>): ReactNode {
  const { server, offered, things, children } = props;
  switch (offered.kind) {
    case 'known':
      return (
        <Stack gap="md">
          {offered.error !== undefined && <ErrorAlert error={offered.error} tone="caution" />}
          {children(offered.list)}
        </Stack>
      );
    case 'not_running':
      return server.source.kind === 'remote' ? (
        <EmptyState title="The server is not connected">
          Its {things} are known while it is connected. Connect to see them.
        </EmptyState>
      ) : (
        <EmptyState title="The server is not running">
          Its {things} are known while it runs. Start it to see them.
        </EmptyState>
      );
    case 'failed':
      return <ErrorAlert error={offered.error} />;
    case 'loading':
      return <Skeleton height={240} aria-label={`Loading the ${things}`} />;
    case 'none':
      return <EmptyState title={`No ${things}`}>This server offers none.</EmptyState>;
    default:
      return assertNever(offered);
  }
}
