/**
 * Takes the secrets of one launch out of what its server says.
 *
 * It finds a secret as it was given and nothing else: a server that encodes one, or prints it in pieces, gets it past.
 */
export const REDACTED = '•••';

/** Shorter ones would turn up by chance and make a log unreadable. */
const MIN_SECRET_CHARACTERS = 6;

/** SECURITY(S9): for everything a server says that a log, a view or an error will show. */
export function createRedactor(secrets: readonly string[]): (text: string) => string {
  const found = secrets
    // A secret of several lines, such as a private key, is met a line at a time.
    .flatMap((secret) => [secret, ...secret.split(/\r?\n/)])
    .filter((secret) => secret.length >= MIN_SECRET_CHARACTERS)
    // As JSON writes it, and JSON in JSON: a message holds texts, and a text is often JSON itself.
    .flatMap((secret) => [...new Set([secret, escaped(secret), escaped(escaped(secret))])])
    // Longest first: what is left of a longer one after a shorter one was taken out would still tell.
    .sort((a, b) => b.length - a.length);
  return (text) => found.reduce((left, secret) => left.replaceAll(secret, () => REDACTED), text);
}

function escaped(text: string): string {
  return JSON.stringify(text).slice(1, -1);
}
