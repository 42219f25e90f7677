/**
 * Every value that would be stored, one a row, and where a person says what is secret and what is left out.
 *
 * SECURITY(S9): a hidden value is not here at all; only that there is one.
 */
import { Button, Checkbox } from '@mantine/core';
import type { ReactNode } from 'react';
import type { ImportEntry, ImportField, ImportPart } from '../../../app/contract/imports.ts';
import { useMirror } from '../../state/mirror.ts';
import { SecretChip } from '../../ui/SecretChip.tsx';
import { VisibleText } from '../../ui/VisibleText.tsx';
import { decide, fieldState } from './importForm.ts';
import type { EntryForm, FieldState } from './importForm.ts';
import { fieldWords } from './importWords.ts';

export interface FieldRowsProps {
  readonly entry: ImportEntry;
  readonly form: EntryForm;
  /** Fields that are marked because they wait for a decision. */
  readonly undecided: ReadonlySet<string> | undefined;
  readonly onChange: (form: EntryForm) => void;
}

export function FieldRows({ entry, form, undecided, onChange }: FieldRowsProps): ReactNode {
  return (
    <ul className="gh-import-fields" aria-label="What would be stored">
      {entry.fields.map((field) => (
        <FieldRow
          key={field.field}
          field={field}
          entry={entry}
          state={fieldState(form, field)}
          isMarked={undecided?.has(field.field) ?? false}
          onDecide={(decision) => onChange(decide(form, field.field, decision))}
        />
      ))}
    </ul>
  );
}

interface FieldRowProps {
  readonly field: ImportField;
  readonly entry: ImportEntry;
  readonly state: FieldState;
  readonly isMarked: boolean;
  readonly onDecide: (decision: Exclude<FieldState, 'undecided'> | undefined) => void;
}

function FieldRow({ field, entry, state, isMarked, onDecide }: FieldRowProps): ReactNode {
  const { kind, name } = fieldWords(field.field);
  const spoken = name === undefined ? kind : `${kind} ${name}`;
  const looksSecret = field.secret && !field.canBeSecret;
  const canGo = field.canBeSecret || field.field === 'cwd' || (looksSecret && field.field.startsWith('args'));
  return (
    <li className={state === 'left_out' ? 'gh-left-out' : undefined}>
      <div className="gh-field-label">
        <span className="gh-soft">{kind}</span>
        {name !== undefined && <VisibleText text={name} mono />}
      </div>
      <div className="gh-field-value">
        {state === 'left_out' ? (
          <span className="gh-soft">Left out</span>
        ) : (
          <Value field={field} entry={entry} isSecret={state === 'secret'} />
        )}
        {looksSecret && state !== 'left_out' && (
          <div className={isMarked ? 'gh-undecided gh-form-problem' : 'gh-undecided'}>
            <p className="gh-tight">
              This looks like a secret. Gatehouse can keep secrets in variables and headers only: here it would be
              stored and shown as it is, and other programs could read it.
            </p>
            <Checkbox
              label="Store it openly"
              aria-label={`Store it openly: ${spoken}`}
              checked={state === 'open'}
              error={isMarked ? 'Decide, or leave it out.' : undefined}
              onChange={(event) => onDecide(event.currentTarget.checked ? 'open' : undefined)}
            />
          </div>
        )}
      </div>
      <div className="gh-field-decisions">
        {field.canBeSecret && state !== 'left_out' && (
          <Checkbox
            label="Secret"
            aria-label={`Secret: ${spoken}`}
            checked={state === 'secret'}
            onChange={(event) => onDecide(event.currentTarget.checked ? 'secret' : 'open')}
          />
        )}
        {canGo && (
          <Button
            variant="subtle"
            size="compact-sm"
            aria-label={`${state === 'left_out' ? 'Take back in' : 'Leave out'}: ${spoken}`}
            onClick={() => onDecide(state === 'left_out' ? undefined : 'left_out')}
          >
            {state === 'left_out' ? 'Take back in' : 'Leave out'}
          </Button>
        )}
      </div>
    </li>
  );
}

interface ValueProps {
  readonly field: ImportField;
  readonly entry: ImportEntry;
  readonly isSecret: boolean;
}

function Value({ field, entry, isSecret }: ValueProps): ReactNode {
  const keychain = useMirror(({ host }) => host.keychain);
  const isHidden = field.parts.some((part) => part.kind === 'hidden');
  if (field.parts.every((part) => part.kind === 'text' && part.text === ''))
    return <span className="gh-escape">empty</span>;
  return (
    <>
      <span className="gh-mono">
        {field.parts.map((part, index) => (
          <Part key={index} part={part} entry={entry} />
        ))}
      </span>
      {field.canBeSecret && (isSecret || isHidden) && (
        <span className="gh-soft gh-kept-where">
          {!isSecret && 'will be stored and shown as it is'}
          {isSecret && (keychain ? 'goes to your keychain' : 'kept for this run only')}
        </span>
      )}
    </>
  );
}

function Part({ part, entry }: { readonly part: ImportPart; readonly entry: ImportEntry }): ReactNode {
  switch (part.kind) {
    case 'text':
      return <VisibleText text={part.text} mono />;
    case 'hidden':
      return <SecretChip>hidden value</SecretChip>;
    case 'input':
      return (
        <span className="gh-hole">
          <VisibleText text={entry.inputs.find(({ key }) => key === part.key)?.label ?? part.key} />
        </span>
      );
  }
}
