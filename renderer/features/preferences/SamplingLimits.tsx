/**
 * How much a server may ask of a model, and which one is suggested.
 */
import { Button, Group, NumberInput, Select } from '@mantine/core';
import { useState, type ReactNode, type SyntheticEvent } from 'react';
import { VisibleText } from '../../ui/VisibleText.tsx';
import { useMirror } from '../../state/mirror.ts';
import { LIMITS, limitProblem, withLimits, type LimitFields } from './samplingLimits.ts';
import type { Sampling } from './SamplingSection.tsx';

export interface SamplingLimitsProps {
  readonly sampling: Sampling;
  readonly pending: boolean;
  readonly onSave: (sampling: Sampling) => void;
}

export function SamplingLimits({ sampling, pending, onSave }: SamplingLimitsProps): ReactNode {
  const [fields, setFields] = useState<LimitFields>(sampling);
  const [modelId, setModelId] = useState(sampling.modelId);
  const changed = withLimits(sampling, fields, modelId);
  const isNew = JSON.stringify(changed) !== JSON.stringify(withLimits(sampling, sampling, sampling.modelId));
  const save = (event: SyntheticEvent): void => {
    event.preventDefault();
    if (changed !== undefined) onSave(changed);
  };
  return (
    <form noValidate onSubmit={save} className="gh-form" aria-label="Limits of asking a model">
      <ModelChoice modelId={modelId} onChange={setModelId} />
      <div className="gh-limits">
        {LIMITS.map(({ key, label, description, most }) => (
          <NumberInput
            key={key}
            label={label}
            inputWrapperOrder={['label', 'input', 'description', 'error']}
            description={description}
            value={fields[key]}
            min={1}
            max={most}
            clampBehavior="none"
            allowDecimal={false}
            thousandSeparator=","
            error={limitProblem(fields[key], most)}
            onChange={(value) => setFields({ ...fields, [key]: value })}
          />
        ))}
      </div>
      <Group>
        <Button type="submit" variant="default" disabled={changed === undefined || !isNew} loading={pending}>
          Save the limits
        </Button>
      </Group>
    </form>
  );
}

interface ModelChoiceProps {
  readonly modelId: string | undefined;
  readonly onChange: (modelId: string | undefined) => void;
}

function ModelChoice({ modelId, onChange }: ModelChoiceProps): ReactNode {
  const models = useMirror((snapshot) => snapshot.models);
  const known = models.some((model) => model.modelId === modelId);
  return (
    <Select
      label="Suggested model"
      description={
        models.length === 0
          ? 'You have connected no model yet. Until you do, you can answer the server by hand.'
          : 'It stands first when the server asks. You can choose another one each time.'
      }
      placeholder={modelId !== undefined && !known ? 'A model that is gone' : 'None'}
      disabled={models.length === 0}
      clearable
      maw="24rem"
      value={known ? (modelId ?? null) : null}
      data={models.map(({ modelId: value, name }) => ({ value, label: name }))}
      renderOption={({ option }) => <VisibleText text={option.label} />}
      onChange={(chosen) => onChange(chosen ?? undefined)}
    />
  );
}
