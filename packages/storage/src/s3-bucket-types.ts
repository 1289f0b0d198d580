import type { Readable } from "node:stream";

/** A part that the server has stored. */
export interface S3Part {
  readonly number: number;
  readonly etag: string;
  /** Base64. */
  readonly sha256: string;
}

/** A download. `sizeBytes` is the size of the whole object. */
export interface S3Object {
  readonly stream: Readable;
  readonly sizeBytes: number;
}

/** The S3 requests that the store needs. Names are full object names, prefix included; hashes are base64. */
export interface S3Bucket {
  put(name: string, bytes: Buffer, sha256: string): Promise<void>;
  /** @returns false when there is no object `from` */
  copy(from: string, name: string): Promise<boolean>;
  createUpload(name: string): Promise<string>;
  uploadPart(
    name: string,
    uploadId: string,
    number: number,
    bytes: Buffer,
    sha256: string,
    signal: AbortSignal,
  ): Promise<S3Part>;
  completeUpload(name: string, uploadId: string, parts: readonly S3Part[], sizeBytes: number): Promise<void>;
  abortUpload(name: string, uploadId: string): Promise<void>;
  listUploads(
    prefix: string,
  ): AsyncIterable<{ readonly name: string; readonly uploadId: string; readonly begunAt: Date | null }>;
  /** `range` as in the HTTP header. */
  get(name: string, range?: string): Promise<S3Object | "missing" | "beyond-the-end">;
  head(name: string): Promise<{ readonly sizeBytes: number } | null>;
  list(
    prefix: string,
  ): AsyncIterable<{ readonly name: string; readonly sizeBytes: number; readonly modifiedAt: Date | null }>;
  delete(names: readonly string[]): Promise<void>;
}
