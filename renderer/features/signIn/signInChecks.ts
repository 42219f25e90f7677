/**
 * What is wrong with a value that was typed about signing in; `undefined`: nothing that can be told by its looks. Pure.
 */

export function issuerProblem(typed: string): string | undefined {
  const url = URL.parse(typed);
  if (url === null || !/^https?:$/.test(url.protocol)) return 'Enter the whole address. It begins with https://.';
  if (url.username !== '' || url.password !== '' || /[?#]/.test(typed)) {
    return 'An issuer has no user name, no “?” and no “#” in it.';
  }
  return undefined;
}

/** RFC 6749 §3.3. */
const SCOPES = /^[\x20\x21\x23-\x5b\x5d-\x7e]*$/;

export function scopeProblem(typed: string): string | undefined {
  if (SCOPES.test(typed)) return undefined;
  return 'Scopes are words without quotation marks and backslashes, with a space between them.';
}

const CONVERT = 'To convert it: openssl pkey -in key.pem';

export function keyProblem(pem: string): string | undefined {
  if (pem === '') return 'Paste the private key.';
  if (pem.includes('BEGIN ENCRYPTED PRIVATE KEY')) return `This key is locked with a passphrase. ${CONVERT}`;
  if (/BEGIN (RSA|EC|OPENSSH) PRIVATE KEY/.test(pem)) return `This key is written in another format. ${CONVERT}`;
  if (pem.includes('BEGIN PUBLIC KEY')) return 'This is the public key. The private one is needed.';
  if (/^-----BEGIN PRIVATE KEY-----[\sA-Za-z0-9+/=]+-----END PRIVATE KEY-----$/.test(pem)) return undefined;
  return 'This is no private key. It begins with “-----BEGIN PRIVATE KEY-----” and ends with “-----END PRIVATE KEY-----”.';
}

/** RFC 7519: three parts in base64url. */
export function tokenProblem(jwt: string): string | undefined {
  if (jwt === '') return 'Paste the token.';
  if (/^[\w-]+\.[\w-]+\.[\w-]+$/.test(jwt)) return undefined;
  return 'This is no such token: it has three parts with a dot between them, and begins with “ey”.';
}

/** The host knows which of the forms is its own; a relative path is one on no system. */
export function tokenFileProblem(path: string): string | undefined {
  if (path === '') return 'Enter where the file is.';
  return /^(\/|\\\\|[a-z]:[\\/])/i.test(path) ? undefined : 'Enter the whole path, from the root of the file system.';
}

/** Without the line ends and spaces that come along when a token is copied from a terminal. */
export function withoutBlanks(token: string): string {
  return token.replaceAll(/\s/g, '');
}
