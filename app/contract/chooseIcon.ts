/**
 * Which of the icons that a server offers is shown. Pure, so that the page, which knows its theme, can choose.
 */
import type { IconView } from './resources.ts';

export interface IconPlace {
  /** Of the square it is drawn in, in device pixels. */
  readonly sizePx: number;
  readonly theme: 'light' | 'dark';
  /** Of a remote server. */
  readonly serverOrigin?: string;
}

/** The best of those that can be loaded at all; where two are as good, the one that the server named first. */
export function chooseIcon(icons: readonly IconView[], place: IconPlace): IconView | undefined {
  const [best] = icons
    .filter((icon) => isIconSource(icon.src, place.serverOrigin) && icon.mimeType?.toLowerCase() !== 'image/svg+xml')
    .toSorted(
      (a, b) =>
        themeMisfit(a, place.theme) - themeMisfit(b, place.theme) || sizeMisfit(a, place) - sizeMisfit(b, place),
    );
  return best;
}

/**
 * Spec: only `https:` and `data:` (MUST), and of the server's own origin (2025-11-25 basic §Icons). A local server has no
 * origin, so what it shows it has to bring along.
 */
export function isIconSource(src: string, serverOrigin?: string): boolean {
  if (/^data:/i.test(src)) return true;
  const url = URL.parse(src);
  return url?.protocol === 'https:' && url.origin === serverOrigin;
}

/** An icon for the other theme may be invisible on this one. */
function themeMisfit({ theme }: IconView, wanted: IconPlace['theme']): number {
  if (theme === undefined) return 1;
  return theme === wanted ? 0 : 2;
}

/** Better drawn smaller than it is than larger. Without sizes, it is good for any (MCP 2025-11-25 schema, Icon). */
function sizeMisfit({ sizes = [] }: IconView, { sizePx }: IconPlace): number {
  const sides = sizes.flatMap((size) => {
    const [, width, height] = /^(\d{1,5})x(\d{1,5})$/i.exec(size) ?? [];
    return width === undefined || height === undefined ? [] : [Math.min(Number(width), Number(height))];
  });
  if (sides.length === 0 || sizes.some((size) => size.toLowerCase() === 'any')) return 0;
  return Math.min(...sides.map((side) => (side >= sizePx ? side - sizePx : 100_000 + sizePx - side)));
}
