/**
 * Asks for a tool's arguments: a form made from its schema, or JSON. What was filled in survives the change from one
 * to the other.
 */
import { Button, Group, SegmentedControl, Skeleton, Text } from '@mantine/core';
import { lazy, Suspense, useMemo, useState, type ReactNode } from 'react';
import { quoted } from '../../../app/contract/visibleText.ts';
import { Notice } from '../servers/Notice.tsx';
import { keptArguments, type CallAgain } from './callAgain.ts';
import { namesWithoutField, planArgumentsForm, type ArgumentsForm, type JsonSchema } from './argumentsForm.ts';
import { jsonText } from './JsonView.tsx';
import { NotKept } from './NotKept.tsx';
import { parseArguments, type Arguments } from './parseArguments.ts';
import { RawArguments } from './RawArguments.tsx';

const ArgumentsFields = lazy(async () => ({ default: (await import('./ArgumentsFields.tsx')).ArgumentsFields }));

export interface ArgumentsEditorProps {
  readonly schema: JsonSchema;
  readonly pending: boolean;
  /** What it begins with: the arguments of an earlier call. */
  readonly again?: CallAgain;
  readonly onSubmit: (value: Arguments) => void;
}

type Way = 'form' | 'json';

export function ArgumentsEditor({ schema, pending, again, onSubmit }: ArgumentsEditorProps): ReactNode {
  const planned = useMemo(() => planArgumentsForm(schema), [schema]);
  const [undrawable, setUndrawable] = useState(false);
  const form: ArgumentsForm = undrawable ? { kind: 'json', because: 'its schema could not be followed' } : planned;
  const [start] = useState(() => startOf(schema, again));
  const [way, setWay] = useState<Way>(start.way);
  const [value, setValue] = useState<Arguments>(start.value);
  const [text, setText] = useState(start.text);
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
  const notKept = again !== undefined && again.withheld.length > 0 && (
    <Notice title="Not everything was kept">
      <NotKept withheld={again.withheld}>The tool says that it is secret. Fill in again:</NotKept>
    </Notice>
  );
  if (form.kind === 'json') {
    return (
      <>
        {notKept}
        <Text size="sm" mb="sm">
          A form can’t be drawn for this tool: {form.because}. Type its arguments as JSON; the schema is shown above.
        </Text>
        {raw}
      </>
    );
  }
  return (
    <>
      {notKept}
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

/** Arguments that a form would not show begin as JSON, and so do those that only JSON can hold. */
function startOf(schema: JsonSchema, again: CallAgain | undefined): StartingPoint {
  if (again === undefined) return { way: 'form', value: {}, text: '' };
  const value = keptArguments(again);
  return { way: unfitWords(schema, value) === undefined ? 'form' : 'json', value, text: jsonText(value) };
}

interface StartingPoint {
  readonly way: Way;
  readonly value: Arguments;
  readonly text: string;
}

/** A form sends only what it shows. */
function unfitWords(schema: JsonSchema, value: Arguments): string | undefined {
  const [name] = namesWithoutField(schema, value);
  return name === undefined ? undefined : `The form has no field for ${quoted(name)}. Take it out, or stay with JSON.`;
}
