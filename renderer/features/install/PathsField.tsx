/**
 * Files or folders of an option: chosen in the picker, or typed.
 *
 * Each path carries where it comes from; typing over it takes that away, since nobody chose what is typed.
 */
import { ActionIcon, Button, Input, TextInput } from '@mantine/core';
import { IconFolderOpen, IconX } from '@tabler/icons-react';
import { useId } from 'react';
import type { ReactNode } from 'react';
import type { ConfigOption } from '../../../app/contract/bundles.ts';
import { usePicker } from '../picker/pickerContext.ts';
import type { FieldPath, FieldValue } from './configForm.ts';
import { wordsOf } from './optionWords.tsx';

export interface PathsFieldProps {
  readonly option: ConfigOption;
  readonly paths: readonly FieldPath[];
  readonly problem: string | undefined;
  readonly onChange: (field: FieldValue) => void;
}

export function PathsField({ option, paths, problem, onChange }: PathsFieldProps): ReactNode {
  const pick = usePicker();
  const id = useId();
  const set = (next: readonly FieldPath[]): void => {
    onChange({ kind: 'paths', paths: next });
  };
  const choose = async (): Promise<void> => {
    const want = option.type === 'directory' ? 'directory' : 'file';
    const picks = await pick({ want, multiple: option.multiple, extensions: [] });
    if (picks.length === 0) return;
    const fresh = picks.map(({ path, pickId }) => ({ path, pickId }));
    const filled = paths.filter(({ path }) => path !== '' && !fresh.some((each) => each.path === path));
    set(option.multiple ? [...filled, ...fresh] : fresh);
  };
  const noun = option.type === 'directory' ? 'folder' : 'file';
  const canAdd = option.multiple || paths.length === 0;
  return (
    <Input.Wrapper {...wordsOf(option)} id={id} error={problem} labelElement="div">
      {/* Mantine ties its words to an input of its own, which a group of rows is not. */}
      <div
        className="gh-paths"
        role="group"
        aria-label={option.title}
        aria-describedby={`${id}-description ${id}-error`}
      >
        {paths.map((entry, index) => (
          <PathRow
            key={index}
            label={`${option.title}: ${noun} ${index + 1}`}
            path={entry.path}
            onType={(path) => {
              set(paths.with(index, { path }));
            }}
            onRemove={() => {
              set(paths.filter((_, each) => each !== index));
            }}
          />
        ))}
        <div className="gh-paths-buttons">
          <Button
            variant="default"
            size="sm"
            leftSection={<IconFolderOpen size={16} aria-hidden />}
            onClick={() => void choose()}
          >
            {option.multiple ? `Choose ${noun}s…` : `Choose a ${noun}…`}
          </Button>
          {canAdd && (
            <Button
              variant="subtle"
              size="sm"
              onClick={() => {
                set([...paths, { path: '' }]);
              }}
            >
              Type a path
            </Button>
          )}
        </div>
      </div>
    </Input.Wrapper>
  );
}

interface PathRowProps {
  readonly label: string;
  readonly path: string;
  readonly onType: (path: string) => void;
  readonly onRemove: () => void;
}

function PathRow({ label, path, onType, onRemove }: PathRowProps): ReactNode {
  return (
    <div className="gh-path-row">
      <TextInput
        aria-label={label}
        value={path}
        spellCheck={false}
        autoComplete="off"
        classNames={{ input: 'gh-mono' }}
        onChange={(event) => {
          onType(event.currentTarget.value);
        }}
      />
      <ActionIcon variant="subtle" color="gray" size="lg" aria-label={`Remove ${label}`} onClick={onRemove}>
        <IconX size={18} aria-hidden />
      </ActionIcon>
    </div>
  );
}
