/**
 * One choice out of a server's options: all of a few beside each other, or a list one types into to find one of many.
 */
import { Radio, Select } from '@mantine/core';
import { useMemo } from 'react';
import type { ReactNode } from 'react';
import type { FieldProblem } from '../../../app/contract/formContent.ts';
import { visible } from '../../../app/contract/visibleText.ts';
import { VisibleText } from '../../ui/VisibleText.tsx';
import { fieldProps } from './fieldProps.tsx';
import { distinctOptions, FEW_OPTIONS, MAX_SHOWN_OPTIONS, optionLabel } from './findOptions.ts';
import type { ChoiceField, FieldOption } from './findOptions.ts';

export interface ChoiceControlProps {
  readonly field: ChoiceField & { readonly kind: 'choice' };
  readonly value: string | undefined;
  readonly problem: FieldProblem | undefined;
  readonly onChoose: (value: string | undefined) => void;
}

export function ChoiceControl(props: ChoiceControlProps): ReactNode {
  const options = useMemo(() => distinctOptions(props.field.options), [props.field]);
  const Control = options.length <= FEW_OPTIONS ? FewChoices : ManyChoices;
  return <Control {...props} options={options} />;
}

type ControlProps = ChoiceControlProps & { readonly options: readonly FieldOption[] };

/** Options go by their number: a value may be any text, the empty one too. */
const NO_ANSWER = 'none';

function FewChoices({ field, value, problem, onChoose, options }: ControlProps): ReactNode {
  const chosen = options.findIndex((option) => option.value === value);
  return (
    <Radio.Group
      {...fieldProps(field, problem)}
      value={chosen === -1 ? NO_ANSWER : String(chosen)}
      onChange={(number) => onChoose(options[Number(number)]?.value)}
    >
      <div className="gh-options">
        {options.map((option, index) => (
          <Radio key={index} value={String(index)} label={<VisibleText text={optionLabel(option)} />} />
        ))}
        {!field.required && <Radio value={NO_ANSWER} label="No answer" />}
      </div>
    </Radio.Group>
  );
}

function ManyChoices({ field, value, problem, onChoose, options }: ControlProps): ReactNode {
  const data = useMemo(
    () => options.map((option, index) => ({ value: String(index), label: visible(optionLabel(option)) })),
    [options],
  );
  const chosen = options.findIndex((option) => option.value === value);
  return (
    <Select
      {...fieldProps(field, problem, `${options.length.toLocaleString()} choices: type to find one.`)}
      data={data}
      value={chosen === -1 ? null : String(chosen)}
      onChange={(number) => onChoose(number === null ? undefined : options[Number(number)]?.value)}
      searchable
      clearable={!field.required}
      clearButtonProps={{ 'aria-label': 'Take the choice back' }}
      allowDeselect={false}
      limit={MAX_SHOWN_OPTIONS}
      nothingFoundMessage="None of the choices contains this"
      autoComplete="off"
      comboboxProps={{ shadow: 'md' }}
      maw="40rem"
    />
  );
}
