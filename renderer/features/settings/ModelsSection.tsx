/**
 * The models a person has connected, for answering what servers ask of one.
 */
import { Button, Group, Modal, Stack, Text, Title } from '@mantine/core';
import { IconPlus } from '@tabler/icons-react';
import { useRef, useState, type ReactNode } from 'react';
import type { ModelView } from '../../../app/contract/models.ts';
import { useMirror } from '../../state/mirror.ts';
import { useCommand } from '../../state/useCommand.ts';
import { ErrorAlert } from '../../ui/ErrorAlert.tsx';
import { QuotedName } from '../../ui/QuotedName.tsx';
import { ModelForm } from './ModelForm.tsx';
import { ModelList } from './ModelList.tsx';

type Open = { readonly kind: 'add' } | { readonly kind: 'edit' | 'remove'; readonly model: ModelView };

export function ModelsSection(): ReactNode {
  const models = useMirror((mirror) => mirror.models);
  const keychain = useMirror(({ host }) => host.keychain);
  const [open, setOpen] = useState<Open>();
  const addButton = useRef<HTMLButtonElement>(null);
  const close = (): void => setOpen(undefined);
  return (
    <section className="gh-card" aria-labelledby="models-heading">
      <Title order={2} id="models-heading" mb="sm">
        Models
      </Title>
      <Text mb="md" maw="44rem">
        Some servers ask for a text that a language model would write. You see each of these requests before anything is
        sent, and the answer before the server gets it. You can always answer by hand, so you need no model.
      </Text>
      <ModelList
        models={models}
        keychain={keychain}
        onEdit={(model) => setOpen({ kind: 'edit', model })}
        onRemove={(model) => setOpen({ kind: 'remove', model })}
      />
      <Button
        ref={addButton}
        variant="default"
        mt="md"
        leftSection={<IconPlus size={16} aria-hidden />}
        onClick={() => setOpen({ kind: 'add' })}
      >
        Connect a model…
      </Button>
      <Modal
        opened={open?.kind === 'add' || open?.kind === 'edit'}
        onClose={close}
        title={open?.kind === 'edit' ? 'Edit the model' : 'Connect a model'}
        size="lg"
        // What was typed is not lost by a click beside it.
        closeOnClickOutside={false}
        closeButtonProps={{ 'aria-label': 'Close' }}
      >
        {open !== undefined && open.kind !== 'remove' && (
          <ModelForm model={open.kind === 'edit' ? open.model : undefined} onSaved={close} onCancel={close} />
        )}
      </Modal>
      <Modal
        opened={open?.kind === 'remove'}
        onClose={close}
        title="Remove the model?"
        closeButtonProps={{ 'aria-label': 'Close' }}
      >
        {open?.kind === 'remove' && (
          <Removal
            model={open.model}
            onCancel={close}
            onRemoved={() => {
              close();
              // The button that opened this is gone.
              addButton.current?.focus();
            }}
          />
        )}
      </Modal>
    </section>
  );
}

interface RemovalProps {
  readonly model: ModelView;
  readonly onCancel: () => void;
  readonly onRemoved: () => void;
}

function Removal({ model, onCancel, onRemoved }: RemovalProps): ReactNode {
  const remove = useCommand('model.remove');
  const confirm = async (): Promise<void> => {
    const outcome = await remove.run({ modelId: model.modelId });
    if (outcome.status === 'done') onRemoved();
  };
  return (
    <Stack gap="md">
      <Text>
        Gatehouse forgets <QuotedName name={model.name} />
        {model.hasKey ? ' and deletes its key' : ''}. Servers that were set to use it ask you without a suggestion.
      </Text>
      {remove.status === 'failed' && <ErrorAlert error={remove.error} />}
      <Group justify="flex-end">
        <Button variant="default" onClick={onCancel} data-autofocus>
          Cancel
        </Button>
        <Button color="red.9" loading={remove.status === 'pending'} onClick={() => void confirm()}>
          Remove
        </Button>
      </Group>
    </Stack>
  );
}
