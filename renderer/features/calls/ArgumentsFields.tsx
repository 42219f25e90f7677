/**
 * A tool's arguments as a form made from its schema. Loaded when first needed: no other screen draws forms from schemas.
 *
 * A schema that rjsf fails on while drawing ends in `onUndrawable`, never in an empty page.
 */
import { Button, Group } from '@mantine/core';
import { generateForm } from '@rjsf/mantine';
import { Component, type ReactNode } from 'react';
import type { JsonSchema } from './argumentsForm.ts';
import { AnyValueField } from './AnyValueField.tsx';
import { formTemplates, formWidgets } from './formWidgets.tsx';
import { interpretingValidator } from './interpretingValidator.ts';
import type { Arguments } from './parseArguments.ts';

const Form = generateForm<Arguments>();

export interface ArgumentsFieldsProps {
  /** As `planArgumentsForm` gave it. */
  readonly schema: JsonSchema;
  readonly value: Arguments;
  readonly pending: boolean;
  readonly onChange: (value: Arguments) => void;
  readonly onSubmit: (value: Arguments) => void;
  readonly onUndrawable: () => void;
}

export function ArgumentsFields(props: ArgumentsFieldsProps): ReactNode {
  return (
    <DrawingBoundary onFailure={props.onUndrawable}>
      <Form
        className="gh-arguments"
        schema={props.schema}
        validator={interpretingValidator}
        widgets={formWidgets}
        templates={formTemplates}
        fields={{ FallbackField: AnyValueField }}
        uiSchema={{ 'ui:title': '', 'ui:description': '' }}
        formData={props.value}
        onChange={({ formData }) => props.onChange(formData ?? {})}
        onSubmit={({ formData }) => props.onSubmit(formData ?? {})}
        // Problems stand beside their fields; without this rjsf also prints them to the console.
        onError={() => undefined}
        noHtml5Validate
        showErrorList={false}
        focusOnFirstError
        experimental_defaultFormStateBehavior={{
          // What nobody filled in is not sent: no empty objects or lists for what is optional.
          emptyObjectFields: 'skipEmptyDefaults',
          arrayMinItems: { populate: 'requiredOnly' },
        }}
      >
        <Group mt="md">
          <Button type="submit" loading={props.pending}>
            Call tool
          </Button>
        </Group>
      </Form>
    </DrawingBoundary>
  );
}

interface DrawingBoundaryProps {
  readonly onFailure: () => void;
  readonly children: ReactNode;
}

/** React has error boundaries only as classes. */
class DrawingBoundary extends Component<DrawingBoundaryProps, { readonly failed: boolean }> {
  override state = { failed: false };

  static getDerivedStateFromError(): { readonly failed: boolean } {
    return { failed: true };
  }

  override componentDidCatch(): void {
    this.props.onFailure();
  }

  override render(): ReactNode {
    return this.state.failed ? null : this.props.children;
  }
}
