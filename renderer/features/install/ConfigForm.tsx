/**
 * The configuration form of a bundle: one control per option. Titles and descriptions are the bundle's own words.
 *
 * Holds what is typed; secrets go out with the command and stay nowhere else.
 */
import { Button, Group } from '@mantine/core';
import { useState } from 'react';
import type { ReactNode } from 'react';
import type { ConfigOption, ConfigValues } from '../../../app/contract/bundles.ts';
import type { ErrorView } from '../../../app/contract/errors.ts';
import type { ConfigInputs } from '../../../app/contract/installs.ts';
import { ErrorAlert } from '../../ui/ErrorAlert.tsx';
import { ERROR_WORDS } from '../../ui/messages.ts';
import { ConfigField } from './ConfigField.tsx';
import { formProblems, initialFields, keysOf, toConfigInputs } from './configForm.ts';
import type { FieldValue } from './configForm.ts';
import './install.css';

export interface ConfigFormProps {
  readonly options: readonly ConfigOption[];
  /** Values of before, if any. The form starts from them once: give it a `key` to start over. */
  readonly stored: ConfigValues;
  /** What the host said about the values it was sent. */
  readonly error?: ErrorView | undefined;
  readonly pending: boolean;
  readonly submitLabel: string;
  readonly onSubmit: (inputs: ConfigInputs) => void;
  readonly onCancel: () => void;
}

export function ConfigForm(props: ConfigFormProps): ReactNode {
  const { options, stored, error, pending, submitLabel, onSubmit, onCancel } = props;
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
    <form
      className="gh-form"
      noValidate
      onSubmit={(event) => {
        event.preventDefault();
        submit();
      }}
    >
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
      {tried && problems.size > 0 && (
        <p role="alert" className="gh-form-problem">
          Some fields are not filled in correctly. They are marked above.
        </p>
      )}
      {error !== undefined && <ErrorAlert error={error} />}
      <Group justify="space-between">
        <Button variant="default" onClick={onCancel} disabled={pending}>
          Cancel
        </Button>
        <Button type="submit" loading={pending}>
          {submitLabel}
        </Button>
      </Group>
    </form>
  );
}
