/**
 * The controls of an arguments form, where rjsf's own would hide or change something.
 *
 * Every text is typed into one kind of box, whatever its format: what is typed is what is sent, line ends included.
 * Names, descriptions and choices are the server's, so they are made visible before rjsf draws them (S12).
 */
import { Button, Text, TextInput, Textarea } from '@mantine/core';
import type { FormProps } from '@rjsf/core';
import { Widgets } from '@rjsf/mantine';
import { IconPlus } from '@tabler/icons-react';
import type {
  DescriptionFieldProps,
  IconButtonProps,
  RegistryWidgetsType,
  RJSFSchema,
  TitleFieldProps,
  WidgetProps,
} from '@rjsf/utils';
import type { ComponentType, ReactNode } from 'react';
import { visible } from '../../../app/contract/visibleText.ts';
import { VisibleText } from '../../ui/VisibleText.tsx';
import type { Arguments } from './parseArguments.ts';

type Widget = ComponentType<WidgetProps<Arguments>>;

const FORMAT_HINTS: Readonly<Record<string, string>> = {
  'date-time': 'A date and time, such as 2026-11-30T09:00:00Z',
  date: 'A date, such as 2026-11-30',
  time: 'A time, such as 09:00:00Z',
  email: 'An e-mail address',
  uri: 'An address, such as https://example.com/',
  color: 'A colour, such as #17696d',
};

function TextWidget(props: WidgetProps<Arguments>): ReactNode {
  const { id, label, hideLabel, required, disabled, readonly, schema, options, rawErrors, onChange } = props;
  const value: unknown = props.value;
  const isNumber = schema.type === 'number' || schema.type === 'integer';
  const description = hideLabel === true ? undefined : (options.description ?? schema.description);
  const described = [description, isNumber ? rangeHint(schema) : FORMAT_HINTS[schema.format ?? '']]
    .filter((part) => typeof part === 'string')
    .join('\n');
  const control = {
    id,
    ...(hideLabel === true ? { 'aria-label': visible(label) } : { label: <VisibleText text={label} /> }),
    ...(described !== '' && { description: <VisibleText text={described} prose /> }),
    ...(rawErrors !== undefined && rawErrors.length > 0 && { error: rawErrors.join(' ') }),
    required: required === true,
    disabled: disabled === true || readonly === true,
    value: typeof value === 'string' || typeof value === 'number' ? String(value) : '',
    spellCheck: false,
    autoComplete: 'off',
  };
  const type = (text: string): void => onChange(text === '' ? undefined : text);
  // rjsf turns what is typed here into a number where it is one; anything else is a problem beside the field.
  if (isNumber)
    return <TextInput {...control} inputMode="decimal" onChange={(event) => type(event.currentTarget.value)} />;
  return (
    <Textarea {...control} autosize minRows={1} maxRows={12} onChange={(event) => type(event.currentTarget.value)} />
  );
}

/** `1 to 10`, `at least 1`, `at most 10`. Exclusive limits are left to the check. */
function rangeHint({ minimum, maximum }: RJSFSchema): string | undefined {
  if (minimum !== undefined && maximum !== undefined) return `${minimum} to ${maximum}`;
  if (minimum !== undefined) return `At least ${minimum}`;
  return maximum === undefined ? undefined : `At most ${maximum}`;
}

/** rjsf's own widget, given texts in which nothing is hidden. */
function withVisibleTexts(Inner: Widget): Widget {
  return function VisibleWidget(props) {
    const { enumOptions } = props.options;
    const description: unknown = props.options.description ?? props.schema.description;
    const options = {
      ...props.options,
      ...(typeof description === 'string' && { description: visible(description) }),
      ...(enumOptions && { enumOptions: enumOptions.map((option) => ({ ...option, label: visible(option.label) })) }),
    };
    return <Inner {...props} label={visible(props.label)} options={options} />;
  };
}

const TEXT_WIDGETS = ['Text', 'Textarea', 'Email', 'URL', 'Date', 'DateTime', 'Time', 'Color', 'File'];
const OWN_WIDGETS = ['Checkbox', 'Checkboxes', 'Select', 'Radio', 'Range', 'Password', 'UpDown'];

// rjsf's generics come down to `any` here: widgets are looked up by name.
const rjsfWidgets = Widgets as Readonly<Record<string, Widget | undefined>>;

export const formWidgets: RegistryWidgetsType<Arguments> = Object.fromEntries<Widget>([
  ...TEXT_WIDGETS.map((name): [string, Widget] => [`${name}Widget`, TextWidget]),
  ...OWN_WIDGETS.flatMap((name): [string, Widget][] => {
    const inner = rjsfWidgets[`${name}Widget`];
    return inner === undefined ? [] : [[`${name}Widget`, withVisibleTexts(inner)]];
  }),
]);

function TitleField({ id, title, required }: TitleFieldProps<Arguments>): ReactNode {
  return (
    <Text id={id} fw={600} component="div">
      <VisibleText text={title} />
      {required === true && ' *'}
    </Text>
  );
}

function DescriptionField({ id, description }: DescriptionFieldProps<Arguments>): ReactNode {
  if (typeof description !== 'string' || description === '') return null;
  return (
    <Text id={id} size="sm" c="dimmed" component="div">
      <VisibleText text={description} prose />
    </Text>
  );
}

function AddButton({ onClick, disabled, id }: IconButtonProps<Arguments>): ReactNode {
  return (
    <Button
      variant="default"
      size="xs"
      {...(id !== undefined && { id })}
      {...(onClick && { onClick })}
      disabled={disabled === true}
      leftSection={<IconPlus size={15} aria-hidden />}
    >
      Add an entry
    </Button>
  );
}

export const formTemplates: NonNullable<FormProps<Arguments>['templates']> = {
  TitleFieldTemplate: TitleField,
  DescriptionFieldTemplate: DescriptionField,
  ButtonTemplates: { AddButton },
};
