/**
 * Takes a web address apart for drawing, so that the part which decides where it leads stands out. Pure.
 */

/** In order they make up the whole address. */
export interface AddressParts {
  /** Scheme and what stands before the host; all of the address where its host can't be found. */
  readonly lead: string;
  /** The host without `registrable`. */
  readonly subdomain: string;
  /** What somebody registered; the whole host where that is not known. */
  readonly registrable: string;
  /** Port, path and what follows. */
  readonly tail: string;
}

/**
 * @param url As the URL standard writes it.
 * @param host As it stands in `url`.
 * @param registrable The end of `host`, if it has such a part.
 */
export function addressParts(url: string, host: string, registrable?: string): AddressParts {
  const start = hostStart(url);
  if (host === '' || start === undefined || !url.startsWith(host, start)) {
    return { lead: url, subdomain: '', registrable: '', tail: '' };
  }
  const rest = { lead: url.slice(0, start), tail: url.slice(start + host.length) };
  if (registrable === undefined || !`.${host}`.endsWith(`.${registrable}`)) {
    return { ...rest, subdomain: '', registrable: host };
  }
  return { ...rest, subdomain: host.slice(0, host.length - registrable.length), registrable };
}

/** After the scheme and, if there is one, the last @ before the path: a host follows what looks like one before it. */
function hostStart(url: string): number | undefined {
  const lead = /^[a-z][a-z0-9+.-]*:\/\/(?:[^/?#]*@)?/i.exec(url)?.[0];
  return lead?.length;
}
