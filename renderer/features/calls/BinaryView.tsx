/**
 * A picture or a sound of a server, or a way to save what the page does not show itself.
 *
 * SECURITY(S12): only types named in `mediaSource.ts` become a source.
 */
import { Group, Text } from '@mantine/core';
import type { ReactNode } from 'react';
import { formatBytes } from '../../ui/formatTime.ts';
import { VisibleText } from '../../ui/VisibleText.tsx';
import { audioSource, base64Bytes, bytesFromBase64, imageSource } from './mediaSource.ts';
import { SaveButton } from './SaveButton.tsx';

export interface BinaryViewProps {
  readonly mimeType: string;
  readonly base64: string;
  /** What it belongs to: names it for a screen reader, and as a file. */
  readonly of: 'result' | 'message' | 'resource';
}

const WORDS = {
  result: { image: 'The tool’s result', audio: 'Audio of the result', fileName: 'tool-result.bin' },
  message: { image: 'Picture in the message', audio: 'Audio in the message', fileName: 'message-part.bin' },
  resource: { image: 'The resource', audio: 'Audio of the resource', fileName: 'resource.bin' },
} as const;

export function BinaryView({ mimeType, base64, of }: BinaryViewProps): ReactNode {
  const image = imageSource(mimeType, base64);
  const audio = audioSource(mimeType, base64);
  const bytes = bytesFromBase64(base64);
  const words = WORDS[of];
  return (
    <>
      {image !== undefined && <img className="gh-result-image" src={image} alt={words.image} />}
      {audio !== undefined && <audio controls src={audio} aria-label={words.audio} />}
      <Group gap="sm" mt={6}>
        <Text size="sm" c="dimmed">
          <VisibleText text={mimeType} mono /> · {formatBytes(base64Bytes(base64))}
          {image === undefined && audio === undefined && ' · not shown here'}
        </Text>
        {bytes === undefined ? (
          <Text size="sm">The data is not valid base64.</Text>
        ) : (
          <SaveButton bytes={bytes} fileName={words.fileName} label="Save as…" />
        )}
      </Group>
    </>
  );
}
