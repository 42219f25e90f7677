/**
 * A printed text in a box that scrolls. A very long one is shown in part until a person asks for the rest.
 */
import { Button, Group, Text } from '@mantine/core';
import { useState, type ReactNode } from 'react';
import { CopyButton } from '../../ui/CopyButton.tsx';
import { PrintedText } from './PrintedText.tsx';
import { shortenText } from './shortenText.ts';

export interface LongTextProps {
  readonly text: string;
  /** Names the box for a screen reader. */
  readonly label: string;
  /** For the button that copies all of it. */
  readonly copyLabel: string;
}

export function LongText({ text, label, copyLabel }: LongTextProps): ReactNode {
  const [all, setAll] = useState(false);
  const { shown, hidden } = shortenText(text, all ? Infinity : undefined);
  return (
    <>
      <div className="gh-printed-frame">
        {/* A box that scrolls takes the focus, so that the arrow keys reach all of it. */}
        <div className="gh-printed" role="region" aria-label={label} tabIndex={0}>
          {text === '' ? <span className="gh-soft">Empty text</span> : <PrintedText text={shown} />}
        </div>
        <CopyButton text={text} label={copyLabel} />
      </div>
      {hidden > 0 && (
        <Group gap="sm" mt={6}>
          <Text size="sm" c="dimmed">
            {hidden.toLocaleString()} more characters are not shown. Copying takes all of them.
          </Text>
          <Button variant="default" size="xs" onClick={() => setAll(true)}>
            Show all
          </Button>
        </Group>
      )}
    </>
  );
}
