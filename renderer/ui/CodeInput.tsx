/**
 * A field for what has to be written exactly so.
 */
import { TextInput } from '@mantine/core';
import type { ReactNode } from 'react';

export interface CodeInputProps {
  readonly label: string;
  readonly description: string;
  readonly value: string;
  readonly withAsterisk?: boolean;
  readonly error: string | undefined;
  readonly inputMode?: 'url';
  readonly placeholder?: string;
  /** Where a dialog puts the focus when it opens. */
  readonly 'data-autofocus'?: boolean;
  readonly onChange: (value: string) => void;
}

export function CodeInput({ onChange, ...props }: CodeInputProps): ReactNode {
  return (
    <TextInput
      {...props}
      classNames={{ input: 'gh-mono' }}
      spellCheck={false}
      autoComplete="off"
      onChange={(event) => onChange(event.currentTarget.value)}
    />
  );
}
