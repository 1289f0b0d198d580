/** There is nothing under this key. */
export class BlobNotFoundError extends Error {
  readonly code = "blob-not-found";
  readonly key: string;

  constructor(key: string, options?: ErrorOptions) {
    super(`no blob ${key}`, options);
    this.name = "BlobNotFoundError";
    this.key = key;
  }
}

/** The store has no room left; nothing was stored. */
export class StorageFullError extends Error {
  readonly code = "storage-full";

  constructor(options?: ErrorOptions) {
    super("the storage is full", options);
    this.name = "StorageFullError";
  }
}

/** The folder, or the disk that it is on, was there and is gone: what is stored may well be there again later. */
export class StorageAwayError extends Error {
  readonly code = "storage-away";

  constructor(options?: ErrorOptions) {
    super("the storage is away", options);
    this.name = "StorageAwayError";
  }
}

/** Not a key: a mistake of the caller, or an attempt to leave the store. */
export class InvalidKeyError extends Error {
  readonly code = "invalid-storage-key";

  constructor(key: string) {
    super(`not a storage key: ${JSON.stringify(key)}`);
    this.name = "InvalidKeyError";
  }
}
