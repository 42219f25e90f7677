/**
 * Cuts a long text for the screen. Copying always takes the whole text.
 */

/** UTF-16 units drawn before a person asks for the rest: more makes a page slow. */
export const SHOWN_CHARACTERS = 200_000;

export interface ShortenedText {
  readonly shown: string;
  /** UTF-16 units left out. */
  readonly hidden: number;
}

/** Never cuts through a surrogate pair. */
export function shortenText(text: string, limit: number = SHOWN_CHARACTERS): ShortenedText {
  if (text.length <= limit) return { shown: text, hidden: 0 };
  const end = /[\uD800-\uDBFF]/.test(text.charAt(limit - 1)) ? limit - 1 : limit;
  return { shown: text.slice(0, end), hidden: text.length - end };
}
