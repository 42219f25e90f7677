/**
 * A server's icon, or the first letter of its name.
 *
 * SECURITY(S12): only a `data:` URL of a picture type is drawn, so that a bundle can't make the page fetch anything.
 */
import { Avatar } from '@mantine/core';
import type { ReactNode } from 'react';
import type { ServerView } from '../../../app/contract/servers.ts';

const PICTURE = /^data:image\/(png|jpeg|gif|webp);base64,[A-Za-z0-9+/]+={0,2}$/;

export interface ServerIconProps {
  readonly server: ServerView;
  readonly size?: 'md' | 'lg';
}

export function ServerIcon({ server, size = 'md' }: ServerIconProps): ReactNode {
  const url = server.source.kind === 'bundle' ? server.source.iconDataUrl : undefined;
  const letter = /[\p{L}\p{N}]/u.exec(server.name)?.[0].toUpperCase() ?? '·';
  return (
    <Avatar aria-hidden radius="md" size={size} color="gate" src={url !== undefined && PICTURE.test(url) ? url : null}>
      {letter}
    </Avatar>
  );
}
