/**
 * One block of a conversation between a server and a model.
 *
 * SECURITY(S12): text is drawn as text, calls and results of tools as JSON, pictures only of types the page knows.
 */
import type { ReactNode } from 'react';
import { assertNever } from '../../../app/contract/errors.ts';
import type { SamplingBlock } from '../../../app/contract/input.ts';
import { VisibleText } from '../../ui/VisibleText.tsx';
import { BinaryView } from '../calls/BinaryView.tsx';
import { JsonView } from '../calls/JsonView.tsx';
import { EditableText } from './EditableText.tsx';
import type { EditableTextProps } from './EditableText.tsx';

export interface SamplingBlockViewProps extends Pick<EditableTextProps, 'edited' | 'onEdit'> {
  readonly block: SamplingBlock;
  /** Names the block for a screen reader, such as `Text of message 2`. */
  readonly label: string;
}

export function SamplingBlockView({ block, edited, label, onEdit }: SamplingBlockViewProps): ReactNode {
  switch (block.type) {
    case 'text':
      return <EditableText original={block.text} edited={edited} label={label} onEdit={onEdit} />;
    case 'image':
    case 'audio':
      return <BinaryView mimeType={block.mimeType} base64={block.data} of="message" />;
    case 'tool_use':
      return (
        <>
          <p className="gh-tight">
            Asks the server to use its tool <VisibleText text={block.name} mono /> with:
          </p>
          <JsonView value={block.input} noun="arguments" />
        </>
      );
    case 'tool_result':
      return (
        <>
          <p className="gh-tight">
            {block.isError === true ? 'What the tool said when it failed:' : 'What the tool answered:'}
          </p>
          <JsonView value={block.content} noun="result of the tool" />
        </>
      );
    default:
      return assertNever(block);
  }
}
