/**
 * Files that arrive in chunks from the page, because a page can't name a path.
 */
export interface Uploads {
  /** @throws {AppError} `UPLOAD_TOO_LARGE`, `STORE_DISK_FULL` */
  begin(uploadId: string, fileName: string, sizeBytes: number): Promise<void>;
  /** @throws {AppError} `UPLOAD_NOT_FOUND`, `UPLOAD_OUT_OF_ORDER`, `UPLOAD_TOO_LARGE`, `STORE_DISK_FULL` */
  append(uploadId: string, offsetBytes: number, bytes: Uint8Array): Promise<void>;
  /**
   * Absolute path of a complete upload.
   * @throws {AppError} `UPLOAD_NOT_FOUND`, also while bytes are missing
   */
  path(uploadId: string): Promise<string>;
  discard(uploadId: string): Promise<void>;
}
