/**
 * A field for one argument, with what the server suggests for it while somebody types.
 */
import { Autocomplete, TextInput } from '@mantine/core';
import { useState, type ReactNode } from 'react';
import { VisibleText } from '../../ui/VisibleText.tsx';
import { useCompletions, type Question } from './useCompletions.ts';

export interface CompletingFieldProps {
  readonly label: string;
  readonly description?: string | undefined;
  readonly required?: boolean;
  readonly problem?: string | undefined;
  readonly value: string;
  readonly onChange: (value: string) => void;
  /** What the server is asked for; absent where it offers no suggestions. */
  readonly question: Question | undefined;
}

export function CompletingField(props: CompletingFieldProps): ReactNode {
  const { label, description, required = false, problem, value, onChange, question } = props;
  const [focused, setFocused] = useState(false);
  const { values, hasMore, failed } = useCompletions(focused ? question : undefined);
  const words = {
    label: <VisibleText text={label} />,
    ...(description !== undefined && { description: <VisibleText text={description} prose /> }),
    ...(problem !== undefined && { error: problem }),
    withAsterisk: required,
    value,
    spellCheck: false,
    autoComplete: 'off',
  };
  if (question === undefined) {
    return <TextInput {...words} onChange={(event) => onChange(event.currentTarget.value)} />;
  }
  return (
    <div>
      <Autocomplete
        {...words}
        onChange={onChange}
        onFocus={() => setFocused(true)}
        onBlur={() => setFocused(false)}
        data={values.map((suggested) => suggested)}
        // The server has chosen them already, by rules of its own.
        filter={({ options }) => options}
        renderOption={({ option }) => <VisibleText text={option.value} />}
        maxDropdownHeight="14rem"
      />
      {focused && (hasMore || failed) && (
        <div className="gh-soft gh-tight" role="status">
          {failed ? 'The server gave no suggestions.' : 'There are more suggestions: type on to narrow them.'}
        </div>
      )}
    </div>
  );
}
