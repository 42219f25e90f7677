/**
 * Adding a remote server by its address: the form proposes, then the decision opens here.
 */
import type { ReactNode } from 'react';
import type { RemoteServer } from '../../../app/contract/servers.ts';
import { useCommand } from '../../state/useCommand.ts';
import { PageHeader } from '../../ui/PageHeader.tsx';
import { useNavigation } from '../frame/navigation.tsx';
import { RemoteServerForm } from './RemoteServerForm.tsx';

export function TypeAddressScreen(): ReactNode {
  const propose = useCommand('server.proposeRemote');
  const { replace, back, expectDecision } = useNavigation();
  const submit = async (definition: RemoteServer): Promise<void> => {
    const outcome = await propose.run({ definition });
    if (outcome.status !== 'done') return;
    const { serverId } = outcome.result;
    expectDecision(serverId);
    replace({ at: 'server', serverId });
  };
  return (
    <>
      <PageHeader
        title="Connect to an address"
        description="Nothing is sent to it yet. Next you see exactly what would be reached, and decide."
      />
      <RemoteServerForm
        error={propose.status === 'failed' ? propose.error : undefined}
        pending={propose.status === 'pending'}
        submitLabel="Show what would be reached"
        onSubmit={(definition) => void submit(definition)}
        onCancel={back}
      />
    </>
  );
}
