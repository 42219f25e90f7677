/**
 * Ids nobody can guess.
 */
export interface RandomIds {
  /** `prefix_` and at least 96 random bits, URL-safe. */
  next(prefix: string): string;
}
