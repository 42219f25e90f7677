/**
 * Which address a model may be asked at. Pure; the page says beforehand what the core would refuse.
 */
import type { ModelDefinition } from './models.ts';

export type ModelPlace = Pick<ModelDefinition, 'provider' | 'baseUrl'>;

export const ADDRESS_PROBLEMS = ['missing', 'unreadable', 'not_private', 'credentials', 'query'] as const;
export type AddressProblem = (typeof ADDRESS_PROBLEMS)[number];

/**
 * What is wrong with an address; one that is absent is the provider's own.
 *
 * SECURITY(S9): prompts and keys go over TLS or stay on this computer, and an address, which is shown and stored in the
 * clear, has no room for a secret.
 */
export function addressProblem({ provider, baseUrl }: ModelPlace): AddressProblem | undefined {
  if (baseUrl === undefined) return provider === 'anthropic' ? undefined : 'missing';
  const text = baseUrl.trim();
  const url = URL.parse(text);
  if (url === null) return 'unreadable';
  if (url.protocol !== 'https:' && !(url.protocol === 'http:' && isLoopback(url.hostname))) return 'not_private';
  if (url.username !== '' || url.password !== '') return 'credentials';
  return /[?#]/.test(text) ? 'query' : undefined;
}

/** Whether a key that was meant for the one may go to the other. */
export function isSamePlace(left: ModelPlace, right: ModelPlace): boolean {
  return left.provider === right.provider && originOf(left) === originOf(right);
}

function originOf({ baseUrl }: ModelPlace): string | undefined {
  return baseUrl === undefined ? undefined : URL.parse(baseUrl.trim())?.origin;
}

/** `URL` has spelled every way to write an IPv4 address as four numbers. */
function isLoopback(hostname: string): boolean {
  return hostname === 'localhost' || hostname === '[::1]' || /^127(\.\d{1,3}){3}$/.test(hostname);
}
