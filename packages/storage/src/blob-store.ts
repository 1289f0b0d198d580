import type { Readable } from "node:stream";

/** What is stored under a key. */
export interface StoredBlob {
  readonly sizeBytes: number;
  /** SHA-256 of the bytes, hex. */
  readonly sha256: string;
}

/** The download of a blob or a range of it. `sizeBytes` is always the size of the whole blob. */
export interface BlobDownload {
  /** Read it to its end or destroy it: until then it holds a file or a connection. */
  readonly stream: Readable;
  readonly sizeBytes: number;
}

/** A blob in a list. */
export interface ListedBlob {
  readonly key: string;
  readonly sizeBytes: number;
  /** By the store's clock; null if the store doesn't report it. */
  readonly modifiedAt: Date | null;
}

export interface PutOptions {
  /** Aborting it rejects the put with the AbortError and stores nothing. */
  readonly signal?: AbortSignal;
}

/**
 * Blobs by key. Keys are segments of letters, digits, `.`, `_` and `-`, separated by `/`; `a` and `a/b` exclude each
 * other, and a method that gets anything else as a key rejects with an InvalidKeyError. Everything is streamed in
 * constant memory. A blob becomes visible whole or not at all, and never changes: it is only replaced or deleted. A reader
 * that has started goes on with the old blob.
 */
export interface BlobStore {
  /** Durable once it resolves. @throws StorageFullError; also what `source` throws; nothing is stored then */
  put(key: string, source: AsyncIterable<Uint8Array>, options?: PutOptions): Promise<StoredBlob>;
  /** Stores a copy of a local file. */
  putFile(key: string, path: string, options?: PutOptions): Promise<StoredBlob>;
  /** Stores a local file that the caller no longer needs. The store moves the file if it can; if not, the file may remain. */
  takeFile(key: string, path: string, options?: PutOptions): Promise<Pick<StoredBlob, "sizeBytes">>;
  /** Copies the blob `from` to `key`, inside the store if the store can do that. @throws BlobNotFoundError, StorageFullError */
  copy(from: string, key: string): Promise<void>;
  /** `start` and `end` are byte offsets, both inclusive; what lies beyond the end is left out. @throws BlobNotFoundError */
  get(key: string, range?: { readonly start?: number; readonly end?: number }): Promise<BlobDownload>;
  /**
   * Returns a local path for reading the blob, never for writing: `path`, newly written, or the store's own file. The caller
   * deletes `path` if it exists. @throws BlobNotFoundError
   */
  fetchToFile(key: string, path: string): Promise<string>;
  head(key: string): Promise<{ readonly sizeBytes: number } | null>;
  /** Succeeds also when there is nothing. */
  delete(key: string): Promise<void>;
  /** Deletes everything below `prefix/`. */
  deletePrefix(prefix: string): Promise<void>;
  /** Everything below `prefix/`, in no particular order. */
  list(prefix: string): AsyncIterable<ListedBlob>;
  /** Rejects unless the store is writable. Also deletes what killed writers left: after a day, or after ten minutes on their own host. */
  check(): Promise<void>;
}
