/**
 * One message of the protocol, whole.
 */
import { Group, Text } from '@mantine/core';
import type { ReactNode } from 'react';
import type { WireMessage } from '../../../app/contract/servers.ts';
import { formatTimestamp } from '../../ui/formatTime.ts';
import { VisibleText } from '../../ui/VisibleText.tsx';
import { LongText } from '../calls/LongText.tsx';
import { prettyMessage } from './wireMessages.ts';
import '../calls/calls.css';

export function WireMessageView({ message }: { readonly message: WireMessage }): ReactNode {
  const { direction, kind, method, atMs, sizeChars } = message;
  const { text, isCut } = prettyMessage(message.text);
  return (
    <section aria-label="The chosen message" className="gh-wire-message">
      <Group gap="xs" mb={6}>
        <Text fw={600}>
          {direction === 'sent' ? 'Sent' : 'Received'} {kind}
        </Text>
        {method !== undefined && <VisibleText text={method} mono />}
        <Text size="sm" c="dimmed">
          {formatTimestamp(atMs)}
        </Text>
      </Group>
      {isCut && (
        <Text size="sm" c="dimmed" mb={6}>
          The message is {sizeChars.toLocaleString()} characters long. Only its beginning is kept.
        </Text>
      )}
      <LongText text={text} label="Text of the message" copyLabel="Copy the message" />
    </section>
  );
}
