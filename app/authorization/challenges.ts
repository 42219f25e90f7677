/**
 * What a server says when it refuses a request (RFC 9110 §11.6.1, RFC 6750 §3, RFC 9449 §7.1).
 */
import type { Challenge } from './discover.ts';

interface Said {
  readonly scheme: string;
  /** Names in lower case. */
  readonly parameters: ReadonlyMap<string, string>;
}

export interface Refused extends Challenge {
  readonly error?: string;
}

/** Of the challenge that speaks of tokens; nothing where there is none. */
export function challengeOf(header: string | null): Refused {
  const said = challengesIn(header ?? '').filter(({ scheme }) => scheme === 'bearer' || scheme === 'dpop');
  const first = said.find(({ parameters }) => parameters.size > 0) ?? said[0];
  const told = (name: string): string | undefined => first?.parameters.get(name) || undefined;
  const url = URL.parse(told('resource_metadata') ?? '');
  const [scope, error, errorDescription] = [told('scope'), told('error'), told('error_description')];
  return {
    ...(url === null ? {} : { resourceMetadataUrl: url }),
    ...(scope === undefined ? {} : { scope }),
    ...(error === undefined ? {} : { error }),
    ...(errorDescription === undefined ? {} : { errorDescription }),
    wantsProof: said.some(({ scheme }) => scheme === 'dpop'),
  };
}

/** A scheme or a name; a value, quoted or not; what is left over of neither. */
const PIECE =
  /([\w!#$%&'*+.^`|~-]+)(?:[ \t]*=[ \t]*(?:"((?:[^"\\]|\\.)*)"|([\w!#$%&'*+.^`|~-]+)))?|[^\w!#$%&'*+.^`|~-]/gy;

/** What can't be read is passed over. Of a name that comes twice the first counts. */
function challengesIn(header: string): readonly Said[] {
  const found: { scheme: string; parameters: Map<string, string> }[] = [];
  for (const [, name, quoted, bare] of header.matchAll(PIECE)) {
    if (name === undefined) continue;
    const value = quoted?.replaceAll(/\\(.)/g, '$1') ?? bare;
    const parameters = found.at(-1)?.parameters;
    if (value === undefined) found.push({ scheme: name.toLowerCase(), parameters: new Map() });
    else if (parameters?.has(name.toLowerCase()) === false) parameters.set(name.toLowerCase(), value);
  }
  return found;
}
