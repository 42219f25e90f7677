/**
 * What install links are made of: parameters, JSON, base64. All of it is text of whoever made the link.
 */
import { AppError } from '../../contract/errors.ts';
import { parseText } from '../parseText.ts';

/** The one value of a parameter. */
export function oneParameter(url: URL, name: string): string | undefined {
  const values = url.searchParams.getAll(name);
  if (values.length > 1) throw linkInvalid('PARAMETER_TWICE', name);
  return values[0];
}

/** @throws {AppError} `LINK_INVALID` */
export function parseLinkJson(text: string): unknown {
  try {
    return parseText(text);
  } catch {
    // Where in the text it went wrong helps nobody who only has the link.
    throw linkInvalid('NOT_JSON');
  }
}

/**
 * Base64 (RFC 4648 §4 or §5, with or without padding) of JSON. Some encode the JSON as a part of a URL before, and a `+`
 * arrives as a space.
 *
 * @throws {AppError} `LINK_INVALID`
 */
export function parseBase64Json(base64: string): unknown {
  const standard = base64.trim().replaceAll(' ', '+').replaceAll('-', '+').replaceAll('_', '/').replace(/=+$/, '');
  let text: string;
  try {
    const bytes = Uint8Array.from(atob(standard), (character) => character.charCodeAt(0));
    text = new TextDecoder('utf-8', { fatal: true }).decode(bytes);
  } catch {
    throw linkInvalid('NOT_BASE64');
  }
  return parseLinkJson(text.startsWith('%') ? decodeText(text) : text);
}

/** @throws {AppError} `LINK_INVALID` */
export function decodeText(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    throw linkInvalid('NOT_ENCODED');
  }
}

/** SECURITY(S9): the link itself is no fact of the error; it may hold secrets. */
export function linkInvalid(reason: string, parameter?: string): AppError {
  return new AppError('LINK_INVALID', 'The link can’t be used.', {
    data: { reason, ...(parameter === undefined ? {} : { parameter }) },
  });
}
