/**
 * A text of a conversation: shown with everything visible, and changed on request.
 *
 * It is not a text box from the start, since a text box hides what can't be seen (S12).
 */
import { Button, Group, Textarea } from '@mantine/core';
import { useState } from 'react';
import type { ReactNode } from 'react';
import { SeverityBadge } from '../../ui/SeverityBadge.tsx';
import { LongText } from '../calls/LongText.tsx';

export interface EditableTextProps {
  readonly original: string;
  /** As the person left it, if they changed it. */
  readonly edited: string | undefined;
  /** Names it for a screen reader, such as `Text of message 2`. */
  readonly label: string;
  /** Absent where nothing can be changed. `undefined` puts the text back. */
  readonly onEdit?: ((text: string | undefined) => void) | undefined;
}

export function EditableText({ original, edited, label, onEdit }: EditableTextProps): ReactNode {
  const [isEditing, setEditing] = useState(false);
  const text = edited ?? original;
  const noun = label.toLowerCase();
  if (onEdit === undefined) return <LongText text={original} label={label} copyLabel={`Copy the ${noun}`} />;
  return (
    <>
      {isEditing ? (
        <Textarea
          aria-label={label}
          value={text}
          autosize
          minRows={2}
          maxRows={20}
          autoFocus
          spellCheck={false}
          onChange={(event) => onEdit(event.currentTarget.value)}
        />
      ) : (
        <LongText text={text} label={label} copyLabel={`Copy the ${noun}`} />
      )}
      <Group gap="sm" mt={6}>
        <Button
          variant="default"
          size="xs"
          aria-label={`${isEditing ? 'Stop changing' : 'Change'} the ${noun}`}
          onClick={() => setEditing(!isEditing)}
        >
          {isEditing ? 'Done' : 'Change'}
        </Button>
        {edited !== undefined && edited !== original && (
          <>
            <Button
              variant="default"
              size="xs"
              aria-label={`Put back the ${noun}`}
              onClick={() => {
                setEditing(false);
                onEdit(undefined);
              }}
            >
              Put it back
            </Button>
            <SeverityBadge severity="note">You changed this</SeverityBadge>
          </>
        )}
      </Group>
    </>
  );
}
