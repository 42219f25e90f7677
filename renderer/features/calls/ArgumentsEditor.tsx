/**
 * Asks for a tool's arguments: a form made from its schema, or JSON. What was filled in survives the change from one
 * to the other.
 */
import { Button, Group, SegmentedControl, Skeleton, Text } from '@mantine/core';
import { lazy, Suspense, useMemo, useState, type ReactNode } from 'react';
import { quoted } from '../../../app/contract/visibleText.ts';
import { Notice } from '../servers/Notice.tsx';
import { namesWithoutField, planArgumentsForm, type ArgumentsForm, type JsonSchema } from './argumentsForm.ts';
import { parseArguments, type Arguments } from './parseArguments.ts';
import { RawArguments } from './RawArguments.tsx';

const ArgumentsFields = lazy(async () => ({ default: (await import('./ArgumentsFields.tsx')).ArgumentsFields }));

export interface ArgumentsEditorProps {
  readonly schema: JsonSchema;
  readonly pending: boolean;
  readonly onSubmit: (value: Arguments) => void;
}

type Way = 'form' | 'json';

export function ArgumentsEditor({ schema, pending, onSubmit }: ArgumentsEditorProps): ReactNode {
  const planned = useMemo(() => planArgumentsForm(schema), [schema]);
  const [undrawable, setUndrawable] = useState(false);
  const form: ArgumentsForm = undrawable ? { kind: 'json', because: 'its schema could not be followed' } : planned;
  const [way, setWay] = useState<Way>('form');
  const [value, setValue] = useState<Arguments>({});
  const [text, setText] = useState('');
  const [problem, setProblem] = useState<string>();

  const toJson = (): void => {
    setText(JSON.stringify(value, undefined, 2));
    setWay('json');
  };
  const toForm = (): void => {
    const read = parseArguments(text);
    const unfit = read.kind === 'problem' ? read.words : unfitWords(schema, read.value);
    setProblem(unfit);
    if (read.kind === 'problem' || unfit !== undefined) return;
    setValue(read.value);
    setWay('form');
  };

  const raw = <RawArguments text={text} pending={pending} onChange={setText} onSubmit={onSubmit} />;
  if (form.kind === 'json') {
    return (
      <>
        <Text size="sm" mb="sm">
          A form can’t be drawn for this tool: {form.because}. Type its arguments as JSON; the schema is shown above.
        </Text>
        {raw}
      </>
    );
  }
  return (
    <>
      <WaySwitch way={way} onChange={(chosen) => (chosen === 'json' ? toJson() : toForm())} />
      {problem !== undefined && way === 'json' && (
        <Notice role="alert" title="This can’t be shown as a form">
          {problem}
        </Notice>
      )}
      {way === 'json' && raw}
      {way === 'form' && form.kind === 'none' && <NoArguments pending={pending} onCall={() => onSubmit({})} />}
      {way === 'form' && form.kind === 'fields' && (
        <Suspense fallback={<Skeleton height={120} aria-label="Loading the form" />}>
          <ArgumentsFields
            schema={form.schema}
            value={value}
            pending={pending}
            onChange={setValue}
            onSubmit={onSubmit}
            onUndrawable={() => {
              setText(JSON.stringify(value, undefined, 2));
              setUndrawable(true);
            }}
          />
        </Suspense>
      )}
    </>
  );
}

function WaySwitch({ way, onChange }: { readonly way: Way; readonly onChange: (way: Way) => void }): ReactNode {
  return (
    <SegmentedControl
      aria-label="How to fill in the arguments"
      size="xs"
      mb="md"
      value={way}
      onChange={(chosen) => onChange(chosen === 'json' ? 'json' : 'form')}
      data={[
        { value: 'form', label: 'Form' },
        { value: 'json', label: 'JSON' },
      ]}
    />
  );
}

function NoArguments({ pending, onCall }: { readonly pending: boolean; readonly onCall: () => void }): ReactNode {
  return (
    <Group>
      <Button onClick={onCall} loading={pending}>
        Call tool
      </Button>
      <Text size="sm" c="dimmed">
        This tool takes no arguments.
      </Text>
    </Group>
  );
}

/** A form sends only what it shows. */
function unfitWords(schema: JsonSchema, value: Arguments): string | undefined {
  const [name] = namesWithoutField(schema, value);
  return name === undefined ? undefined : `The form has no field for ${quoted(name)}. Take it out, or stay with JSON.`;
}
