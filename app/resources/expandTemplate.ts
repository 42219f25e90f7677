/**
 * Fills in a server's URI template, so that a person sees the address before it is asked for.
 */
import { UriTemplate } from '@modelcontextprotocol/client';
import { AppError } from '../contract/errors.ts';

const MAX_URI_CHARACTERS = 65_536;

/**
 * RFC 6570, values percent-encoded. Variables that are left out are absent.
 *
 * @throws {AppError} `RESOURCE_TEMPLATE_INVALID`
 */
export function expandTemplate(uriTemplate: string, values: Readonly<Record<string, string>>): string {
  const filled = Object.fromEntries(Object.entries(values).filter(([, value]) => value !== ''));
  try {
    const uri = new UriTemplate(uriTemplate).expand(filled);
    if (uri.length <= MAX_URI_CHARACTERS) return uri;
  } catch (cause) {
    throw new AppError('RESOURCE_TEMPLATE_INVALID', 'The template can’t be filled in.', {
      data: { uriTemplate },
      cause,
    });
  }
  throw new AppError('RESOURCE_TEMPLATE_INVALID', 'The address is too long.', { data: { limit: MAX_URI_CHARACTERS } });
}
