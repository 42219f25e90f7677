/**
 * The icon of a tool, a resource or a prompt, or a neutral mark.
 *
 * SECURITY(S12): a picture is the server's claim like a name. It is small, has no alternative text, and stands beside the
 * name, never in its place.
 */
import { IconPointFilled } from '@tabler/icons-react';
import { useRef, type ReactNode } from 'react';
import type { ServerId } from '../../../app/contract/ids.ts';
import type { IconView } from '../../../app/contract/resources.ts';
import { useIcon } from './useIcon.ts';
import './icons.css';

export interface ServerThingIconProps {
  readonly serverId: ServerId;
  readonly icons: readonly IconView[];
  /** In rem. */
  readonly size?: number;
}

export function ServerThingIcon({ serverId, icons, size = 1.75 }: ServerThingIconProps): ReactNode {
  const place = useRef<HTMLSpanElement>(null);
  const url = useIcon(serverId, icons, place);
  const side = `${size}rem`;
  return (
    <span ref={place} className="gh-thing-icon" style={{ width: side, height: side }} aria-hidden>
      {url === undefined ? <IconPointFilled size={`${size * 0.4}rem`} /> : <img src={url} alt="" />}
    </span>
  );
}
