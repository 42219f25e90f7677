/**
 * A value that has to be filled in: what it is called, why, where it goes, and a control for it.
 */
import { Button, NativeSelect, PasswordInput, TextInput } from '@mantine/core';
import { IconFolderOpen } from '@tabler/icons-react';
import type { ReactNode } from 'react';
import type { ImportEntry, ImportInput } from '../../../app/contract/imports.ts';
import { Quoted } from '../../ui/Quoted.tsx';
import { VisibleText } from '../../ui/VisibleText.tsx';
import { usePicker } from '../picker/pickerContext.ts';
import { fieldsOf, fillIn, isMasked, valueOf } from './importForm.ts';
import type { EntryForm } from './importForm.ts';
import { fieldWords, REASON_WORDS } from './importWords.ts';

export interface InputRowProps {
  readonly entry: ImportEntry;
  readonly form: EntryForm;
  readonly input: ImportInput;
  readonly speaker: string;
  readonly isMissing: boolean;
  readonly onChange: (form: EntryForm) => void;
}

/** What the other application would put a folder in for. */
const FOLDERS = new Set(['workspaceFolder', 'workspaceRoot', 'userHome', 'cwd', 'WORKING_DIR']);

export function InputRow(props: InputRowProps): ReactNode {
  const { entry, input, speaker } = props;
  const isFolder = input.reason === 'computed' && FOLDERS.has(input.label);
  return (
    <div className="gh-input-row">
      {input.description !== undefined && <Quoted text={input.description} label={speaker} />}
      <Control {...props} />
      {isFolder && <ChooseFolder {...props} />}
      <span className="gh-soft gh-goes-into">
        Goes into{' '}
        {fieldsOf(entry, input.key).map((field, index) => {
          const { kind, name } = fieldWords(field.field);
          return (
            <span key={field.field}>
              {index > 0 && ', '}
              {kind.toLowerCase()} {name !== undefined && <VisibleText text={name} mono />}
            </span>
          );
        })}
      </span>
    </div>
  );
}

function Control({ entry, form, input, isMissing, onChange }: InputRowProps): ReactNode {
  const masked = isMasked(entry, form, input);
  const common = {
    label: <VisibleText text={input.label} />,
    description: `${REASON_WORDS[input.reason]}${masked ? ' It is kept as a secret.' : ''}`,
    withAsterisk: input.default !== '',
    error: isMissing ? 'Fill this in, or leave out what it goes into.' : undefined,
    value: valueOf(form, input.key),
  };
  const set = (value: string): void => onChange(fillIn(form, input.key, value));
  if (input.options !== undefined && !masked) {
    const data = common.value === '' ? ['', ...input.options] : input.options;
    return <NativeSelect {...common} data={[...data]} onChange={(event) => set(event.currentTarget.value)} />;
  }
  const Text = masked ? PasswordInput : TextInput;
  return (
    <Text {...common} spellCheck={false} autoComplete="off" onChange={(event) => set(event.currentTarget.value)} />
  );
}

function ChooseFolder({ form, input, onChange }: InputRowProps): ReactNode {
  const pick = usePicker();
  const choose = async (): Promise<void> => {
    const [chosen] = await pick({ want: 'directory', multiple: false, extensions: [] });
    if (chosen !== undefined) onChange(fillIn(form, input.key, chosen.path));
  };
  return (
    <div>
      <Button
        variant="default"
        size="sm"
        leftSection={<IconFolderOpen size={16} aria-hidden />}
        onClick={() => void choose()}
      >
        Choose a folder…
      </Button>
    </div>
  );
}
