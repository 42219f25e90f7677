/**
 * The field for a value of any kind: JSON, or else text. It says beside the box which of the two is sent.
 */
import { Textarea } from '@mantine/core';
import type { FieldProps } from '@rjsf/utils';
import { useState, type ReactNode } from 'react';
import { VisibleText } from '../../ui/VisibleText.tsx';
import { readAnyValue, writeAnyValue } from './anyValue.ts';
import type { Arguments } from './parseArguments.ts';

export function AnyValueField(props: FieldProps<Arguments>): ReactNode {
  const { id, name, schema, required, disabled, fieldPathId, onChange, rawErrors } = props;
  const value: unknown = props.formData;
  // What is typed is kept as typed: `1.0` and `1` are one value and two texts.
  const [text, setText] = useState(() => writeAnyValue(value));
  const type = (typed: string): void => {
    setText(typed);
    const read = readAnyValue(typed).value;
    // rjsf types a field's value as the whole form's.
    onChange(read as Arguments | undefined, fieldPathId.path, undefined, id);
  };
  return (
    <Textarea
      id={fieldPathId.$id}
      label={<VisibleText text={schema.title ?? name} />}
      {...(schema.description !== undefined && { description: <VisibleText text={schema.description} prose /> })}
      {...(rawErrors !== undefined && rawErrors.length > 0 && { error: rawErrors.join(' ') })}
      inputWrapperOrder={['label', 'description', 'input', 'error']}
      placeholder="Any value, as JSON or as text"
      required={required === true}
      disabled={disabled === true}
      value={text}
      onChange={(event) => type(event.currentTarget.value)}
      rightSectionWidth="8rem"
      rightSection={text === '' ? undefined : <span className="gh-soft">{readAnyValue(text).words}</span>}
      autosize
      minRows={1}
      maxRows={12}
      spellCheck={false}
    />
  );
}
