/**
 * One block of a tool's result.
 *
 * SECURITY(S12): everything here is the server's. Text is drawn as text, binary content only of types named in
 * `mediaSource.ts`, links are shown and never opened.
 */
import { Group, Text } from '@mantine/core';
import type { ReactNode } from 'react';
import type { ContentBlock } from '../../../app/contract/calls.ts';
import { assertNever } from '../../../app/contract/errors.ts';
import { CopyButton } from '../../ui/CopyButton.tsx';
import { formatBytes } from '../../ui/formatTime.ts';
import { VisibleText } from '../../ui/VisibleText.tsx';
import { JsonView } from './JsonView.tsx';
import { LongText } from './LongText.tsx';
import { audioSource, base64Bytes, bytesFromBase64, imageSource } from './mediaSource.ts';
import { SaveButton } from './SaveButton.tsx';

export interface ContentBlockViewProps {
  readonly block: ContentBlock;
  /** `Part 2 of 3`; names the block for a screen reader. */
  readonly label: string;
}

export function ContentBlockView({ block, label }: ContentBlockViewProps): ReactNode {
  return (
    <section className="gh-block" aria-label={label}>
      <Block block={block} />
      <Audience block={block} />
    </section>
  );
}

function Block({ block }: { readonly block: ContentBlock }): ReactNode {
  switch (block.type) {
    case 'text':
      return <TextPart text={block.text} />;
    case 'image':
    case 'audio':
      return <BinaryPart mimeType={block.mimeType} base64={block.data} />;
    case 'resource_link':
      return <ResourceLink link={block} />;
    case 'resource':
      return <EmbeddedResource resource={block.resource} />;
    case 'unknown':
      return (
        <>
          <BlockTitle>Content of a type Gatehouse does not know</BlockTitle>
          <JsonView value={block.block} noun="content" />
        </>
      );
    default:
      return assertNever(block);
  }
}

function BlockTitle({ children }: { readonly children: ReactNode }): ReactNode {
  return (
    <Text size="sm" c="dimmed" mb={4}>
      {children}
    </Text>
  );
}

function TextPart({ text }: { readonly text: string }): ReactNode {
  return <LongText text={text} label="Text of the result" copyLabel="Copy the text" />;
}

interface BinaryPartProps {
  readonly mimeType: string;
  readonly base64: string;
}

function BinaryPart({ mimeType, base64 }: BinaryPartProps): ReactNode {
  const image = imageSource(mimeType, base64);
  const audio = audioSource(mimeType, base64);
  const bytes = bytesFromBase64(base64);
  return (
    <>
      {image !== undefined && <img className="gh-result-image" src={image} alt="The tool’s result" />}
      {audio !== undefined && <audio controls src={audio} aria-label="Audio of the result" />}
      <Group gap="sm" mt={6}>
        <Text size="sm" c="dimmed">
          <VisibleText text={mimeType} mono /> · {formatBytes(base64Bytes(base64))}
          {image === undefined && audio === undefined && ' · not shown here'}
        </Text>
        {bytes === undefined ? (
          <Text size="sm">The data is not valid base64.</Text>
        ) : (
          <SaveButton bytes={bytes} fileName="tool-result.bin" label="Save to a file" />
        )}
      </Group>
    </>
  );
}

type BlockOf<T extends ContentBlock['type']> = Extract<ContentBlock, { type: T }>;

function ResourceLink({ link }: { readonly link: BlockOf<'resource_link'> }): ReactNode {
  return (
    <>
      <BlockTitle>A link to a resource. Gatehouse does not open it.</BlockTitle>
      <dl className="gh-facts">
        <Fact label="Name" value={link.title ?? link.name} />
        <dt>Address</dt>
        <dd>
          <Group gap={4} wrap="nowrap" align="flex-start">
            <VisibleText text={link.uri} mono />
            <CopyButton text={link.uri} label="Copy the address" />
          </Group>
        </dd>
        <Fact label="Description" value={link.description} />
        <Fact label="Type" value={link.mimeType} />
      </dl>
    </>
  );
}

function EmbeddedResource({ resource }: { readonly resource: BlockOf<'resource'>['resource'] }): ReactNode {
  return (
    <>
      <BlockTitle>A resource, sent with the result</BlockTitle>
      <dl className="gh-facts">
        <Fact label="Address" value={resource.uri} />
        <Fact label="Type" value={resource.mimeType} />
      </dl>
      {resource.text !== undefined && <TextPart text={resource.text} />}
      {resource.blob !== undefined && (
        <BinaryPart mimeType={resource.mimeType ?? 'application/octet-stream'} base64={resource.blob} />
      )}
    </>
  );
}

function Fact({ label, value }: { readonly label: string; readonly value: string | undefined }): ReactNode {
  if (value === undefined) return null;
  return (
    <>
      <dt>{label}</dt>
      <dd>
        <VisibleText text={value} />
      </dd>
    </>
  );
}

function Audience({ block }: { readonly block: ContentBlock }): ReactNode {
  if (block.type === 'unknown' || block.annotations?.audience === undefined) return null;
  return (
    <Text size="sm" c="dimmed" mt={4}>
      The server says this is meant for: <VisibleText text={block.annotations.audience.join(', ')} />
    </Text>
  );
}
