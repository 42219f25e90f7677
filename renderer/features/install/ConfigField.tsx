/**
 * One option of a bundle's configuration as a control of its type.
 */
import { Button, Checkbox, Input, PasswordInput, TextInput } from '@mantine/core';
import type { ReactNode } from 'react';
import type { ConfigOption } from '../../../app/contract/bundles.ts';
import { VisibleText } from '../../ui/VisibleText.tsx';
import type { FieldValue } from './configForm.ts';
import { Description, wordsOf } from './optionWords.tsx';
import { PathsField } from './PathsField.tsx';
import { StoredSecret } from './StoredSecret.tsx';

export interface ConfigFieldProps {
  readonly option: ConfigOption;
  readonly field: FieldValue | undefined;
  readonly problem: string | undefined;
  readonly onChange: (field: FieldValue) => void;
}

export function ConfigField({ option, field, problem, onChange }: ConfigFieldProps): ReactNode {
  if (field === undefined) return null;
  switch (field.kind) {
    case 'kept_secret':
      return <KeptSecret option={option} problem={problem} onChange={onChange} />;
    case 'flag':
      return <Flag option={option} on={field.on} problem={problem} onChange={onChange} />;
    case 'text':
      return <TextField option={option} text={field.text} problem={problem} onChange={onChange} />;
    case 'paths':
      return <PathsField option={option} paths={field.paths} problem={problem} onChange={onChange} />;
  }
}

type PartProps = Omit<ConfigFieldProps, 'field'>;

function TextField({ option, text, problem, onChange }: PartProps & { readonly text: string }): ReactNode {
  const Control = option.sensitive ? PasswordInput : TextInput;
  return (
    <Control
      {...wordsOf(option)}
      value={text}
      error={problem}
      onChange={(event) => {
        onChange({ kind: 'text', text: event.currentTarget.value });
      }}
      autoComplete="off"
      spellCheck={false}
      {...(option.type === 'number' ? { inputMode: 'decimal' as const } : {})}
    />
  );
}

function Flag({ option, on, problem, onChange }: PartProps & { readonly on: boolean }): ReactNode {
  return (
    <Checkbox
      label={<VisibleText text={option.title} />}
      description={<Description option={option} />}
      checked={on}
      error={problem}
      onChange={(event) => {
        onChange({ kind: 'flag', on: event.currentTarget.checked });
      }}
    />
  );
}

function KeptSecret({ option, problem, onChange }: PartProps): ReactNode {
  return (
    <Input.Wrapper {...wordsOf(option)} error={problem} labelElement="div">
      <div className="gh-kept">
        <StoredSecret />
        <Button
          variant="default"
          size="xs"
          aria-label={`Replace the stored ${option.title}`}
          onClick={() => {
            onChange({ kind: 'text', text: '' });
          }}
        >
          Replace
        </Button>
      </div>
    </Input.Wrapper>
  );
}
