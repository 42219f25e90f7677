/**
 * The connected models, one a row.
 */
import { Button, Group, Text } from '@mantine/core';
import type { ReactNode } from 'react';
import type { ModelView } from '../../../app/contract/models.ts';
import { SecretChip } from '../../ui/SecretChip.tsx';
import { VisibleText } from '../../ui/VisibleText.tsx';
import { PROVIDER_WORDS, placeWords } from './modelWords.ts';

export interface ModelListProps {
  readonly models: readonly ModelView[];
  /** Whether keys outlast this run. */
  readonly keychain: boolean;
  readonly onEdit: (model: ModelView) => void;
  readonly onRemove: (model: ModelView) => void;
}

export function ModelList({ models, keychain, onEdit, onRemove }: ModelListProps): ReactNode {
  if (models.length === 0) {
    return (
      <div className="gh-no-models">
        <strong>No model is connected</strong>
        <Text c="dimmed">
          Connect one if you would rather have answers written for you than write them yourself. It can run on this
          computer, or at a provider that gives you a key.
        </Text>
      </div>
    );
  }
  return (
    <ul className="gh-models" aria-label="Connected models">
      {models.map((model) => (
        <li key={model.modelId} className="gh-model">
          <div>
            <strong>
              <VisibleText text={model.name} />
            </strong>
            <Text size="sm" c="dimmed" component="div">
              {PROVIDER_WORDS[model.provider].title}: <VisibleText text={model.model} mono />
            </Text>
            <Text size="sm" c="dimmed" component="div">
              <VisibleText text={placeWords(model)} mono={model.baseUrl !== undefined} />
            </Text>
            {model.hasKey && <SecretChip>{keychain ? 'key in your keychain' : 'key kept for this run'}</SecretChip>}
          </div>
          <Group gap="xs" wrap="nowrap">
            <Button variant="default" size="sm" aria-label={`Edit ${model.name}`} onClick={() => onEdit(model)}>
              Edit
            </Button>
            <Button variant="default" size="sm" aria-label={`Remove ${model.name}`} onClick={() => onRemove(model)}>
              Remove…
            </Button>
          </Group>
        </li>
      ))}
    </ul>
  );
}
