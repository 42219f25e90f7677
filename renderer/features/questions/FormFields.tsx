/**
 * The fields of a server's form, and the way to one that has to be corrected.
 */
import { useCallback } from 'react';
import type { ReactNode } from 'react';
import type { FormField } from '../../../app/contract/input.ts';
import { plural } from '../../ui/formatTime.ts';
import { FieldControl } from './FieldControl.tsx';
import { withInput } from './formState.ts';
import type { FieldInput, FormState } from './formState.ts';

export interface FormFieldsProps {
  readonly fields: readonly FormField[];
  readonly state: FormState;
  readonly onState: (change: (state: FormState) => FormState) => void;
}

export function FormFields({ fields, state, onState }: FormFieldsProps): ReactNode {
  const onInput = useCallback(
    (field: FormField, input: FieldInput) => onState((now) => withInput(now, field, input)),
    [onState],
  );
  const { inputs, problems } = state;
  return (
    <section className="gh-card" aria-label="The form">
      <p className="gh-tight gh-soft">
        Names and descriptions of the fields are the server’s own words.
        {fields.some(({ required }) => required) && ' Fields with a * have to be answered.'}
      </p>
      <div className="gh-form">
        {fields.map((field, index) => (
          <div key={field.key} id={fieldId(index)}>
            <FieldControl
              field={field}
              input={inputs.get(field.key)}
              problem={problems.get(field.key)}
              onInput={onInput}
            />
          </div>
        ))}
      </div>
      {problems.size > 0 && (
        <p role="alert" className="gh-form-problem gh-form-problems">
          {plural(problems.size, 'field')} {problems.size === 1 ? 'has' : 'have'} to be corrected. Look for the words in
          red.
        </p>
      )}
    </section>
  );
}

/** Moves to the first field that is marked, once it is drawn. */
export function focusMarked(fields: readonly FormField[], { problems }: Pick<FormState, 'problems'>): void {
  const index = fields.findIndex(({ key }) => problems.has(key));
  requestAnimationFrame(() => {
    const field = document.getElementById(fieldId(index));
    field?.scrollIntoView({ block: 'center' });
    field?.querySelector<HTMLElement>('input, textarea')?.focus({ preventScroll: true });
  });
}

function fieldId(index: number): string {
  return `form-field-${index}`;
}
