/**
 * Adding a server by a form: the form proposes, then the decision opens in place of this screen.
 */
import type { ComponentType, ReactNode } from 'react';
import type { CommandOutcome, CommandState } from '../../state/useCommand.ts';
import { PageHeader } from '../../ui/PageHeader.tsx';
import { useNavigation } from '../frame/navigation.tsx';
import type { ServerFormProps } from './ServerForm.tsx';

export interface ProposeScreenProps<Definition> {
  readonly title: string;
  readonly description: string;
  readonly Form: ComponentType<ServerFormProps<Definition>>;
  readonly submitLabel: string;
  /** The command that proposes. */
  readonly propose: CommandState<'server.propose'> & {
    readonly run: (params: { readonly definition: Definition }) => Promise<CommandOutcome<'server.propose'>>;
  };
}

export function ProposeScreen<Definition>(props: ProposeScreenProps<Definition>): ReactNode {
  const { title, description, Form, submitLabel, propose } = props;
  const { replace, back, expectDecision } = useNavigation();
  const submit = async (definition: Definition): Promise<void> => {
    const outcome = await propose.run({ definition });
    if (outcome.status !== 'done') return;
    const { serverId } = outcome.result;
    expectDecision(serverId);
    replace({ at: 'server', serverId });
  };
  return (
    <>
      <PageHeader title={title} description={description} />
      <Form
        error={propose.status === 'failed' ? propose.error : undefined}
        pending={propose.status === 'pending'}
        submitLabel={submitLabel}
        onSubmit={(definition) => void submit(definition)}
        onCancel={back}
      />
    </>
  );
}
