/**
 * What was agreed for a server, row by row as it was shown then, and the way back to the version before.
 *
 * It is what the next start is compared with, which a changed file or setting may already differ from.
 */
import { Button, Group, Text, Title } from '@mantine/core';
import type { ReactNode } from 'react';
import { isRemotePlan, type ServerPlan } from '../../../app/contract/plan.ts';
import type { ServerView } from '../../../app/contract/servers.ts';
import { visible } from '../../../app/contract/visibleText.ts';
import { CopyButton } from '../../ui/CopyButton.tsx';
import { ErrorAlert } from '../../ui/ErrorAlert.tsx';
import { formatTimestamp } from '../../ui/formatTime.ts';
import type { SecretContext } from '../../ui/secretWords.ts';
import { useMirror } from '../../state/mirror.ts';
import { useCommand } from '../../state/useCommand.ts';
import { PlanTable } from '../consent/PlanTable.tsx';
import { RemoteTable } from '../consent/RemoteTable.tsx';
import { useNavigation } from '../frame/navigation.tsx';
import { useAnswer } from './useAnswer.ts';

type GrantWords = Readonly<Record<ServerView['grant'], string>>;

const GRANT_WORDS: GrantWords = {
  none: 'You have not agreed to anything for this server. It asks before it starts.',
  agreed:
    'You agreed to exactly what this server runs. It starts without a question until something about that changes.',
  invalid:
    'There is a record of an agreement, but it was altered or is sealed with a key that is not yours, so it counts for nothing. You will be asked again.',
};

const REMOTE_GRANT_WORDS: GrantWords = {
  none: 'You have not agreed to connect to this server. You are asked before anything is sent to it.',
  agreed:
    'You agreed to exactly what is reached and sent. Gatehouse connects without a question until something about that changes.',
  invalid: GRANT_WORDS.invalid,
};

const NO_KEYCHAIN =
  'No keychain answers on this computer, so agreements last until Gatehouse quits. You will be asked again the next time.';

export function Agreement({ server }: { readonly server: ServerView }): ReactNode {
  const rollBack = useCommand('server.rollBack');
  const keychain = useMirror(({ host }) => host.keychain);
  const { expectDecision } = useNavigation();
  const words = server.source.kind === 'remote' ? REMOTE_GRANT_WORDS : GRANT_WORDS;
  const putBack = (): void => {
    expectDecision(server.serverId);
    void rollBack.run({ serverId: server.serverId });
  };
  return (
    <section className="gh-card" aria-labelledby="agreement-heading">
      <Title order={2} id="agreement-heading" mb="sm">
        What was agreed
      </Title>
      <Text>{server.grant === 'invalid' && !keychain ? NO_KEYCHAIN : words[server.grant]}</Text>
      <Text size="sm" c="dimmed" mt={4}>
        Added {formatTimestamp(server.createdAtMs)}. Every decision about it stands in Activity.
      </Text>
      <AgreedPlan server={server} keychain={keychain} />
      {server.previousVersion !== undefined && (
        <Group mt="md">
          <Button variant="default" onClick={putBack} loading={rollBack.status === 'pending'}>
            Put back version {visible(server.previousVersion)}
          </Button>
        </Group>
      )}
      {rollBack.status === 'failed' && rollBack.error.code !== 'LAUNCH_NOT_AGREED' && (
        <ErrorAlert error={rollBack.error} />
      )}
    </section>
  );
}

interface AgreedPlanProps {
  readonly server: ServerView;
  readonly keychain: boolean;
}

function AgreedPlan({ server, keychain }: AgreedPlanProps): ReactNode {
  const { serverId, grant, state, source } = server;
  // A new agreement moves the server on, so the answer is asked for again with every state.
  const { result, error } = useAnswer('server.agreed', { serverId }, `${grant} ${state.kind}`);
  const agreed = result?.agreed;
  const options = source.kind === 'bundle' ? source.options : [];
  return (
    <>
      {error !== undefined && <ErrorAlert error={error} />}
      {agreed !== undefined && (
        <>
          <Group justify="space-between" mt="md">
            <Text size="sm">
              Agreed {formatTimestamp(agreed.agreedAtMs)} to {isRemotePlan(agreed.plan) ? 'reach' : 'run'} exactly this:
            </Text>
            <CopyButton text={JSON.stringify(agreed.plan, null, 2)} label="Copy all of it as JSON" look="text" />
          </Group>
          <AgreedTable plan={agreed.plan} secrets={{ keychain, options }} />
        </>
      )}
    </>
  );
}

function AgreedTable({ plan, secrets }: { readonly plan: ServerPlan; readonly secrets: SecretContext }): ReactNode {
  const common = { labelledBy: 'agreement-heading', findings: [], secrets };
  return isRemotePlan(plan) ? <RemoteTable {...common} plan={plan} /> : <PlanTable {...common} plan={plan} />;
}
