/**
 * Copies a text. `label` says what is copied, since a screen reader hears the button alone.
 */
import { ActionIcon, Button, Tooltip } from '@mantine/core';
import { useClipboard } from '@mantine/hooks';
import { IconCheck, IconCopy } from '@tabler/icons-react';
import type { ReactNode } from 'react';

export interface CopyButtonProps {
  readonly text: string;
  /** For example `Copy the command`. */
  readonly label: string;
  /** `icon` shows a tooltip, `text` the label itself. */
  readonly look?: 'icon' | 'text';
}

export function CopyButton({ text, label, look = 'icon' }: CopyButtonProps): ReactNode {
  const clipboard = useClipboard({ timeout: 2_000 });
  const copy = (): void => {
    clipboard.copy(text);
  };
  const said = clipboard.error ? 'Copying failed' : clipboard.copied ? 'Copied' : label;
  const Icon = clipboard.copied ? IconCheck : IconCopy;
  if (look === 'text') {
    return (
      <Button variant="default" size="xs" onClick={copy} leftSection={<Icon size={15} aria-hidden />}>
        {said}
      </Button>
    );
  }
  return (
    <Tooltip label={said}>
      <ActionIcon variant="subtle" color="gray" size="md" onClick={copy} aria-label={said}>
        <Icon size={16} aria-hidden />
      </ActionIcon>
    </Tooltip>
  );
}
