/**
 * A form for a model: who provides it, where, which, and the key. Everything can be tried out before it is saved.
 */
import { Button, Group, Input, PasswordInput, Radio, Stack, TextInput } from '@mantine/core';
import { useState, type ReactNode } from 'react';
import { MODEL_PROVIDERS } from '../../../app/contract/models.ts';
import type { ModelView } from '../../../app/contract/models.ts';
import { useCommand } from '../../state/useCommand.ts';
import { CodeInput } from '../../ui/CodeInput.tsx';
import { ErrorAlert } from '../../ui/ErrorAlert.tsx';
import { StoredSecret } from '../install/StoredSecret.tsx';
import { initialModel, modelProblems, staysStored, toModelDefinition } from './modelForm.ts';
import type { ModelFields } from './modelForm.ts';
import { ModelTest } from './ModelTest.tsx';
import { PROVIDER_WORDS } from './modelWords.ts';

export interface ModelFormProps {
  /** Absent for a new one. */
  readonly model: ModelView | undefined;
  readonly onSaved: () => void;
  readonly onCancel: () => void;
}

export function ModelForm({ model, onSaved, onCancel }: ModelFormProps): ReactNode {
  const [fields, setFields] = useState(() => initialModel(model));
  const [edits, setEdits] = useState(0);
  const [tried, setTried] = useState(false);
  const { save, error, pending } = useSave(model);
  const problems = tried ? modelProblems(fields) : {};
  const definition = toModelDefinition(fields, model);
  const change = (changed: Partial<ModelFields>): void => {
    setFields({ ...fields, ...changed });
    setEdits(edits + 1);
  };
  const submit = async (): Promise<void> => {
    setTried(true);
    if (definition !== undefined && (await save(definition))) onSaved();
  };

  return (
    <form
      noValidate
      onSubmit={(event) => {
        event.preventDefault();
        void submit();
      }}
    >
      <Stack gap="md">
        <ProviderChoice provider={fields.provider} onChange={(provider) => change({ provider })} />
        <TextInput
          label="Name"
          description="How this model is called in Gatehouse."
          value={fields.name}
          withAsterisk
          error={problems.name}
          data-autofocus
          onChange={(event) => change({ name: event.currentTarget.value })}
        />
        <CodeInput
          label="Address"
          description={PROVIDER_WORDS[fields.provider].address}
          value={fields.baseUrl}
          withAsterisk={fields.provider === 'openai_compatible'}
          error={problems.baseUrl}
          inputMode="url"
          onChange={(baseUrl) => change({ baseUrl })}
        />
        <CodeInput
          label="Model"
          description="What the provider calls it. You find it in the provider’s list of models."
          value={fields.model}
          withAsterisk
          error={problems.model}
          onChange={(name) => change({ model: name })}
        />
        <KeyField fields={fields} before={model} onChange={change} />
        {/* What was tested is not what is typed any more: it starts anew. */}
        <ModelTest key={edits} definition={definition} modelId={model?.modelId} onTry={() => setTried(true)} />
        {error !== undefined && <ErrorAlert error={error} />}
        <Group justify="flex-end">
          <Button variant="default" onClick={onCancel} disabled={pending}>
            Cancel
          </Button>
          <Button type="submit" loading={pending}>
            {model === undefined ? 'Connect' : 'Save'}
          </Button>
        </Group>
      </Stack>
    </form>
  );
}

function useSave(model: ModelView | undefined) {
  const add = useCommand('model.add');
  const update = useCommand('model.update');
  const command = model === undefined ? add : update;
  return {
    /** Whether it worked. */
    save: async (definition: Parameters<typeof add.run>[0]['definition']): Promise<boolean> => {
      const outcome =
        model === undefined ? await add.run({ definition }) : await update.run({ modelId: model.modelId, definition });
      return outcome.status === 'done';
    },
    error: command.status === 'failed' ? command.error : undefined,
    pending: command.status === 'pending',
  };
}

interface ProviderChoiceProps {
  readonly provider: ModelFields['provider'];
  readonly onChange: (provider: ModelFields['provider']) => void;
}

function ProviderChoice({ provider, onChange }: ProviderChoiceProps): ReactNode {
  const choose = (value: string): void => {
    const chosen = MODEL_PROVIDERS.find((known) => known === value);
    if (chosen !== undefined) onChange(chosen);
  };
  return (
    <Radio.Group label="Kind of provider" value={provider} onChange={choose}>
      <Stack gap="xs" mt={6}>
        {MODEL_PROVIDERS.map((known) => (
          <Radio
            key={known}
            value={known}
            label={PROVIDER_WORDS[known].title}
            description={PROVIDER_WORDS[known].text}
          />
        ))}
      </Stack>
    </Radio.Group>
  );
}

interface KeyFieldProps {
  readonly fields: ModelFields;
  readonly before: ModelView | undefined;
  readonly onChange: (change: Partial<ModelFields>) => void;
}

function KeyField({ fields, before, onChange }: KeyFieldProps): ReactNode {
  if (staysStored(fields, before)) {
    return (
      <Input.Wrapper label="Key" labelElement="div">
        <div className="gh-kept">
          <StoredSecret />
          <Button
            variant="default"
            size="xs"
            aria-label="Replace or remove the stored key"
            onClick={() => onChange({ keepsKey: false })}
          >
            Replace or remove
          </Button>
        </div>
      </Input.Wrapper>
    );
  }
  return (
    <PasswordInput
      label="Key"
      description={keyDescription(fields, before)}
      value={fields.key}
      spellCheck={false}
      autoComplete="off"
      onChange={(event) => onChange({ key: event.currentTarget.value })}
    />
  );
}

function keyDescription({ keepsKey }: ModelFields, before: ModelView | undefined): string {
  if (before?.hasKey !== true) {
    return 'The provider gives it to you. Programs on this computer mostly need none. It is never shown again.';
  }
  return keepsKey
    ? 'The stored key is for another address and is not sent to this one. Enter the key for this address.'
    : 'Takes the place of the stored key. If you leave it empty, the stored key is removed.';
}
