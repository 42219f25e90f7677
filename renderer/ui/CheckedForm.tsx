/**
 * The frame of a form that is checked when it is sent: what is wrong below the fields, then the way out and the way on.
 */
import { Button, Group } from '@mantine/core';
import type { ReactNode } from 'react';
import type { ErrorView } from '../../app/contract/errors.ts';
import { ErrorAlert } from './ErrorAlert.tsx';

export interface FormFoot {
  /** What the host said about what it was sent. */
  readonly error?: ErrorView | undefined;
  readonly pending: boolean;
  readonly submitLabel: string;
  readonly onCancel: () => void;
}

export interface CheckedFormProps extends FormFoot {
  readonly className?: string;
  /** Some fields are marked as not filled in correctly. */
  readonly hasMarks: boolean;
  readonly onSubmit: () => void;
  readonly children: ReactNode;
}

export function CheckedForm(props: CheckedFormProps): ReactNode {
  const { className = 'gh-form', hasMarks, error, pending, submitLabel, onSubmit, onCancel, children } = props;
  return (
    <form
      className={className}
      noValidate
      onSubmit={(event) => {
        event.preventDefault();
        onSubmit();
      }}
    >
      {children}
      {hasMarks && (
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
