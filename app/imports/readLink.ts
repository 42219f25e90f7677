/**
 * Reads an install link: Gatehouse's own, or one made for another application.
 *
 * Pure. No link is followed: what it proposes is all in the text of it. SECURITY(S11)
 */
import { MAX_LINK_LENGTH } from '../contract/imports.ts';
import type { LinkClient } from '../contract/imports.ts';
import { readEncodedLink } from './links/encodedLink.ts';
import { readGatehouseLink } from './links/gatehouseLink.ts';
import { readGooseLink } from './links/gooseLink.ts';
import { linkInvalid } from './links/linkParts.ts';
import { readVsCodeLink } from './links/vscodeLink.ts';
import type { Proposal } from './proposal.ts';

export interface ReadLink {
  readonly client: LinkClient;
  readonly proposal: Proposal;
}

/** Whether a text that was pasted is one link rather than a configuration. */
export function isLink(text: string): boolean {
  return /^(?:https|gatehouse|vscode|vscode-insiders|cursor|lmstudio|goose):\S+$/i.test(text.trim());
}

/** @throws {AppError} `LINK_INVALID` */
export function readLink(text: string): ReadLink {
  const url = text.length <= MAX_LINK_LENGTH ? URL.parse(text.trim()) : null;
  if (url === null) throw linkInvalid('NOT_A_LINK');
  const encoded = readEncodedLink(url);
  if (encoded !== undefined) return encoded;
  const readers: readonly (readonly [LinkClient, (link: URL) => Proposal | undefined])[] = [
    ['gatehouse', readGatehouseLink],
    ['vscode', readVsCodeLink],
    ['goose', readGooseLink],
  ];
  for (const [client, read] of readers) {
    const proposal = read(url);
    if (proposal !== undefined) return { client, proposal };
  }
  throw linkInvalid('NOT_AN_INSTALL_LINK');
}
