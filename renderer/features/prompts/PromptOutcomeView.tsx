/**
 * The messages a prompt makes, one card each, in the order a model would get them.
 */
import { Group, Stack, Text, Title } from '@mantine/core';
import { IconRobot, IconUser } from '@tabler/icons-react';
import { useEffect, useRef, type ReactNode } from 'react';
import { assertNever } from '../../../app/contract/errors.ts';
import type { ServerId } from '../../../app/contract/ids.ts';
import type { PromptMessage, PromptOutcome } from '../../../app/contract/resources.ts';
import { CopyButton } from '../../ui/CopyButton.tsx';
import { ErrorAlert } from '../../ui/ErrorAlert.tsx';
import { plural } from '../../ui/formatTime.ts';
import { Quoted } from '../../ui/Quoted.tsx';
import { ContentBlockView } from '../calls/ContentBlockView.tsx';
import { Notice } from '../servers/Notice.tsx';
import { messagesText } from './promptText.ts';

export interface PromptOutcomeViewProps {
  readonly serverId: ServerId;
  readonly outcome: PromptOutcome;
}

export function PromptOutcomeView({ serverId, outcome }: PromptOutcomeViewProps): ReactNode {
  const region = useRef<HTMLElement>(null);
  useEffect(() => {
    region.current?.scrollIntoView({ block: 'nearest' });
  }, [outcome]);
  return (
    <section ref={region} aria-label="Messages of the prompt" aria-live="polite">
      <Outcome serverId={serverId} outcome={outcome} />
    </section>
  );
}

function Outcome({ serverId, outcome }: PromptOutcomeViewProps): ReactNode {
  switch (outcome.kind) {
    case 'complete':
      return <Messages serverId={serverId} {...outcome.result} />;
    case 'failed':
      return <ErrorAlert error={outcome.error} />;
    case 'cancelled':
      return <Notice tone="plain" title="This was cancelled" />;
    default:
      return assertNever(outcome);
  }
}

interface MessagesProps {
  readonly serverId: ServerId;
  readonly description?: string | undefined;
  readonly messages: readonly PromptMessage[];
}

function Messages({ serverId, description, messages }: MessagesProps): ReactNode {
  return (
    <Stack gap="sm">
      <Group justify="space-between">
        <Title order={3}>{plural(messages.length, 'message')}</Title>
        <CopyButton text={messagesText(messages)} label="Copy all messages" look="text" />
      </Group>
      {description !== undefined && <Quoted by="server" text={description} />}
      {messages.length === 0 && <Text c="dimmed">The server made no messages.</Text>}
      <ol className="gh-messages">
        {messages.map((message, index) => (
          <li key={index} className={`gh-message gh-message-${message.role}`}>
            <MessageCard serverId={serverId} message={message} label={`Message ${index + 1} of ${messages.length}`} />
          </li>
        ))}
      </ol>
    </Stack>
  );
}

interface MessageCardProps {
  readonly serverId: ServerId;
  readonly message: PromptMessage;
  readonly label: string;
}

function MessageCard({ serverId, message: { role, content }, label }: MessageCardProps): ReactNode {
  const Icon = role === 'user' ? IconUser : IconRobot;
  return (
    <>
      <div className="gh-message-role">
        <Icon size={16} aria-hidden /> {role === 'user' ? 'As you' : 'As the model'}
      </div>
      <ContentBlockView block={content} label={label} serverId={serverId} />
    </>
  );
}
