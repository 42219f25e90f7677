/**
 * The arguments of a prompt or the variables of a template, a field each. All of them are texts.
 */
import { Text } from '@mantine/core';
import { IconSend } from '@tabler/icons-react';
import type { ReactNode } from 'react';
import type { CompletionTarget } from '../../../app/contract/resources.ts';
import type { ServerView } from '../../../app/contract/servers.ts';
import { offers } from '../resources/offers.ts';
import { CompletingField } from './CompletingField.tsx';

export interface ArgumentField {
  readonly name: string;
  readonly title?: string | undefined;
  readonly description?: string | undefined;
  readonly required: boolean;
}

export type ArgumentValues = Readonly<Record<string, string>>;

export interface ArgumentFieldsProps {
  readonly server: ServerView;
  readonly target: CompletionTarget;
  readonly fields: readonly ArgumentField[];
  readonly values: ArgumentValues;
  /** By name. */
  readonly problems: ReadonlyMap<string, string>;
  readonly onChange: (values: ArgumentValues) => void;
}

export function ArgumentFields({ server, target, fields, values, problems, onChange }: ArgumentFieldsProps): ReactNode {
  const suggests = offers(server.state, 'completions') === true;
  return (
    <div className="gh-column">
      {fields.map(({ name, title, description, required }) => {
        const value = valueOf(values, name);
        const question = {
          serverId: server.serverId,
          target,
          argument: { name, value },
          others: without(values, name),
        };
        return (
          <CompletingField
            key={name}
            label={title ?? name}
            description={description}
            required={required}
            problem={problems.get(name)}
            value={value}
            onChange={(typed) => onChange(withValue(values, name, typed))}
            question={suggests ? question : undefined}
          />
        );
      })}
      {suggests && fields.length > 0 && (
        <Text size="sm" c="dimmed">
          <IconSend size="1em" aria-hidden className="gh-inline-icon" /> What you type here goes to the server while you
          type, so that it can suggest how to go on.
        </Text>
      )}
    </div>
  );
}

/** Names are the server's: read as own properties, so that one called `__proto__` is a name like another. */
function valueOf(values: ArgumentValues, name: string): string {
  return Object.hasOwn(values, name) ? (values[name] ?? '') : '';
}

function withValue(values: ArgumentValues, name: string, value: string): ArgumentValues {
  return Object.fromEntries([...Object.entries(values).filter(([key]) => key !== name), [name, value]]);
}

function without(values: ArgumentValues, name: string): ArgumentValues {
  return Object.fromEntries(Object.entries(values).filter(([key, value]) => key !== name && value !== ''));
}
