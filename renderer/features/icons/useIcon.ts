/**
 * An icon of what a server lists, once its place on the screen is seen.
 */
import { useComputedColorScheme } from '@mantine/core';
import { useEffect, useState, type RefObject } from 'react';
import type { ServerId } from '../../../app/contract/ids.ts';
import type { IconView } from '../../../app/contract/resources.ts';
import { useBridge } from '../../state/bridgeContext.ts';
import { iconOrder } from './iconOrder.ts';
import { iconAtHand, loadIcon } from './loadIcon.ts';

/** A row that flies by while somebody scrolls asks for nothing, milliseconds. */
const SEEN_MS = 150;

/** A `data:` URL; `undefined` while there is none. Nothing is asked for before `place` is on the screen. */
export function useIcon(
  serverId: ServerId,
  icons: readonly IconView[],
  place: RefObject<Element | null>,
): string | undefined {
  const bridge = useBridge();
  const theme = useComputedColorScheme('light');
  const wanted = JSON.stringify([serverId, ...iconOrder(icons, theme)]);
  const atHand = iconAtHand(bridge, serverId, iconOrder(icons, theme));
  const asks = icons.length > 0 && atHand === undefined;
  const [kept, setKept] = useState<{ readonly of: string; readonly url: string | undefined }>();

  useEffect(() => {
    const element = place.current;
    if (element === null || !asks) return undefined;
    let left = false;
    let timer: ReturnType<typeof setTimeout> | undefined;
    const load = (): void => {
      observer.disconnect();
      void loadIcon(bridge, serverId, iconOrder(icons, theme)).then((url) => {
        if (!left) setKept({ of: wanted, url });
      });
    };
    const observer = new IntersectionObserver((entries) => {
      clearTimeout(timer);
      if (entries.some((entry) => entry.isIntersecting)) timer = setTimeout(load, SEEN_MS);
    });
    observer.observe(element);
    return () => {
      left = true;
      clearTimeout(timer);
      observer.disconnect();
    };
    // `wanted` is the server, its icons and the theme as one text: lists come anew with every answer.
    // eslint-disable-next-line react-hooks/exhaustive-deps
  }, [bridge, wanted, asks, place]);

  return kept?.of === wanted ? kept.url : atHand;
}
