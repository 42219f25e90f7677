/**
 * Icons of one server and of what it lists: only those it named itself, and only once somebody looks.
 */
import type { IconView } from '../contract/resources.ts';
import type { HttpFetch } from '../ports/httpFetch.ts';
import { loadIcon } from '../protocol/icons.ts';
import type { Slot } from './slot.ts';

const ICON_LIMIT_MS = 10_000;

/** The picture as a data URL, or `undefined` where it is none that is shown. Never throws for what a server did. */
export function loadServerIcon(slot: Slot, src: string, httpFetch: HttpFetch): Promise<string | undefined> {
  const { running } = slot;
  if (running === undefined || !iconsOf(running).some((icon) => icon.src === src)) return Promise.resolve(undefined);
  const { place } = running.link;
  return loadIcon(src, {
    ...(place === undefined ? {} : { serverOrigin: place.origin }),
    // A private address only where a person agreed to a server in that very place.
    zones: place === undefined ? [] : [place.zone],
    httpFetch,
    signal: AbortSignal.timeout(ICON_LIMIT_MS),
  });
}

function iconsOf({ connection, tools, resources, prompts }: NonNullable<Slot['running']>): readonly IconView[] {
  const listed = [
    ...(tools.known?.tools ?? []),
    ...(resources.known?.resources ?? []),
    ...(resources.known?.templates ?? []),
    ...(prompts.known?.prompts ?? []),
  ];
  return [...connection.view.serverIcons, ...listed.flatMap(({ icons }) => icons)];
}
