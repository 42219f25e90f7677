/**
 * One block of a tool's result.
 *
 * SECURITY(S12): everything here is the server's. Text is drawn as text, binary content only of types named in
 * `mediaSource.ts`, links are shown and never opened.
 */
import { Text } from '@mantine/core';
import type { ReactNode } from 'react';
import type { ContentBlock } from '../../../app/contract/calls.ts';
import { assertNever } from '../../../app/contract/errors.ts';
import type { ServerId } from '../../../app/contract/ids.ts';
import { CopyButton } from '../../ui/CopyButton.tsx';
import { VisibleText } from '../../ui/VisibleText.tsx';
import { ResourceReading } from '../resources/ResourceReading.tsx';
import { BinaryView } from './BinaryView.tsx';
import { JsonView } from './JsonView.tsx';
import { LongText } from './LongText.tsx';

export interface ContentBlockViewProps {
  readonly block: ContentBlock;
  /** `Part 2 of 3`; names the block for a screen reader. */
  readonly label: string;
  /** Whose block it is: that server can be asked for what a link names. Without it a link can only be copied. */
  readonly serverId?: ServerId;
}

export function ContentBlockView({ block, label, serverId }: ContentBlockViewProps): ReactNode {
  return (
    <section className="gh-block" aria-label={label}>
      <Block block={block} label={label} serverId={serverId} />
      <Audience block={block} />
    </section>
  );
}

interface BlockProps {
  readonly block: ContentBlock;
  readonly label: string;
  readonly serverId: ServerId | undefined;
}

function Block({ block, label, serverId }: BlockProps): ReactNode {
  switch (block.type) {
    case 'text':
      return <TextPart text={block.text} label={label} />;
    case 'image':
    case 'audio':
      return <BinaryView mimeType={block.mimeType} base64={block.data} of="result" />;
    case 'resource_link':
      return <ResourceLink link={block} serverId={serverId} />;
    case 'resource':
      return <EmbeddedResource resource={block.resource} label={label} />;
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

interface TextPartProps {
  readonly text: string;
  /** Of the block it is in. */
  readonly label: string;
}

function TextPart({ text, label }: TextPartProps): ReactNode {
  return <LongText text={text} label={`${label}: its text`} copyLabel="Copy the text" />;
}

type BlockOf<T extends ContentBlock['type']> = Extract<ContentBlock, { type: T }>;

interface ResourceLinkProps {
  readonly link: BlockOf<'resource_link'>;
  readonly serverId: ServerId | undefined;
}

/** Whatever its scheme, only the server that sent it is asked for what it names: `file:` and `https:` are never opened. */
function ResourceLink({ link, serverId }: ResourceLinkProps): ReactNode {
  return (
    <>
      <BlockTitle>
        A link to a resource. Gatehouse never opens it{serverId !== undefined && '; it can ask the server for it'}.
      </BlockTitle>
      <dl className="gh-facts">
        <Fact label="Name" value={link.title ?? link.name} />
        <dt>Address</dt>
        <dd>
          <div className="gh-with-copy">
            <VisibleText text={link.uri} mono />
            <CopyButton text={link.uri} label="Copy the address" />
          </div>
        </dd>
        <Fact label="Description" value={link.description} />
        <Fact label="Type" value={link.mimeType} />
      </dl>
      {serverId !== undefined && <ResourceReading serverId={serverId} uri={link.uri} quiet />}
    </>
  );
}

interface EmbeddedResourceProps {
  readonly resource: BlockOf<'resource'>['resource'];
  readonly label: string;
}

function EmbeddedResource({ resource, label }: EmbeddedResourceProps): ReactNode {
  return (
    <>
      <BlockTitle>A resource, sent with the result</BlockTitle>
      <dl className="gh-facts">
        <Fact label="Address" value={resource.uri} />
        <Fact label="Type" value={resource.mimeType} />
      </dl>
      {resource.text !== undefined && <TextPart text={resource.text} label={label} />}
      {resource.blob !== undefined && (
        <BinaryView mimeType={resource.mimeType ?? 'application/octet-stream'} base64={resource.blob} of="result" />
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
