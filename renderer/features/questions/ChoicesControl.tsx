/**
 * Any number of a server's options, as boxes to tick. Of many only those that are searched for stand on the page.
 */
import { Checkbox, Input, TextInput } from '@mantine/core';
import { IconSearch } from '@tabler/icons-react';
import { useId, useMemo, useState } from 'react';
import type { ReactNode } from 'react';
import type { FieldProblem } from '../../../app/contract/formContent.ts';
import { visible } from '../../../app/contract/visibleText.ts';
import { VisibleText } from '../../ui/VisibleText.tsx';
import { fieldProps } from './fieldProps.tsx';
import { fieldLabel } from './fieldWords.ts';
import { distinctOptions, FEW_OPTIONS, findOptions, optionLabel } from './findOptions.ts';
import type { ChoiceField, FieldOption } from './findOptions.ts';

export interface ChoicesControlProps {
  readonly field: ChoiceField & { readonly kind: 'choices' };
  readonly values: ReadonlySet<string>;
  readonly problem: FieldProblem | undefined;
  readonly onChoose: (values: ReadonlySet<string>) => void;
}

export function ChoicesControl({ field, values, problem, onChoose }: ChoicesControlProps): ReactNode {
  const id = useId();
  const options = useMemo(() => distinctOptions(field.options), [field]);
  const List = options.length <= FEW_OPTIONS ? Boxes : FindableBoxes;
  const toggle = (value: string, isOn: boolean): void => {
    const next = new Set(values);
    if (isOn) next.add(value);
    else next.delete(value);
    onChoose(next);
  };
  return (
    <Input.Wrapper {...fieldProps(field, problem)} id={id} labelElement="div">
      {/* Mantine ties its words to an input of its own, which a group of boxes is not. */}
      <div role="group" aria-label={visible(fieldLabel(field))} aria-describedby={`${id}-description ${id}-error`}>
        <List options={options} values={values} onToggle={toggle} />
      </div>
    </Input.Wrapper>
  );
}

interface BoxesProps {
  readonly options: readonly FieldOption[];
  readonly values: ReadonlySet<string>;
  readonly onToggle: (value: string, isOn: boolean) => void;
}

function Boxes({ options, values, onToggle }: BoxesProps): ReactNode {
  return (
    <div className="gh-options">
      {options.map((option) => (
        <Checkbox
          key={option.value}
          label={<VisibleText text={optionLabel(option)} />}
          checked={values.has(option.value)}
          onChange={(event) => onToggle(option.value, event.currentTarget.checked)}
        />
      ))}
    </div>
  );
}

function FindableBoxes({ options, values, onToggle }: BoxesProps): ReactNode {
  const [typed, setTyped] = useState('');
  const [onlyChosen, setOnlyChosen] = useState(false);
  const searched = onlyChosen ? options.filter(({ value }) => values.has(value)) : options;
  const { shown, more } = findOptions(searched, typed);
  return (
    <div className="gh-options-many">
      <div className="gh-options-find">
        <TextInput
          aria-label="Find a choice"
          placeholder="Find a choice"
          leftSection={<IconSearch size={16} aria-hidden />}
          value={typed}
          autoComplete="off"
          onChange={(event) => setTyped(event.currentTarget.value)}
        />
        <Checkbox
          label="Only what is chosen"
          checked={onlyChosen}
          onChange={(event) => setOnlyChosen(event.currentTarget.checked)}
        />
      </div>
      <div className="gh-options-box">
        <Boxes options={shown} values={values} onToggle={onToggle} />
        {shown.length === 0 && <p className="gh-tight gh-soft">None.</p>}
        {more > 0 && <p className="gh-tight gh-soft">{more.toLocaleString()} more. Type to find them.</p>}
      </div>
      <div className="gh-soft" role="status">
        {values.size.toLocaleString()} of {options.length.toLocaleString()} chosen
      </div>
    </div>
  );
}
