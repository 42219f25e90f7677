/**
 * Calls one tool and shows how it goes.
 *
 * Arguments go to the server as they are: whether they are valid is its word, and comes as the call's outcome. Whether
 * the server has to start first is the core's to say.
 */
import { Button, Group, Stack, Text } from '@mantine/core';
import { useEffect, useRef, type ReactNode } from 'react';
import type { CallView } from '../../../app/contract/calls.ts';
import type { ServerId } from '../../../app/contract/ids.ts';
import type { ToolView } from '../../../app/contract/servers.ts';
import { visible } from '../../../app/contract/visibleText.ts';
import { CopyButton } from '../../ui/CopyButton.tsx';
import { formatDuration } from '../../ui/formatTime.ts';
import { useNavigation } from '../frame/navigation.tsx';
import { TaskChoice } from '../tasks/TaskChoice.tsx';
import { TaskHandle } from '../tasks/TaskHandle.tsx';
import { useTaskChoice } from '../tasks/useTaskChoice.ts';
import { ArgumentsEditor } from './ArgumentsEditor.tsx';
import { useCallAgain } from './callAgain.ts';
import { CallDetailView } from './CallDetailView.tsx';
import { CallOutcomeView } from './CallOutcomeView.tsx';
import { jsonText } from './JsonView.tsx';
import type { Arguments } from './parseArguments.ts';
import { RunningCall } from './RunningCall.tsx';
import { useToolCall, type PanelCall } from './useToolCall.ts';
import './calls.css';

export interface ToolCallPanelProps {
  readonly serverId: ServerId;
  readonly tool: ToolView;
}

export function ToolCallPanel({ serverId, tool }: ToolCallPanelProps): ReactNode {
  const [call, run] = useToolCall(serverId, tool.name);
  const choice = useTaskChoice(serverId, tool);
  const again = useCallAgain(serverId);
  const { expectDecision, stopExpecting } = useNavigation();
  const start = async (value: Arguments): Promise<void> => {
    // A server that has to start first may lead to a question.
    expectDecision(serverId);
    await run(value, choice.asTask ? { asTask: true } : {});
    stopExpecting(serverId);
  };
  if (tool.taskSupport === 'impossible') return <TaskChoice tool={tool} choice={choice} />;
  return (
    <Stack gap="lg">
      <TaskChoice tool={tool} choice={choice} />
      <section aria-label={`Arguments of ${visible(tool.label)}`}>
        <ArgumentsEditor
          schema={tool.inputSchema}
          pending={call.kind === 'running'}
          {...(again?.toolName === tool.name && { again })}
          onSubmit={(value) => void start(value)}
        />
      </section>
      {call.kind === 'running' && (
        <RunningCall startedAtMs={call.startedAtMs} onCancel={call.cancel} {...(call.view && { view: call.view })} />
      )}
      {call.kind === 'followed' && <FollowedCall view={call.view} />}
      {call.kind === 'ended' && <EndedCall serverId={serverId} call={call} onAgain={() => void start(call.sent)} />}
    </Stack>
  );
}

function FollowedCall({ view }: { readonly view: CallView }): ReactNode {
  return view.task === undefined ? <CallDetailView call={view} /> : <TaskHandle callId={view.callId} view={view} />;
}

interface EndedCallProps {
  readonly serverId: ServerId;
  readonly call: Extract<PanelCall, { kind: 'ended' }>;
  readonly onAgain: () => void;
}

function EndedCall({ serverId, call, onAgain }: EndedCallProps): ReactNode {
  const region = useRef<HTMLElement>(null);
  useEffect(() => {
    // Some browsers answer a promise here, which an effect must not return.
    region.current?.scrollIntoView({ block: 'nearest' });
  }, [call.outcome]);
  const { view } = call;
  const tookMs = view?.endedAtMs === undefined ? undefined : view.endedAtMs - view.startedAtMs;
  const took = tookMs !== undefined && (
    <Text size="sm" c="dimmed">
      {formatDuration(tookMs)}
    </Text>
  );
  return (
    <section ref={region} aria-label="Result" aria-live="polite">
      {call.outcome.kind === 'task' ? (
        <TaskHandle callId={call.callId} {...(view !== undefined && { view })} />
      ) : (
        <CallOutcomeView outcome={call.outcome} aside={took} serverId={serverId} />
      )}
      <Group mt="md" gap="sm">
        <Button variant="default" size="xs" onClick={onAgain}>
          Call again with the same arguments
        </Button>
        <CopyButton text={jsonText(call.sent)} label="Copy the arguments" look="text" />
      </Group>
    </section>
  );
}
