/**
 * Which protocol a server is spoken to in.
 */
import { Radio, Text, Title } from '@mantine/core';
import type { ReactNode } from 'react';
import type { ServerPreferences, ServerView } from '../../../app/contract/servers.ts';
import { ErrorAlert } from '../../ui/ErrorAlert.tsx';
import { useCommand } from '../../state/useCommand.ts';
import { actionWords } from '../servers/serverWords.ts';
import { RestartToApply } from './RestartToApply.tsx';

type Era = ServerPreferences['era'];

const ERAS: readonly { readonly value: Era; readonly label: string; readonly description: string }[] = [
  { value: 'auto', label: 'Automatic', description: 'Gatehouse asks the server, and uses the newest both know.' },
  {
    value: 'legacy',
    label: '2025-11-25 and older',
    description: 'For a server that says it speaks the newer protocol and fails with it.',
  },
  { value: 'modern', label: '2026-07-28', description: 'A server that does not speak it is not used at all.' },
];

export function EraSection({ server }: { readonly server: ServerView }): ReactNode {
  const prefer = useCommand('server.prefer');
  const { serverId, preferences, state } = server;
  const choose = (chosen: string): void => {
    const era = ERAS.find(({ value }) => value === chosen)?.value;
    if (era !== undefined) void prefer.run({ serverId, change: { era } });
  };
  return (
    <section className="gh-card" aria-labelledby="era-heading">
      <Title order={2} id="era-heading" mb="sm">
        Protocol
      </Title>
      <Radio.Group aria-labelledby="era-heading" value={preferences.era} onChange={choose}>
        <div className="gh-radio-column">
          {ERAS.map((era) => (
            <Radio key={era.value} {...era} />
          ))}
        </div>
      </Radio.Group>
      <RestartToApply server={server}>
        {state.kind === 'running' && usesAnother(preferences.era, state.connection.era)
          ? `The server is still spoken to in the other one. ${actionWords('restart', server)} to apply your choice.`
          : 'A change counts from the next start.'}
      </RestartToApply>
      {state.kind === 'failed' && (
        <Text size="sm" mt="md" role="status">
          The server failed. Why stands at the top of this page.
        </Text>
      )}
      {prefer.status === 'failed' && <ErrorAlert error={prefer.error} />}
    </section>
  );
}

function usesAnother(wanted: Era, used: 'legacy' | 'modern'): boolean {
  return wanted !== 'auto' && wanted !== used;
}
