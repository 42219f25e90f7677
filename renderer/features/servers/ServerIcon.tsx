/**
 * A server's icon, or the first letter of its name: of a bundle the picture in it, of another server one it lists.
 *
 * SECURITY(S12): only a `data:` URL of a picture type is drawn, so that nobody can make the page fetch anything.
 */
import { Avatar } from '@mantine/core';
import { useRef, type ReactNode } from 'react';
import type { IconView } from '../../../app/contract/resources.ts';
import type { ServerView } from '../../../app/contract/servers.ts';
import { isPictureUrl } from '../../ui/pictureUrl.ts';
import { useIcon } from '../icons/useIcon.ts';

export interface ServerIconProps {
  readonly server: ServerView;
  readonly size?: 'md' | 'lg';
}

export function ServerIcon({ server, size = 'md' }: ServerIconProps): ReactNode {
  const { source, state } = server;
  if (source.kind !== 'bundle' && state.kind === 'running' && state.connection.serverIcons.length > 0) {
    return <ListedIcon server={server} icons={state.connection.serverIcons} size={size} />;
  }
  return <Picture server={server} url={source.kind === 'bundle' ? source.iconDataUrl : undefined} size={size} />;
}

type Sized = Required<ServerIconProps>;

function ListedIcon({ server, icons, size }: Sized & { readonly icons: readonly IconView[] }): ReactNode {
  const place = useRef<HTMLSpanElement>(null);
  const url = useIcon(server.serverId, icons, place);
  return (
    <span ref={place}>
      <Picture server={server} url={url} size={size} />
    </span>
  );
}

function Picture({ server, url, size }: Sized & { readonly url: string | undefined }): ReactNode {
  const letter = /[\p{L}\p{N}]/u.exec(server.name)?.[0].toUpperCase() ?? '·';
  return (
    <Avatar aria-hidden radius="md" size={size} color="gate" src={url !== undefined && isPictureUrl(url) ? url : null}>
      {letter}
    </Avatar>
  );
}
