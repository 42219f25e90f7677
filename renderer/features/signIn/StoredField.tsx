/**
 * Stands in a form for a secret that the host has, with the way to enter another one.
 */
import { Button, Input } from '@mantine/core';
import type { ReactNode } from 'react';
import { SecretChip } from '../../ui/SecretChip.tsx';
import { StoredSecret } from '../install/StoredSecret.tsx';

export interface StoredFieldProps {
  readonly label: string;
  /** `optional`: it can be removed; `unknown`: so it can, and only the host knows whether there is one. */
  readonly need: 'required' | 'optional' | 'unknown';
  readonly onReplace: () => void;
}

export function StoredField({ label, need, onReplace }: StoredFieldProps): ReactNode {
  const words = need === 'required' ? 'Replace' : 'Replace or remove';
  return (
    <Input.Wrapper label={label} labelElement="div">
      <div className="gh-kept">
        {need === 'unknown' ? <SecretChip>stays as you entered it, if you did</SecretChip> : <StoredSecret />}
        <Button
          variant="default"
          size="xs"
          aria-label={`${words} the stored ${label.toLowerCase()}`}
          onClick={onReplace}
        >
          {words}
        </Button>
      </div>
    </Input.Wrapper>
  );
}
