/**
 * Adding a server by its command: the form proposes, then the decision opens here.
 */
import type { ReactNode } from 'react';
import type { TypedServer } from '../../../app/contract/servers.ts';
import { useCommand } from '../../state/useCommand.ts';
import { PageHeader } from '../../ui/PageHeader.tsx';
import { useNavigation } from '../frame/navigation.tsx';
import { TypedServerForm } from './TypedServerForm.tsx';

export function TypeCommandScreen(): ReactNode {
  const propose = useCommand('server.propose');
  const { replace, back, expectDecision } = useNavigation();
  const submit = async (definition: TypedServer): Promise<void> => {
    const outcome = await propose.run({ definition });
    if (outcome.status !== 'done') return;
    const { serverId } = outcome.result;
    expectDecision(serverId);
    replace({ at: 'server', serverId });
  };
  return (
    <>
      <PageHeader
        title="Add a server by its command"
        description="Nothing starts yet. Next you see exactly what would run, and decide."
      />
      <TypedServerForm
        error={propose.status === 'failed' ? propose.error : undefined}
        pending={propose.status === 'pending'}
        submitLabel="Show what would run"
        onSubmit={(definition) => void submit(definition)}
        onCancel={back}
      />
    </>
  );
}
