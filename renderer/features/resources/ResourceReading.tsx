/**
 * Reads one address from its server, shows what came, and watches it where the server offers that.
 *
 * SECURITY(S11): the address goes to the server and nowhere else. Whatever its scheme, the page opens and fetches nothing.
 */
import { Button, Group, Stack, Text } from '@mantine/core';
import { useEffect, useRef, type ReactNode } from 'react';
import type { ServerId } from '../../../app/contract/ids.ts';
import { useMirror } from '../../state/mirror.ts';
import { RunningRequest } from '../requests/RunningRequest.tsx';
import type { RequestOutcome } from '../requests/keptRequests.ts';
import { useRequest } from '../requests/useRequest.ts';
import { ReadOutcomeView } from './ReadOutcomeView.tsx';
import { WatchControl } from './WatchControl.tsx';

export interface ResourceReadingProps {
  readonly serverId: ServerId;
  readonly uri: string;
  /** False while the address is not settled yet. */
  readonly ready?: boolean;
  /** Small buttons, where it is one thing among others. */
  readonly quiet?: boolean;
}

export function ResourceReading({ serverId, uri, ready = true, quiet = false }: ResourceReadingProps): ReactNode {
  const server = useMirror(({ servers }) => servers.find((known) => known.serverId === serverId));
  const [reading, start] = useRequest('resource.read', serverId, uri);
  const read = (evenIfCached: boolean): void => void start((requestId) => ({ requestId, serverId, uri, evenIfCached }));
  if (server === undefined) {
    return (
      <Text size="sm" c="dimmed">
        The server is gone, so this can’t be read.
      </Text>
    );
  }
  const readAtMs = reading.kind === 'ended' ? reading.endedAtMs : undefined;
  return (
    <Stack gap="md" mt="sm">
      <Group gap="sm">
        <Button
          size={quiet ? 'xs' : 'sm'}
          onClick={() => read(false)}
          disabled={!ready || reading.kind === 'running'}
          variant={quiet || reading.kind === 'ended' ? 'default' : 'filled'}
        >
          {reading.kind === 'ended' ? 'Read again' : 'Read'}
        </Button>
        {ready && <WatchControl server={server} uri={uri} readAtMs={readAtMs} size={quiet ? 'xs' : 'sm'} />}
      </Group>
      {reading.kind === 'running' && (
        <RunningRequest startedAtMs={reading.startedAtMs} cancelling={reading.cancelling} onCancel={reading.cancel} />
      )}
      {reading.kind === 'ended' && <EndedReading outcome={reading.outcome} onReadAnew={() => read(true)} />}
    </Stack>
  );
}

interface EndedReadingProps {
  readonly outcome: RequestOutcome<'resource.read'>;
  readonly onReadAnew: () => void;
}

function EndedReading({ outcome, onReadAnew }: EndedReadingProps): ReactNode {
  const region = useRef<HTMLElement>(null);
  useEffect(() => {
    region.current?.scrollIntoView({ block: 'nearest' });
  }, [outcome]);
  return (
    <section ref={region} aria-label="What was read" aria-live="polite">
      <ReadOutcomeView outcome={outcome} onReadAnew={onReadAnew} />
    </section>
  );
}
