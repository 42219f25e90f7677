/**
 * A tool's arguments as JSON, typed by a person.
 */
import { Button, Group, Text, Textarea } from '@mantine/core';
import { useState, type ReactNode, type SyntheticEvent } from 'react';
import { parseArguments, type Arguments } from './parseArguments.ts';

export interface RawArgumentsProps {
  readonly text: string;
  readonly pending: boolean;
  readonly onChange: (text: string) => void;
  readonly onSubmit: (value: Arguments) => void;
}

export function RawArguments({ text, pending, onChange, onSubmit }: RawArgumentsProps): ReactNode {
  const [problem, setProblem] = useState<string>();
  const submit = (event: SyntheticEvent): void => {
    event.preventDefault();
    const read = parseArguments(text);
    setProblem(read.kind === 'problem' ? read.words : undefined);
    if (read.kind === 'read') onSubmit(read.value);
  };
  return (
    <form onSubmit={submit}>
      <Textarea
        label="Arguments as JSON"
        description="What stands here is what is sent."
        placeholder="{}"
        value={text}
        onChange={(event) => {
          onChange(event.currentTarget.value);
          setProblem(undefined);
        }}
        {...(problem !== undefined && { error: <Text span>{problem}</Text> })}
        classNames={{ input: 'gh-mono' }}
        autosize
        minRows={4}
        maxRows={18}
        spellCheck={false}
      />
      <Group mt="md">
        <Button type="submit" loading={pending}>
          Call tool
        </Button>
      </Group>
    </form>
  );
}
