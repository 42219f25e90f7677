/**
 * Asks the host for icons, each once, since a list is scrolled up and down.
 *
 * SECURITY(S12): the page never fetches an icon. It gets a `data:` URL of bytes the host has checked, or nothing.
 */
import type { ServerId } from '../../../app/contract/ids.ts';
import type { Bridge } from '../../bridge/createBridge.ts';
import { isPictureUrl } from '../../ui/pictureUrl.ts';

/** Icons kept in the page, over all servers. The oldest goes first. */
const MOST_KEPT = 500;

interface Icon {
  readonly loading: Promise<string | undefined>;
  /** Once it is there. */
  url?: string;
}

type Kept = Map<string, Icon>;
/** By bridge, so that nothing outlives the host it came from. */
const keptBy = new WeakMap<Pick<Bridge, 'run'>, Kept>();

/** The first of `sources` that can be drawn, as a `data:` URL; `undefined` where none can. Never rejects. */
export async function loadIcon(
  bridge: Pick<Bridge, 'run'>,
  serverId: ServerId,
  sources: readonly string[],
): Promise<string | undefined> {
  for (const src of sources) {
    const url = await loadOnce(bridge, serverId, src);
    if (url !== undefined) return url;
  }
  return undefined;
}

/** The icon if it was loaded before, so that a row that comes back is not drawn without it. */
export function iconAtHand(
  bridge: Pick<Bridge, 'run'>,
  serverId: ServerId,
  sources: readonly string[],
): string | undefined {
  const kept = keptBy.get(bridge);
  const known = sources.map((src) => kept?.get(keyOf(serverId, src))?.url);
  return known.find((url) => url !== undefined);
}

function keyOf(serverId: ServerId, src: string): string {
  return `${serverId} ${src}`;
}

function loadOnce(bridge: Pick<Bridge, 'run'>, serverId: ServerId, src: string): Promise<string | undefined> {
  const kept: Kept = keptBy.get(bridge) ?? new Map<string, Icon>();
  keptBy.set(bridge, kept);
  const key = keyOf(serverId, src);
  const known = kept.get(key);
  if (known !== undefined) return known.loading;
  const loading = bridge.run('icon.load', { serverId, src }).then(
    ({ dataUrl }) => {
      // What is not there may be there later: a server that starts anew lists its icons anew.
      if (dataUrl === undefined) kept.delete(key);
      if (dataUrl === undefined || !isPictureUrl(dataUrl)) return undefined;
      icon.url = dataUrl;
      return dataUrl;
    },
    () => {
      kept.delete(key);
      return undefined;
    },
  );
  const icon: Icon = { loading };
  kept.set(key, icon);
  const [oldest] = kept.keys();
  if (kept.size > MOST_KEPT && oldest !== undefined) kept.delete(oldest);
  return loading;
}
