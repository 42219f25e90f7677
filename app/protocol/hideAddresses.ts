/**
 * Takes addresses that servers ask to have opened out of what is kept: they can carry one-time codes, and their host is
 * enough for a log. SECURITY(S9)
 */

/** A member called `url`, as JSON writes it; the text may end in the middle of it. */
const MEMBER = /("url"\s*:\s*)("(?:[^"\\]|\\.)*"?)/g;

export function hideAddress(url: string): string {
  return URL.canParse(url) ? `${new URL(url).origin}/…` : '…';
}

/** Of messages in a text that may be half JSON or none. */
export function hideAddresses(text: string): string {
  return text.replaceAll(MEMBER, (_member, name: string, value: string) => `${name}"${hideAddress(textOf(value))}"`);
}

function textOf(json: string): string {
  try {
    return String(JSON.parse(json));
  } catch {
    return '';
  }
}
