import type { Readable } from "node:stream";

/** What is stored under a key. */
export interface StoredBlob {
  readonly sizeBytes: number;
  /** SHA-256 of the bytes, hex. */
  readonly sha256: string;
}

/** Bytes on their way out; `sizeBytes` is that of the whole blob, whatever range was asked for. */
export interface BlobDownload {
  readonly stream: Readable;
  readonly sizeBytes: number;
}

/**
 * Blobs by key. Keys are segments of letters, digits, `.`, `_` and `-`, separated by `/`. Everything is streamed; a
 * blob becomes visible whole or not at all, and is then never changed, only replaced or deleted.
 */
export interface BlobStore {
  put(key: string, source: AsyncIterable<Uint8Array>, options?: { readonly signal?: AbortSignal }): Promise<StoredBlob>;
  putFile(key: string, path: string): Promise<StoredBlob>;
  /** `start` and `end` are byte offsets, both inclusive. @throws BlobNotFoundError */
  get(key: string, range?: { readonly start?: number; readonly end?: number }): Promise<BlobDownload>;
  /** A local path to read the blob from: `path`, newly written, or the store's own file. @throws BlobNotFoundError */
  fetchToFile(key: string, path: string): Promise<string>;
  head(key: string): Promise<{ readonly sizeBytes: number } | null>;
  /** Succeeds also when there is nothing. */
  delete(key: string): Promise<void>;
  /** Deletes everything below `prefix/`. */
  deletePrefix(prefix: string): Promise<void>;
  list(prefix: string): AsyncIterable<{ readonly key: string; readonly sizeBytes: number }>;
  /** Fails unless the store can be written to. */
  check(): Promise<void>;
}
