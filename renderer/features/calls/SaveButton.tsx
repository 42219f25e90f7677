/**
 * Hands bytes of a server to the person as a file. Nothing is opened.
 *
 * SECURITY(S12): the type is always `application/octet-stream` and the name is ours, so that a server chooses neither
 * what the file is taken for nor where it lands.
 */
import { Button } from '@mantine/core';
import { IconDownload } from '@tabler/icons-react';
import type { ReactNode } from 'react';

export interface SaveButtonProps {
  readonly bytes: Uint8Array<ArrayBuffer> | string;
  readonly fileName: string;
  readonly label: string;
}

export function SaveButton({ bytes, fileName, label }: SaveButtonProps): ReactNode {
  return (
    <Button
      variant="default"
      size="xs"
      leftSection={<IconDownload size={15} aria-hidden />}
      onClick={() => saveFile(bytes, fileName)}
    >
      {label}
    </Button>
  );
}

/** Starts a download. The browser or Electron asks where to, as it is set to. */
export function saveFile(bytes: Uint8Array<ArrayBuffer> | string, fileName: string): void {
  const url = URL.createObjectURL(new Blob([bytes], { type: 'application/octet-stream' }));
  const link = document.createElement('a');
  link.href = url;
  link.download = fileName;
  link.click();
  // The click has handed the data over; the URL would keep it in memory for as long as the page lives.
  setTimeout(() => URL.revokeObjectURL(url), 10_000);
}
