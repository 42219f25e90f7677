/**
 * Ids nobody can guess.
 */
export interface RandomIds {
  /** `prefix_` and at least 128 random bits, URL-safe: what a sign-in is told by has to have as many (RFC 6749 §10.10). */
  next(prefix: string): string;
}
