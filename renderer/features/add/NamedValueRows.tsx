/**
 * Names with values, one per row. A secret is masked, goes to the host once, and never comes back to the page.
 */
import { ActionIcon, Button, Checkbox, Input, PasswordInput, TextInput } from '@mantine/core';
import { IconPlus, IconX } from '@tabler/icons-react';
import type { ReactNode } from 'react';
import { StoredSecret } from '../install/StoredSecret.tsx';

export interface NamedValue {
  readonly id: number;
  readonly name: string;
  readonly value: string;
  readonly secret: boolean;
  /** A secret that is stored; its value stays as it is until it is replaced. */
  readonly kept: boolean;
}

export type NamedValueChange = Partial<Omit<NamedValue, 'id'>>;

export interface NamedValueRowsProps {
  readonly label: string;
  readonly description: string;
  /** `variable`: names every control. */
  readonly noun: string;
  readonly namePlaceholder: string;
  readonly rows: readonly NamedValue[];
  /** By row id; absent before the form was tried. */
  readonly problems: ReadonlyMap<number, string> | undefined;
  readonly onAdd: () => void;
  readonly onChange: (id: number, change: NamedValueChange) => void;
  readonly onRemove: (id: number) => void;
}

export function NamedValueRows(props: NamedValueRowsProps): ReactNode {
  const { label, description, noun, namePlaceholder, rows, problems, onAdd, onChange, onRemove } = props;
  return (
    <Input.Wrapper label={label} labelElement="div" description={description}>
      <div className="gh-form-rows" role="group" aria-label={label}>
        {rows.map((row, index) => (
          <Row
            key={row.id}
            row={row}
            called={`${noun} ${index + 1}`}
            namePlaceholder={namePlaceholder}
            problem={problems?.get(row.id)}
            onChange={(change) => onChange(row.id, change)}
            onRemove={() => onRemove(row.id)}
          />
        ))}
        <div>
          <Button variant="default" size="sm" leftSection={<IconPlus size={16} aria-hidden />} onClick={onAdd}>
            Add a {noun}
          </Button>
        </div>
      </div>
    </Input.Wrapper>
  );
}

interface RowProps {
  readonly row: NamedValue;
  /** `variable 2`. */
  readonly called: string;
  readonly namePlaceholder: string;
  readonly problem: string | undefined;
  readonly onChange: (change: NamedValueChange) => void;
  readonly onRemove: () => void;
}

function Row({ row, called, namePlaceholder, problem, onChange, onRemove }: RowProps): ReactNode {
  return (
    <div className="gh-env-row">
      <TextInput
        aria-label={`Name of ${called}`}
        placeholder={namePlaceholder}
        value={row.name}
        error={problem}
        classNames={{ input: 'gh-mono' }}
        spellCheck={false}
        autoComplete="off"
        onChange={(event) => onChange({ name: event.currentTarget.value })}
      />
      <Value row={row} called={called} onChange={onChange} />
      <Checkbox
        label="Secret"
        aria-label={`${called.charAt(0).toUpperCase()}${called.slice(1)} is secret`}
        checked={row.secret}
        // What was stored as a secret can be replaced but not turned into open text.
        disabled={row.kept}
        onChange={(event) => onChange({ secret: event.currentTarget.checked })}
      />
      <ActionIcon variant="subtle" color="gray" size="lg" aria-label={`Remove ${called}`} onClick={onRemove}>
        <IconX size={16} aria-hidden />
      </ActionIcon>
    </div>
  );
}

function Value({ row, called, onChange }: Pick<RowProps, 'row' | 'called' | 'onChange'>): ReactNode {
  if (row.kept) {
    return (
      <div className="gh-kept-value">
        <StoredSecret />
        <Button
          variant="default"
          size="xs"
          aria-label={`Replace the value of ${called}`}
          onClick={() => onChange({ kept: false })}
        >
          Replace
        </Button>
      </div>
    );
  }
  const Control = row.secret ? PasswordInput : TextInput;
  return (
    <Control
      aria-label={`Value of ${called}`}
      placeholder="value"
      value={row.value}
      spellCheck={false}
      autoComplete="off"
      onChange={(event) => onChange({ value: event.currentTarget.value })}
    />
  );
}
