/**
 * The configuration form of a bundle: one control per option. Titles and descriptions are the bundle's own words.
 *
 * Holds what is typed; secrets go out with the command and stay nowhere else.
 */
import { useState } from 'react';
import type { ReactNode } from 'react';
import type { ConfigOption, ConfigValues } from '../../../app/contract/bundles.ts';
import type { ConfigInputs } from '../../../app/contract/installs.ts';
import { CheckedForm, type FormFoot } from '../../ui/CheckedForm.tsx';
import { ERROR_WORDS } from '../../ui/messages.ts';
import { ConfigField } from './ConfigField.tsx';
import { formProblems, initialFields, keysOf, toConfigInputs } from './configForm.ts';
import type { FieldValue } from './configForm.ts';
import './install.css';

export interface ConfigFormProps extends FormFoot {
  readonly options: readonly ConfigOption[];
  /** Values of before, if any. The form starts from them once: give it a `key` to start over. */
  readonly stored: ConfigValues;
  readonly onSubmit: (inputs: ConfigInputs) => void;
}

export function ConfigForm({ options, stored, onSubmit, ...form }: ConfigFormProps): ReactNode {
  const { error } = form;
  const [fields, setFields] = useState(() => initialFields(options, stored));
  const [tried, setTried] = useState(false);
  const problems = formProblems(options, fields);
  const refusedKeys = error === undefined ? [] : keysOf(error.data);

  const change = (key: string, field: FieldValue): void => {
    setFields((now) => ({ ...now, [key]: field }));
  };
  const submit = (): void => {
    setTried(true);
    if (problems.size === 0) onSubmit(toConfigInputs(options, fields));
  };
  const problemOf = (key: string): string | undefined => {
    if (tried && problems.has(key)) return problems.get(key);
    return error !== undefined && refusedKeys.includes(key) ? ERROR_WORDS[error.code].title : undefined;
  };

  return (
    <CheckedForm {...form} hasMarks={tried && problems.size > 0} onSubmit={submit}>
      {options.map((option) => (
        <ConfigField
          key={option.key}
          option={option}
          field={Object.hasOwn(fields, option.key) ? fields[option.key] : undefined}
          problem={problemOf(option.key)}
          onChange={(field) => {
            change(option.key, field);
          }}
        />
      ))}
    </CheckedForm>
  );
}
