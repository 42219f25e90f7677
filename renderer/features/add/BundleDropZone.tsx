/**
 * Takes a bundle or a configuration dropped anywhere on the window and sends it to the host, with progress and a way to
 * stop.
 *
 * SECURITY(S9): a configuration may hold secrets, so it travels as text and lands on no disk, unless it is too long for that.
 *
 * A drop is caught in every case: what the browser would do by itself is open the file in place of this page.
 */
import { Button, Group, Modal, Progress } from '@mantine/core';
import { IconPackage } from '@tabler/icons-react';
import { useEffect, useRef, useState } from 'react';
import type { ReactNode } from 'react';
import { toErrorView } from '../../../app/contract/errors.ts';
import type { ErrorView } from '../../../app/contract/errors.ts';
import type { UploadId } from '../../../app/contract/ids.ts';
import { MAX_IMPORT_BYTES, MAX_PASTED_LENGTH } from '../../../app/contract/imports.ts';
import { useBridge } from '../../state/bridgeContext.ts';
import { ErrorAlert } from '../../ui/ErrorAlert.tsx';
import { formatBytes } from '../../ui/formatTime.ts';
import { VisibleText } from '../../ui/VisibleText.tsx';
import { isConfigurationName } from '../imports/importWords.ts';
import { useReadImport } from '../imports/useReadImport.ts';
import { uploadFile } from './uploadFile.ts';
import { useOpenBundle } from './useOpenBundle.ts';

type Upload =
  | { readonly kind: 'none' }
  | { readonly kind: 'sending'; readonly file: File; readonly doneBytes: number; readonly abort: AbortController }
  | { readonly kind: 'failed'; readonly error: ErrorView };

export interface BundleDropZoneProps {
  /** False while a decision is on the screen: nothing may push it aside. */
  readonly enabled: boolean;
}

export function BundleDropZone({ enabled }: BundleDropZoneProps): ReactNode {
  const bridge = useBridge();
  const bundle = useOpenBundle();
  const configuration = useReadImport();
  const [upload, setUpload] = useState<Upload>({ kind: 'none' });

  const fail = (error: unknown): void => setUpload({ kind: 'failed', error: toErrorView(error) });
  const sendConfiguration = async (file: File): Promise<void> => {
    if (file.size > MAX_IMPORT_BYTES) {
      const data = { sizeBytes: file.size, limitBytes: MAX_IMPORT_BYTES };
      setUpload({ kind: 'failed', error: { code: 'IMPORT_TOO_LARGE', message: 'The file was not sent.', data } });
    } else if (file.size > MAX_PASTED_LENGTH) {
      await send(file, (uploadId) => configuration.read({ kind: 'upload', uploadId }));
    } else {
      await configuration.read({ kind: 'text', text: await file.text(), fileName: file.name });
    }
  };
  const send = async (file: File, open: (uploadId: UploadId) => Promise<void>): Promise<void> => {
    const abort = new AbortController();
    setUpload({ kind: 'sending', file, doneBytes: 0, abort });
    try {
      const onProgress = (doneBytes: number): void => setUpload({ kind: 'sending', file, doneBytes, abort });
      const uploadId = await uploadFile(bridge, file, { signal: abort.signal, onProgress });
      setUpload({ kind: 'none' });
      if (uploadId !== undefined) await open(uploadId);
    } catch (error) {
      fail(error);
    }
  };
  const over = useFileDrop((file) => {
    if (!enabled || upload.kind === 'sending') return;
    if (isConfigurationName(file.name)) void sendConfiguration(file).catch(fail);
    else void send(file, (uploadId) => bundle.open({ kind: 'upload', uploadId }));
  });

  const close = (): void => {
    setUpload({ kind: 'none' });
    bundle.forgetError();
    configuration.forgetError();
  };
  const error = upload.kind === 'failed' ? upload.error : (bundle.error ?? configuration.error);
  return (
    <>
      {over && enabled && (
        <div className="gh-drop" aria-hidden>
          <IconPackage size={48} />
          Drop the file to look into it
        </div>
      )}
      {upload.kind === 'sending' && <Sending upload={upload} />}
      <Modal opened={error !== undefined} onClose={close} title="The file was not opened" size="lg">
        {error !== undefined && <ErrorAlert error={error} actions={<Button onClick={close}>Close</Button>} />}
      </Modal>
    </>
  );
}

function Sending({ upload }: { readonly upload: Upload & { readonly kind: 'sending' } }): ReactNode {
  const { file, doneBytes, abort } = upload;
  const percent = file.size === 0 ? 100 : (100 * doneBytes) / file.size;
  const stop = (): void => {
    abort.abort();
  };
  return (
    <Modal opened onClose={stop} title="Handing the file over" withCloseButton={false} closeOnClickOutside={false}>
      <VisibleText text={file.name} mono />
      <Progress value={percent} my="md" size="lg" aria-label="Handing the file over" />
      <Group justify="space-between">
        <span className="gh-soft">
          {formatBytes(doneBytes)} of {formatBytes(file.size)}
        </span>
        <Button variant="default" onClick={stop}>
          Cancel
        </Button>
      </Group>
    </Modal>
  );
}

/** Whether a file is held over the window; `onDrop` gets the first one that is let go. */
function useFileDrop(onDrop: (file: File) => void): boolean {
  const [over, setOver] = useState(false);
  const latest = useRef(onDrop);
  useEffect(() => {
    latest.current = onDrop;
  });
  useEffect(() => {
    const dragOver = (event: DragEvent): void => {
      event.preventDefault();
      setOver(event.dataTransfer?.types.includes('Files') ?? false);
    };
    const leave = (event: DragEvent): void => {
      if (event.relatedTarget === null) setOver(false);
    };
    const drop = (event: DragEvent): void => {
      event.preventDefault();
      setOver(false);
      const file = event.dataTransfer?.files[0];
      if (file !== undefined) latest.current(file);
    };
    window.addEventListener('dragover', dragOver);
    window.addEventListener('dragleave', leave);
    window.addEventListener('drop', drop);
    return () => {
      window.removeEventListener('dragover', dragOver);
      window.removeEventListener('dragleave', leave);
      window.removeEventListener('drop', drop);
    };
  }, []);
  return over;
}
