/**
 * A bundle's icon, from its own files only.
 *
 * SECURITY(S11): an icon on the web is never fetched, since that would tell someone who looks at the bundle.
 */
import { base64OfBytes } from '../contract/base64.ts';
import type { Manifest } from './manifest.ts';

/** Longest icon file that is shown. */
export const MAX_ICON_BYTES = 256 * 1024;

/** Width of an icon that looks well in a list, pixels. */
const GOOD_WIDTH_PX = { min: 64, max: 256 };
const PNG_MAGIC = [0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a];

/**
 * Name of the entry to show as icon: the best of `icons`, or `icon` where there are none (MCPB MANIFEST.md §Icons).
 *
 * @param names Names of all entries: whatever is not among them (a URL, an absolute path, `${__dirname}`) is no icon.
 */
export function iconFile(manifest: Manifest, names: readonly string[]): string | undefined {
  const [best] = manifest.icons.toSorted((a, b) => themed(a) - themed(b) || misfit(a.widthPx) - misfit(b.widthPx));
  const name = (best?.src ?? manifest.icon)?.replace(/^(?:\.\/)+/, '');
  return name !== undefined && names.includes(name) ? name : undefined;
}

/** One drawing serves light and dark screens, so one that is made for neither comes first. */
function themed(icon: Manifest['icons'][number]): number {
  return icon.theme === undefined ? 0 : 1;
}

function misfit(widthPx: number): number {
  return Math.max(0, GOOD_WIDTH_PX.min - widthPx, widthPx - GOOD_WIDTH_PX.max);
}

/** `data:` URL of a PNG, told by its first bytes; `undefined` for anything else or above `MAX_ICON_BYTES`. */
export function iconDataUrl(bytes: Uint8Array): string | undefined {
  if (bytes.length > MAX_ICON_BYTES || !PNG_MAGIC.every((byte, index) => bytes[index] === byte)) return undefined;
  return `data:image/png;base64,${base64OfBytes(bytes)}`;
}
