import type { Readable } from "node:stream";

/** What is stored under a key. */
export interface StoredBlob {
  readonly sizeBytes: number;
  /** SHA-256 of the bytes, hex. */
  readonly sha256: string;
}

/** Bytes on their way out; `sizeBytes` is that of the whole blob, whatever range was asked for. */
export interface BlobDownload {
  /** Read it to its end or destroy it: until then it holds a file or a connection. */
  readonly stream: Readable;
  readonly sizeBytes: number;
}

/** A blob in a list. */
export interface ListedBlob {
  readonly key: string;
  readonly sizeBytes: number;
  /** By the store's clock; null where it doesn't tell. */
  readonly modifiedAt: Date | null;
}

export interface PutOptions {
  /** Aborting it rejects the put with the AbortError and stores nothing. */
  readonly signal?: AbortSignal;
}

/**
 * Blobs by key. Keys are segments of letters, digits, `.`, `_` and `-`, separated by `/`; `a` and `a/b` exclude each
 * other, and a method that gets anything else as a key rejects with an InvalidKeyError. Everything is streamed in
 * constant memory. A blob becomes visible whole or not at all and is then never changed, only replaced or deleted; who
 * reads it meanwhile goes on reading the old one.
 */
export interface BlobStore {
  /** Durable once it resolves. @throws StorageFullError; also what `source` throws; nothing is stored then */
  put(key: string, source: AsyncIterable<Uint8Array>, options?: PutOptions): Promise<StoredBlob>;
  /** Stores a copy of a local file. */
  putFile(key: string, path: string, options?: PutOptions): Promise<StoredBlob>;
  /** Stores a local file that nobody needs afterwards: it is gone where the store could move it, and may be there still where it couldn't. */
  takeFile(key: string, path: string, options?: PutOptions): Promise<Pick<StoredBlob, "sizeBytes">>;
  /** Stores under `key` what is under `from` now, without its bytes passing through here where the store can do that. @throws BlobNotFoundError, StorageFullError */
  copy(from: string, key: string): Promise<void>;
  /** `start` and `end` are byte offsets, both inclusive; what lies beyond the end is left out. @throws BlobNotFoundError */
  get(key: string, range?: { readonly start?: number; readonly end?: number }): Promise<BlobDownload>;
  /**
   * A local path to read the blob from, and only to read: `path`, newly written, or the store's own file. Deleting
   * `path`, if it exists, is the caller's business. @throws BlobNotFoundError
   */
  fetchToFile(key: string, path: string): Promise<string>;
  head(key: string): Promise<{ readonly sizeBytes: number } | null>;
  /** Succeeds also when there is nothing. */
  delete(key: string): Promise<void>;
  /** Deletes everything below `prefix/`. */
  deletePrefix(prefix: string): Promise<void>;
  /** Everything below `prefix/`, in no particular order. */
  list(prefix: string): AsyncIterable<ListedBlob>;
  /** Fails unless the store can be written to; also clears what writers left that were killed: a day ago, or ten minutes where the host can tell. */
  check(): Promise<void>;
}
