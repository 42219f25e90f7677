/**
 * Whether a server may ask for text from a model (MCP 2025-11-25 client/sampling), and how much of it. Off by default.
 */
import { Group, Switch, Text, Title } from '@mantine/core';
import type { ReactNode } from 'react';
import type { ServerPreferences, ServerView } from '../../../app/contract/servers.ts';
import { ErrorAlert } from '../../ui/ErrorAlert.tsx';
import { useCommand } from '../../state/useCommand.ts';
import { RestartToApply } from './RestartToApply.tsx';
import { SamplingLimits } from './SamplingLimits.tsx';

export type Sampling = ServerPreferences['sampling'];

export function SamplingSection({ server }: { readonly server: ServerView }): ReactNode {
  const prefer = useCommand('server.prefer');
  const { serverId, preferences } = server;
  const { sampling } = preferences;
  const save = (changed: Sampling): void => void prefer.run({ serverId, change: { sampling: changed } });
  return (
    <section className="gh-card" aria-labelledby="sampling-heading">
      <Group justify="space-between" align="flex-start" wrap="nowrap" mb="sm">
        <Title order={2} id="sampling-heading">
          Asking a model
        </Title>
        <Switch
          label={sampling.enabled ? 'On' : 'Off'}
          aria-label="The server may ask for text from a model"
          labelPosition="left"
          checked={sampling.enabled}
          disabled={prefer.status === 'pending'}
          onChange={(event) => save({ ...sampling, enabled: event.currentTarget.checked })}
        />
      </Group>
      <Text maw="44rem">
        Some servers want to ask a model themselves (sampling). When this is on, the server may send a text of its own
        to one of your models, at your cost. You see the text before it is sent and the answer before it goes back, and
        can change or refuse both.
      </Text>
      <RestartToApply server={server}>Switching it on or off counts from the next start.</RestartToApply>
      {sampling.enabled && (
        <SamplingLimits
          // What is stored now is what the form starts from.
          key={JSON.stringify(sampling)}
          sampling={sampling}
          pending={prefer.status === 'pending'}
          onSave={save}
        />
      )}
      {prefer.status === 'failed' && <ErrorAlert error={prefer.error} />}
    </section>
  );
}
