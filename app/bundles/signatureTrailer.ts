/**
 * Finds the signature block behind a bundle's archive.
 *
 * Layout (MCPB reference signer): archive, `MCPB_SIG_V1`, length as uint32 little-endian, PKCS#7 SignedData in DER,
 * `MCPB_SIG_END`. A marker anywhere else means nothing: only a block that ends exactly where the file ends, and whose
 * length leads exactly back to its header, is one.
 */

const HEADER = bytesOf('MCPB_SIG_V1');
const FOOTER = bytesOf('MCPB_SIG_END');
const LENGTH_BYTES = 4;

/** Longest signature block that is looked for. Choice: a chain of certificates takes some ten kilobytes. */
export const MAX_SIGNATURE_BYTES = 1024 * 1024;

/** Offsets are from the start of the file. */
export interface SignatureTrailer {
  /** Where the header starts: the signed content is every byte before it. */
  readonly archiveBytes: number;
  readonly cmsOffset: number;
  readonly cmsBytes: number;
}

/** @param tail The file's last bytes: all of them, or at least `MAX_SIGNATURE_BYTES`. */
export function findSignatureTrailer(tail: Uint8Array, fileBytes: number): SignatureTrailer | undefined {
  const footerAt = tail.length - FOOTER.length;
  if (footerAt < 0 || !matchesAt(tail, FOOTER, footerAt)) return undefined;
  const view = new DataView(tail.buffer, tail.byteOffset, tail.byteLength);
  const tailOffset = fileBytes - tail.length;
  const lowest = Math.max(0, footerAt - MAX_SIGNATURE_BYTES);
  for (let at = footerAt - HEADER.length - LENGTH_BYTES; at >= lowest; at -= 1) {
    if (!matchesAt(tail, HEADER, at)) continue;
    const cmsAt = at + HEADER.length + LENGTH_BYTES;
    const cmsBytes = view.getUint32(at + HEADER.length, true);
    if (cmsBytes > 0 && cmsAt + cmsBytes === footerAt) {
      return { archiveBytes: tailOffset + at, cmsOffset: tailOffset + cmsAt, cmsBytes };
    }
  }
  return undefined;
}

function bytesOf(ascii: string): Uint8Array {
  return new TextEncoder().encode(ascii);
}

function matchesAt(bytes: Uint8Array, marker: Uint8Array, at: number): boolean {
  return marker.every((byte, index) => bytes[at + index] === byte);
}
