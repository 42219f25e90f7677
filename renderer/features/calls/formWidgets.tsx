/**
 * The controls of an arguments form, where rjsf's own would hide or change something.
 *
 * Every text is typed into one kind of box, whatever its format: what is typed is what is sent, line ends included.
 * Names, descriptions and choices are the server's, so they are made visible before rjsf draws them (S12).
 */
import { Button, Text, Textarea } from '@mantine/core';
import { Templates, Widgets } from '@rjsf/mantine';
import { IconPlus } from '@tabler/icons-react';
import type {
  DescriptionFieldProps,
  IconButtonProps,
  RegistryWidgetsType,
  TemplatesType,
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
  const description = hideLabel === true ? undefined : (options.description ?? schema.description);
  const hint = schema.format === undefined ? undefined : FORMAT_HINTS[schema.format];
  const described = [description, hint].filter((part) => typeof part === 'string').join('\n');
  return (
    <Textarea
      id={id}
      {...(hideLabel === true ? { 'aria-label': visible(label) } : { label: <VisibleText text={label} /> })}
      {...(described !== '' && { description: <VisibleText text={described} prose /> })}
      {...(rawErrors !== undefined && rawErrors.length > 0 && { error: rawErrors.join(' ') })}
      required={required === true}
      disabled={disabled === true || readonly === true}
      value={typeof value === 'string' ? value : ''}
      onChange={(event) => onChange(event.currentTarget.value === '' ? undefined : event.currentTarget.value)}
      autosize
      minRows={1}
      maxRows={12}
      spellCheck={false}
    />
  );
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

export const formWidgets: RegistryWidgetsType<Arguments> = Object.fromEntries([
  ...TEXT_WIDGETS.map((name) => [`${name}Widget`, TextWidget]),
  ...OWN_WIDGETS.flatMap((name) => {
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

export const formTemplates: Partial<TemplatesType<Arguments>> = {
  ...Templates,
  TitleFieldTemplate: TitleField,
  DescriptionFieldTemplate: DescriptionField,
  ButtonTemplates: { ...Templates.ButtonTemplates, AddButton },
};
