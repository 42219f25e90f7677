/**
 * Bundles that ship with Gatehouse.
 */
export interface Sample {
  readonly name: string;
  readonly title: string;
  readonly description: string;
}

export interface Samples {
  readonly list: readonly Sample[];
  /** Absolute path of the sample's bundle file, or `undefined` for an unknown name. */
  path(name: string): string | undefined;
}
