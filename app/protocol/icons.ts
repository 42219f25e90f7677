/**
 * Icons that servers offer, checked before the page sees them. The page decodes them in its sandboxed process.
 *
 * SECURITY(S12): address, bytes and declared type are the server's word. What can't be shown safely is not shown, and no
 * reason is given: an icon is none to bother a person.
 */
import { base64OfBytes, bytesOfBase64 } from '../contract/base64.ts';
import { isIconSource } from '../contract/chooseIcon.ts';
import { AppError } from '../contract/errors.ts';
import type { Zone } from '../contract/plan.ts';
import type { HttpFetch } from '../ports/httpFetch.ts';
import { readImage } from './imageHeaders.ts';

/** Choice: a picture of 256 × 256 pixels without any compression is half of that. */
export const MAX_SERVER_ICON_BYTES = 512 * 1024;
/** Choice: four times the largest place an icon is drawn in; decoded, it takes 4 MB. */
export const MAX_SERVER_ICON_SIDE_PX = 1_024;

export interface LoadIconOptions {
  /** Of a remote server: from there alone icons are fetched. A local server has none. */
  readonly serverOrigin?: string;
  /** Where that server was agreed to be. */
  readonly zones: readonly Zone[];
  readonly httpFetch: Pick<HttpFetch, 'download'>;
  readonly signal: AbortSignal;
}

/**
 * @param src As the server gave it.
 * @returns A `data:` URL of the type that the bytes have, whatever was declared; `undefined` for what is not to be shown.
 */
export async function loadIcon(src: string, options: LoadIconOptions): Promise<string | undefined> {
  if (!isIconSource(src, options.serverOrigin)) return undefined;
  const bytes = await iconBytes(src, options).catch((error: unknown) => {
    if (error instanceof AppError || options.signal.aborted) return undefined;
    throw error;
  });
  if (bytes === undefined || bytes.length > MAX_SERVER_ICON_BYTES) return undefined;
  const image = readImage(bytes);
  if (image === undefined || !isFit(image.widthPx) || !isFit(image.heightPx)) return undefined;
  return `data:${image.type};base64,${base64OfBytes(bytes)}`;
}

async function iconBytes(src: string, options: LoadIconOptions): Promise<Uint8Array | undefined> {
  const { serverOrigin: origin, zones, httpFetch, signal } = options;
  if (/^data:/i.test(src)) return dataUrlBytes(src);
  if (origin === undefined) return undefined;
  return httpFetch.download(src, { origin, zones, maxBytes: MAX_SERVER_ICON_BYTES, signal });
}

/** Of base64 only, as the specification has it; measured before it is decoded. */
function dataUrlBytes(src: string): Uint8Array | undefined {
  const comma = src.indexOf(',');
  const base64 = src.slice(comma + 1);
  if (!/;base64$/i.test(src.slice(0, comma)) || base64.length > (MAX_SERVER_ICON_BYTES / 3 + 1) * 4) return undefined;
  return bytesOfBase64(base64);
}

function isFit(sidePx: number): boolean {
  return sidePx > 0 && sidePx <= MAX_SERVER_ICON_SIDE_PX;
}
