/**
 * Which versions of MCP two sides speak that have none in common.
 */
import { Text } from '@mantine/core';
import type { ReactNode } from 'react';
import type { ErrorView } from '../../app/contract/errors.ts';
import { PROTOCOL_VERSIONS } from '../../app/contract/protocolVersions.ts';
import { VisibleText } from './VisibleText.tsx';

/** Nothing for any other error. What the server speaks is its own text. */
export function VersionWords({ error }: { readonly error: ErrorView }): ReactNode {
  if (error.code !== 'SERVER_VERSION_UNSUPPORTED') return null;
  const { serverSpeaks } = error.data;
  return (
    <Text mt={4}>
      {typeof serverSpeaks === 'object' ? (
        <>
          The server says that it speaks <VisibleText text={serverSpeaks.join(', ')} mono />.{' '}
        </>
      ) : (
        'The server did not say which versions it speaks. '
      )}
      Gatehouse speaks {PROTOCOL_VERSIONS.join(', ')}. If one protocol was chosen in the server’s settings, only that
      one was tried.
    </Text>
  );
}
