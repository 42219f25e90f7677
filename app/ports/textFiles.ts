/**
 * Small text files that a person chose.
 */
export interface TextFiles {
  /**
   * A whole file as text, without a byte order mark.
   *
   * @param path Absolute.
   * @throws {AppError} `IMPORT_TOO_LARGE` beyond `maxBytes`; `IMPORT_UNREADABLE` when it is not there, may not be read,
   * is no file, or is not UTF-8
   */
  read(path: string, maxBytes: number): Promise<string>;
}
