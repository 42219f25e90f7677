/**
 * Label, description and mark of a form's control: the server's words and ours, told apart.
 */
import type { ReactNode } from 'react';
import type { FieldProblem } from '../../../app/contract/formContent.ts';
import type { FormField } from '../../../app/contract/input.ts';
import { SeverityBadge } from '../../ui/SeverityBadge.tsx';
import { VisibleText } from '../../ui/VisibleText.tsx';
import { fieldHint, fieldLabel, problemWords } from './fieldWords.ts';

export interface FieldProps {
  readonly label: ReactNode;
  readonly description: ReactNode;
  readonly error: string | undefined;
  readonly required: boolean;
}

/** For a Mantine input. */
export function fieldProps(field: FormField, problem: FieldProblem | undefined, hint?: string): FieldProps {
  return {
    label: <VisibleText text={fieldLabel(field)} />,
    description: <FieldDescription field={field} hint={hint} />,
    error: problem && problemWords(field, problem),
    required: field.required,
  };
}

interface FieldDescriptionProps {
  readonly field: FormField;
  readonly hint: string | undefined;
}

function FieldDescription({ field, hint }: FieldDescriptionProps): ReactNode {
  const { description, looksSecret } = field;
  const ours = [fieldHint(field), hint].filter(Boolean).join(' ');
  return (
    <>
      {description !== undefined && description.trim() !== '' && (
        <span className="gh-quoted gh-quoted-text gh-field-claim">
          <VisibleText text={description} prose />
        </span>
      )}
      {field.kind === 'text' && field.pattern !== undefined && (
        <span className="gh-field-limits">
          It has to fit this pattern: <VisibleText text={field.pattern} mono />
        </span>
      )}
      {ours !== '' && <span className="gh-field-limits">{ours}</span>}
      {looksSecret && (
        <span className="gh-field-limits">
          <SeverityBadge severity="danger">This looks like a password, key or card number</SeverityBadge>
        </span>
      )}
    </>
  );
}
