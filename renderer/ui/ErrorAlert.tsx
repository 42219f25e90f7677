/**
 * An error in words: what happened, what to do, and the code and facts for whoever is asked for help.
 *
 * Facts can hold names out of a bundle or from a server. They stand below our sentences, quoted, never inside them.
 */
import { Alert, Group, Text } from '@mantine/core';
import { IconAlertCircle } from '@tabler/icons-react';
import type { ReactNode } from 'react';
import type { ErrorView } from '../../app/contract/errors.ts';
import { CopyButton } from './CopyButton.tsx';
import { factLines } from './factLines.ts';
import { ERROR_WORDS } from './messages.ts';
import { VersionWords } from './VersionWords.tsx';
import { VisibleText } from './VisibleText.tsx';

export interface ErrorAlertProps {
  readonly error: ErrorView;
  /** Red for what failed, amber for what a person should know. */
  readonly tone?: 'danger' | 'caution';
  /** Buttons below the words. */
  readonly actions?: ReactNode;
  readonly onClose?: () => void;
}

export function ErrorAlert({ error, tone = 'danger', actions, onClose }: ErrorAlertProps): ReactNode {
  const words = ERROR_WORDS[error.code];
  return (
    <Alert
      role="alert"
      variant="outline"
      color={tone === 'danger' ? 'red' : 'yellow'}
      icon={<IconAlertCircle aria-hidden />}
      title={words.title}
      className={`gh-alert gh-alert-${tone}`}
      {...(onClose === undefined ? {} : { withCloseButton: true, onClose, closeButtonLabel: 'Dismiss' })}
    >
      <Text>{words.text}</Text>
      <VersionWords error={error} />
      {words.hint !== undefined && <Text mt={4}>{words.hint}</Text>}
      <Facts error={error} />
      <Group mt="sm" gap="sm">
        {actions}
        <CopyButton text={errorText(error)} label="Copy the details" look="text" />
      </Group>
    </Alert>
  );
}

function Facts({ error }: { readonly error: ErrorView }): ReactNode {
  return (
    <dl className="gh-facts gh-mono gh-alert-facts">
      <dt>Code</dt>
      <dd>{error.code}</dd>
      {factLines(error.data).map((line) => (
        <FactRow key={line.key} label={line.label} value={line.value} />
      ))}
    </dl>
  );
}

function FactRow({ label, value }: { readonly label: string; readonly value: string }): ReactNode {
  return (
    <>
      <dt>{label}</dt>
      <dd>
        <VisibleText text={value} />
      </dd>
    </>
  );
}

/** What is copied: code, words and facts, one a line. */
export function errorText(error: ErrorView): string {
  const words = ERROR_WORDS[error.code];
  const facts = factLines(error.data).map((line) => `${line.label}: ${line.value}`);
  return [`${error.code}: ${words.title}`, words.text, error.message, ...facts].join('\n');
}
