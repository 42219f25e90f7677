/**
 * In which order the icons of one thing are tried. Pure.
 */
import type { IconView } from '../../../app/contract/resources.ts';

/** Icons tried for one thing: a server that lists twenty bad ones does not cost twenty requests. */
const MOST_TRIED = 3;

/** Those made for the theme first, then those for any; pictures before SVG, which is not drawn; the other theme's last. */
export function iconOrder(icons: readonly IconView[], theme: 'light' | 'dark'): readonly string[] {
  const rank = (icon: IconView): number => {
    const isSvg = /svg/i.test(icon.mimeType ?? '') || /\.svg$/i.test(icon.src);
    const fit = icon.theme === theme ? 0 : icon.theme === undefined ? 1 : 2;
    return fit + (isSvg ? 10 : 0);
  };
  return icons
    .toSorted((a, b) => rank(a) - rank(b))
    .slice(0, MOST_TRIED)
    .map(({ src }) => src);
}
