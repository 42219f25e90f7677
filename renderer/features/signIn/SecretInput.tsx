/**
 * A field for a secret on one line: hidden while it is typed, and kept by no browser. SECURITY(S9)
 */
import { PasswordInput } from '@mantine/core';
import type { ReactNode } from 'react';

export interface SecretInputProps {
  readonly label: string;
  readonly description: string;
  readonly value: string;
  readonly withAsterisk?: boolean;
  readonly error?: string | undefined;
  /** Where the button that brought this field up is gone. */
  readonly autoFocus?: boolean;
  readonly onChange: (value: string) => void;
}

export function SecretInput({ description, onChange, ...props }: SecretInputProps): ReactNode {
  return (
    <PasswordInput
      {...props}
      description={`${description} It is never shown again.`}
      spellCheck={false}
      autoComplete="off"
      onChange={(event) => onChange(event.currentTarget.value)}
    />
  );
}
