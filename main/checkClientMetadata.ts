/**
 * Looks at a published Client ID Metadata Document as a careful authorization server does, and says what keeps it from
 * being taken. Whatever it says of others' text is made visible.
 *
 * @see draft-ietf-oauth-client-id-metadata-document-00 §3, §4.1, §6.5, §6.6
 */
import { clientMetadataUrlFaults, type ClientMetadataUrlFault } from '../app/contract/clientMetadataUrl.ts';
import { AppError } from '../app/contract/errors.ts';
import { visible } from '../app/contract/visibleText.ts';
import type { Fetch } from '../app/ports/httpFetch.ts';
import { clientMetadata } from './clientMetadata.ts';

/** Spec: "The recommended maximum response size for client metadata documents is 5 kilobytes" (-00 §6.6). */
export const MAX_DOCUMENT_BYTES = 5_000;
/** Choice: somebody waits in front of a browser meanwhile. */
export const MAX_DOCUMENT_MS = 5_000;

/** Members of a JSON Web Key that are secret (RFC 7518 §6.2.2, §6.3.2, §6.4.1). */
const SECRET_KEY_MEMBERS = ['d', 'p', 'q', 'dp', 'dq', 'qi', 'oth', 'k'];
const URL_PROBLEMS: Readonly<Record<Exclude<ClientMetadataUrlFault, 'rewritten'>, string>> = {
  no_address: 'This is no address of the web.',
  scheme: 'It does not begin with https://.',
  no_path: 'It has no path.',
  credentials: 'It has a user name or a password in it.',
  fragment: 'It has a fragment (#).',
  query: 'It has a query (?).',
  dot_segment: 'Its path has a segment of dots only.',
};

/** What about an address keeps it from being a client id. Pure. */
export function urlProblems(address: string): readonly string[] {
  return clientMetadataUrlFaults(address).map((fault) =>
    fault === 'rewritten'
      ? `It is usually written in another way: ${visible(new URL(address).href)}`
      : URL_PROBLEMS[fault],
  );
}

/** What about a document keeps it from introducing Gatehouse. Further members are fine, and so is another name. Pure. */
export function documentProblems(document: unknown, url: string, redirectUris: readonly string[]): readonly string[] {
  if (typeof document !== 'object' || document === null || Array.isArray(document)) return ['It is no JSON object.'];
  const given = new Map<string, unknown>(Object.entries(document));
  const { client_name: _name, ...wanted } = clientMetadata(url, redirectUris);
  const differing = Object.entries(wanted).filter(([name, value]) => !isSame(given.get(name), value));
  const name = given.get('client_name');
  return [
    ...differing.map(([member, value]) => `${member} is ${show(given.get(member))} and has to be ${show(value)}.`),
    ...(typeof name === 'string' && name.trim() !== '' ? [] : ['client_name is missing.']),
    ...['client_secret', 'client_secret_expires_at']
      .filter((member) => given.has(member))
      .map((member) => `${member} has no place in a document that everybody can read.`),
    ...(hasSecretKey(given.get('jwks')) ? ['jwks has a private key in it.'] : []),
  ];
}

/**
 * What about a published document is wrong; nothing, where it is as it has to be.
 *
 * @param fetch Reaches what an authorization server would: capped by `MAX_DOCUMENT_BYTES` and `MAX_DOCUMENT_MS`.
 */
export async function checkPublished(
  url: string,
  redirectUris: readonly string[],
  fetch: Fetch,
): Promise<readonly string[]> {
  const ofUrl = urlProblems(url);
  if (ofUrl.length > 0) return ofUrl;
  try {
    const answer = await fetch(url, { headers: { accept: 'application/json' } });
    const ofAnswer = answerProblems(answer);
    if (ofAnswer.length > 0) {
      await answer.body?.cancel();
      return ofAnswer;
    }
    return documentProblems(parseJson(await answer.text()), url, redirectUris);
  } catch (error) {
    if (error instanceof AppError) return [loadingProblem(error)];
    throw error;
  }
}

function answerProblems({ status, headers }: Response): readonly string[] {
  if (status >= 300 && status < 400) return [`It answers with a redirect (${status}), which is not followed.`];
  if (status !== 200) return [`It answers with status ${status} instead of 200.`];
  const type = headers.get('content-type') ?? '';
  const mediaType = type.split(';', 1)[0]?.trim().toLowerCase() ?? '';
  const isJson = /^application\/(?:json|[a-z0-9!#$&^_.-]+\+json)$/.test(mediaType);
  return isJson ? [] : [`Its content type is ${show(type)} and has to be application/json.`];
}

function loadingProblem({ code, data }: AppError): string {
  switch (code) {
    case 'ADDRESS_REFUSED':
      return 'It leads to this computer, to a private network or nowhere; authorization servers do not go there.';
    case 'ADDRESS_UNKNOWN':
      return 'No address is known for its name.';
    case 'DOWNLOAD_TOO_LARGE':
      return `It is larger than ${MAX_DOCUMENT_BYTES} bytes.`;
    default:
      return data['reason'] === 'timeout'
        ? `It takes longer than ${MAX_DOCUMENT_MS / 1_000} seconds.`
        : `It can't be loaded (${String(data['reason'] ?? code)}).`;
  }
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

/** Lists count as the same in any order. */
function isSame(given: unknown, wanted: string | readonly string[]): boolean {
  if (typeof wanted === 'string') return given === wanted;
  return (
    Array.isArray(given) &&
    given.length === wanted.length &&
    wanted.every((each) => given.some((other) => other === each))
  );
}

function hasSecretKey(jwks: unknown): boolean {
  if (typeof jwks !== 'object' || jwks === null || !('keys' in jwks) || !Array.isArray(jwks.keys)) return false;
  return jwks.keys.some(
    (key: unknown) =>
      typeof key === 'object' && key !== null && SECRET_KEY_MEMBERS.some((member) => Object.hasOwn(key, member)),
  );
}

function show(value: unknown): string {
  return value === undefined ? 'missing' : visible(JSON.stringify(value));
}
