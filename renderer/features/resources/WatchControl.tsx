/**
 * Has a server tell when a resource changes, and says when it last did.
 */
import { Button, Text } from '@mantine/core';
import { IconEye, IconEyeOff } from '@tabler/icons-react';
import type { ReactNode } from 'react';
import type { ServerView } from '../../../app/contract/servers.ts';
import { ErrorAlert } from '../../ui/ErrorAlert.tsx';
import { formatAge, formatClock } from '../../ui/formatTime.ts';
import { useCommand } from '../../state/useCommand.ts';
import { useNow } from '../calls/useNow.ts';
import { canWatch } from './offers.ts';

export interface WatchControlProps {
  readonly server: ServerView;
  readonly uri: string;
  /** When what is on the screen was read. */
  readonly readAtMs: number | undefined;
  readonly size: 'xs' | 'sm';
}

export function WatchControl({ server, uri, readAtMs, size }: WatchControlProps): ReactNode {
  const watch = useCommand('resource.subscribe');
  const stop = useCommand('resource.unsubscribe');
  const { serverId, subscriptions, state } = server;
  const watched = subscriptions.find((each) => each.uri === uri);
  if (watched === undefined && !canWatch(state)) return null;
  const params = { serverId, uri };
  const error = watch.status === 'failed' ? watch.error : stop.status === 'failed' ? stop.error : undefined;
  return (
    <>
      {watched === undefined ? (
        <Button
          variant="default"
          size={size}
          leftSection={<IconEye size={16} aria-hidden />}
          loading={watch.status === 'pending'}
          onClick={() => void watch.run(params)}
        >
          Watch
        </Button>
      ) : (
        <Button
          variant="default"
          size={size}
          leftSection={<IconEyeOff size={16} aria-hidden />}
          loading={stop.status === 'pending'}
          onClick={() => void stop.run(params)}
        >
          Stop watching
        </Button>
      )}
      {watched !== undefined && <LastChange updatedAtMs={watched.updatedAtMs} readAtMs={readAtMs} />}
      {error !== undefined && <ErrorAlert error={error} />}
    </>
  );
}

type LastChangeProps = Pick<WatchControlProps, 'readAtMs'> & { readonly updatedAtMs: number | undefined };

function LastChange({ updatedAtMs, readAtMs }: LastChangeProps): ReactNode {
  const nowMs = useNow(updatedAtMs === undefined ? undefined : 30_000);
  const isNews = updatedAtMs !== undefined && readAtMs !== undefined && updatedAtMs > readAtMs;
  return (
    <Text size="sm" role="status" {...(isNews ? { fw: 600 } : { c: 'dimmed' })}>
      {updatedAtMs === undefined
        ? 'Watched. No change so far.'
        : `Changed ${formatAge(updatedAtMs, nowMs)}, at ${formatClock(updatedAtMs)}.`}
      {isNews && ' What you see below is from before.'}
    </Text>
  );
}
