/**
 * Says which arguments of a tool travel in a header as well (MCP 2026-07-28 server/tools, `x-mcp-header`).
 */
import { Text } from '@mantine/core';
import type { ReactNode } from 'react';
import { looksSecret } from '../../ui/secretNames.ts';
import { QuotedName } from '../../ui/QuotedName.tsx';
import { Notice } from '../servers/Notice.tsx';

export interface MirroredArgumentsProps {
  readonly names: readonly string[];
}

export function MirroredArguments({ names }: MirroredArgumentsProps): ReactNode {
  const secrets = names.filter(looksSecret);
  const others = names.filter((name) => !looksSecret(name));
  return (
    <>
      {secrets.length > 0 && (
        <Notice tone="danger" title="Something that looks like a secret would travel in a header">
          <Names names={secrets} />: by its name this is a password, key or token. The server wants it in a header as
          well, which every computer on the way can read and many write to their logs. Don’t fill it in unless you are
          sure that it is no secret.
        </Notice>
      )}
      {others.length > 0 && (
        <Text size="sm">
          <Names names={others} /> {others.length === 1 ? 'is' : 'are'} also sent in a header that every computer on the
          way can read.
        </Text>
      )}
    </>
  );
}

function Names({ names }: MirroredArgumentsProps): ReactNode {
  return names.map((name, index) => (
    <span key={name}>
      {index > 0 && ', '}
      <QuotedName name={name} />
    </span>
  ));
}
