/**
 * One field of a server's form as a control of its kind.
 *
 * SECURITY(S12): title, description and options are the server's. They are drawn as text in which nothing is hidden, and
 * never as a link. Nothing here is filled in by the browser: a server could name a field so that it gets an address.
 */
import { Radio, Textarea, TextInput } from '@mantine/core';
import { memo } from 'react';
import type { ReactNode } from 'react';
import type { FieldProblem } from '../../../app/contract/formContent.ts';
import type { FormField } from '../../../app/contract/input.ts';
import { ChoiceControl } from './ChoiceControl.tsx';
import { ChoicesControl } from './ChoicesControl.tsx';
import { fromLocalInput, toLocalInput } from './dateTimes.ts';
import { fieldProps } from './fieldProps.tsx';
import type { FieldInput } from './formState.ts';

export interface FieldControlProps {
  readonly field: FormField;
  readonly input: FieldInput | undefined;
  readonly problem: FieldProblem | undefined;
  /** Stays the same from drawing to drawing, so that one key pressed draws one field. */
  readonly onInput: (field: FormField, input: FieldInput) => void;
}

export const FieldControl = memo(function FieldControl({
  field,
  input,
  problem,
  onInput,
}: FieldControlProps): ReactNode {
  const set = (next: FieldInput): void => onInput(field, next);
  switch (field.kind) {
    case 'text':
    case 'number':
      return (
        <TypedControl
          field={field}
          text={input?.kind === 'text' ? input.text : ''}
          problem={problem}
          onType={(text) => set({ kind: 'text', text })}
        />
      );
    case 'boolean':
      return (
        <YesOrNo
          field={field}
          on={input?.kind === 'flag' ? input.on : undefined}
          problem={problem}
          onAnswer={(on) => set({ kind: 'flag', on })}
        />
      );
    case 'choice':
      return (
        <ChoiceControl
          field={field}
          value={input?.kind === 'one' ? input.value : undefined}
          problem={problem}
          onChoose={(value) => set({ kind: 'one', value })}
        />
      );
    case 'choices':
      return (
        <ChoicesControl
          field={field}
          values={input?.kind === 'many' ? input.values : NOTHING}
          problem={problem}
          onChoose={(values) => set({ kind: 'many', values })}
        />
      );
  }
});

const NOTHING: ReadonlySet<string> = new Set();

interface TypedControlProps {
  readonly field: Extract<FormField, { kind: 'text' | 'number' }>;
  readonly text: string;
  readonly problem: FieldProblem | undefined;
  readonly onType: (text: string) => void;
}

function TypedControl({ field, text, problem, onType }: TypedControlProps): ReactNode {
  const control = {
    ...fieldProps(field, problem),
    autoComplete: 'off',
    spellCheck: false,
    maw: '40rem',
    onChange: ({ currentTarget }: { readonly currentTarget: { readonly value: string } }) =>
      onType(currentTarget.value),
  };
  if (field.kind === 'number') return <TextInput {...control} inputMode="decimal" maw="14rem" value={text} />;
  switch (field.format) {
    case 'email':
      return <TextInput {...control} inputMode="email" value={text} />;
    case 'uri':
      return <TextInput {...control} inputMode="url" value={text} />;
    case 'date':
      // A calendar can't show what is no date, and what the server filled in is not hidden.
      return <TextInput {...control} {...(isCalendarDate(text) && { type: 'date', maw: '14rem' })} value={text} />;
    case 'date-time':
      return <MomentControl control={control} text={text} onType={onType} />;
    case undefined:
      return <Textarea {...control} autosize minRows={1} maxRows={10} value={text} />;
  }
}

interface MomentControlProps {
  readonly control: object;
  readonly text: string;
  readonly onType: (text: string) => void;
}

/** A day and a time in this computer's time zone; what is sent names the zone. */
function MomentControl({ control, text, onType }: MomentControlProps): ReactNode {
  const local = toLocalInput(text);
  if (text !== '' && local === '') return <TextInput {...control} value={text} />;
  return (
    <TextInput
      {...control}
      type="datetime-local"
      step={1}
      maw="18rem"
      value={local}
      onChange={(event) => onType(fromLocalInput(event.currentTarget.value))}
    />
  );
}

function isCalendarDate(text: string): boolean {
  return text === '' || (/^\d{4}-\d{2}-\d{2}$/.test(text) && !Number.isNaN(Date.parse(text)));
}

interface YesOrNoProps {
  readonly field: FormField;
  readonly on: boolean | undefined;
  readonly problem: FieldProblem | undefined;
  readonly onAnswer: (on: boolean | undefined) => void;
}

/** No box to tick: an empty one would say no without anybody having said so. */
function YesOrNo({ field, on, problem, onAnswer }: YesOrNoProps): ReactNode {
  return (
    <Radio.Group
      {...fieldProps(field, problem)}
      value={on === undefined ? 'none' : on ? 'yes' : 'no'}
      onChange={(value) => onAnswer(value === 'none' ? undefined : value === 'yes')}
    >
      <div className="gh-options gh-options-short">
        <Radio value="yes" label="Yes" />
        <Radio value="no" label="No" />
        {!field.required && <Radio value="none" label="No answer" />}
      </div>
    </Radio.Group>
  );
}
