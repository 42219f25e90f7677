/**
 * Asks a model for one word with what is typed, and says how that went.
 */
import { Button, Text } from '@mantine/core';
import { IconMessageCircleQuestion } from '@tabler/icons-react';
import { useEffect, useRef } from 'react';
import type { ReactNode } from 'react';
import type { ModelDefinition } from '../../../app/contract/models.ts';
import type { ModelId } from '../../../app/contract/ids.ts';
import { useCommand } from '../../state/useCommand.ts';
import { ErrorAlert } from '../../ui/ErrorAlert.tsx';
import { formatDuration } from '../../ui/formatTime.ts';
import { Quoted } from '../../ui/Quoted.tsx';
import { Notice } from '../servers/Notice.tsx';

export interface ModelTestProps {
  /** `undefined` while the form is not filled in correctly. */
  readonly definition: ModelDefinition | undefined;
  /** Of the model that is edited. */
  readonly modelId: ModelId | undefined;
  /** Told before the definition is looked at, so that the form can mark what is wrong. */
  readonly onTry: () => void;
}

export function ModelTest({ definition, modelId, onTry }: ModelTestProps): ReactNode {
  const test = useCommand('model.test');
  const outcome = useRef<HTMLDivElement>(null);
  useEffect(() => {
    // It comes at the end of a form that is longer than most windows.
    outcome.current?.scrollIntoView({ block: 'nearest' });
  }, [test.status]);
  const ask = (): void => {
    onTry();
    if (definition !== undefined) void test.run({ definition, ...(modelId === undefined ? {} : { modelId }) });
  };
  return (
    <div className="gh-model-test">
      <div>
        <Button
          variant="default"
          leftSection={<IconMessageCircleQuestion size={16} aria-hidden />}
          loading={test.status === 'pending'}
          onClick={ask}
        >
          Test it
        </Button>
        <Text size="sm" c="dimmed" mt={4}>
          Asks the model for one word. Nothing is saved by it.
        </Text>
      </div>
      <div ref={outcome}>
        {test.status === 'pending' && (
          <Text role="status" size="sm">
            Waiting for the model’s answer…
          </Text>
        )}
        {test.status === 'failed' && <ErrorAlert error={test.error} />}
        {test.status === 'done' && (
          <Notice role="status" tone="plain" title={`It answered after ${formatDuration(test.result.tookMs)}`}>
            {test.result.answer === '' ? (
              'It works, but the model gave no text. Some models think longer than this test lets them.'
            ) : (
              <Quoted text={test.result.answer} label="The model says:" />
            )}
          </Notice>
        )}
      </div>
    </div>
  );
}
