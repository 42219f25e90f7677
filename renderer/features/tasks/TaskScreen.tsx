/**
 * One task: how it is, what was sent, what came of it, and what can be done about it.
 */
import { Anchor, Group, Skeleton } from '@mantine/core';
import { IconArrowLeft } from '@tabler/icons-react';
import type { ReactNode } from 'react';
import type { CallDetail } from '../../../app/contract/calls.ts';
import type { CallId } from '../../../app/contract/ids.ts';
import { useMirror } from '../../state/mirror.ts';
import { ErrorAlert } from '../../ui/ErrorAlert.tsx';
import { PageHeader } from '../../ui/PageHeader.tsx';
import { Quoted } from '../../ui/Quoted.tsx';
import { QuotedName } from '../../ui/QuotedName.tsx';
import { VisibleText } from '../../ui/VisibleText.tsx';
import { SentArguments } from '../calls/CallDetailView.tsx';
import { useNavigation } from '../frame/navigation.tsx';
import { useAnswer } from '../servers/useAnswer.ts';
import { TaskActions } from './TaskActions.tsx';
import { TaskFacts } from './TaskFacts.tsx';
import { TaskOutcome } from './TaskOutcome.tsx';
import { TaskStateCard } from './TaskStateCard.tsx';
import { isTaskCall, type TaskCall } from './taskWords.ts';
import './tasks.css';

export interface TaskScreenProps {
  readonly callId: CallId;
}

export function TaskScreen({ callId }: TaskScreenProps): ReactNode {
  const live = useMirror(({ calls }) => calls.find((call) => call.callId === callId));
  const { result: detail, error } = useAnswer('call.get', { callId }, live?.state);
  const call = live ?? detail?.call;
  if (call === undefined || !isTaskCall(call)) {
    return (
      <>
        <PageHeader above={<WayBack />} title="Task" />
        {error === undefined ? <Skeleton height={240} aria-label="Loading the task" /> : <ErrorAlert error={error} />}
      </>
    );
  }
  return (
    <>
      <TaskHeader call={call} />
      <div className="gh-column">
        {/* The call is the mirror's, and its result comes a moment later. */}
        <KnownTask call={call} detail={detail} />
        {error !== undefined && <ErrorAlert error={error} />}
      </div>
    </>
  );
}

function WayBack(): ReactNode {
  const { go } = useNavigation();
  return (
    <Anchor component="button" type="button" size="sm" onClick={() => go({ at: 'tasks' })}>
      <Group gap={4} component="span">
        <IconArrowLeft size={15} aria-hidden /> Tasks
      </Group>
    </Anchor>
  );
}

function TaskHeader({ call: { toolName, serverId, serverName } }: { readonly call: TaskCall }): ReactNode {
  const { go } = useNavigation();
  const isThere = useMirror(({ servers }) => servers.some((server) => server.serverId === serverId));
  return (
    <PageHeader
      above={<WayBack />}
      title={<VisibleText text={toolName} />}
      description={
        <>
          A task of{' '}
          {isThere ? (
            <Anchor component="button" type="button" onClick={() => go({ at: 'server', serverId })}>
              <VisibleText text={serverName} />
            </Anchor>
          ) : (
            <>
              <QuotedName name={serverName} />, which was removed
            </>
          )}
        </>
      }
    />
  );
}

interface KnownTaskProps {
  readonly call: TaskCall;
  readonly detail: CallDetail | undefined;
}

function KnownTask({ call, detail }: KnownTaskProps): ReactNode {
  const { immediateResponse } = call.task;
  return (
    <>
      <TaskStateCard call={call}>
        <TaskActions call={call} {...(detail !== undefined && { detail })} />
      </TaskStateCard>
      {detail !== undefined && <TaskOutcome call={call} detail={detail} />}
      {immediateResponse !== undefined && (
        <Quoted label="What the server would have a model read in the meantime:" text={immediateResponse} />
      )}
      {detail === undefined ? (
        <Skeleton height={80} aria-label="Loading the arguments" />
      ) : (
        <SentArguments sent={detail.arguments} withheld={detail.withheld} />
      )}
      <TaskFacts call={call} />
    </>
  );
}
