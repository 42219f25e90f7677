/**
 * Icons of one server and of what it lists: only those it named itself, and only once somebody looks.
 */
import type { IconView } from '../contract/resources.ts';
import type { HttpFetch } from '../ports/httpFetch.ts';
import { loadIcon } from '../protocol/icons.ts';
import type { Servers } from './servers.ts';
import type { Slot } from './slot.ts';

const ICON_LIMIT_MS = 10_000;
/** Lines of a server's log about icons. Choice: enough to find a mistake; a hostile list must not push other lines out. */
const MAX_REFUSALS_SAID = 20;
const MAX_SOURCE_SAID = 300;

/** The picture as a data URL, or `undefined` where it is none that is shown. Never throws for what a server did. */
export async function loadServerIcon(
  slot: Slot,
  src: string,
  { httpFetch, servers }: { readonly httpFetch: HttpFetch; readonly servers: Pick<Servers, 'note'> },
): Promise<string | undefined> {
  const { running, refusedIcons } = slot;
  if (running === undefined || !iconsOf(running).some((icon) => icon.src === src)) return undefined;
  const { place } = running.link;
  const dataUrl = await loadIcon(src, {
    ...(place === undefined ? {} : { serverOrigin: place.origin }),
    // A private address only where a person agreed to a server in that very place.
    zones: place === undefined ? [] : [place.zone],
    httpFetch,
    signal: AbortSignal.timeout(ICON_LIMIT_MS),
  });
  if (dataUrl !== undefined) return dataUrl;
  // SECURITY(S10): a line for each source and no record for each icon, of which a server can list as many as it likes.
  const source = running.link.redact(sourceOf(src)).slice(0, MAX_SOURCE_SAID);
  if (!refusedIcons.has(source) && refusedIcons.size < MAX_REFUSALS_SAID) {
    refusedIcons.add(source);
    servers.note(slot, `An icon was not shown, since it could not be had or is not fit to be shown: ${source}`);
  }
  return undefined;
}

/** Where it was to come from. The rest of an address could hold a secret, or a picture of a megabyte. */
function sourceOf(src: string): string {
  const url = URL.parse(src);
  if (url === null) return 'no address';
  return url.origin === 'null' ? `${url.protocol}…` : `${url.origin}/…`;
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
