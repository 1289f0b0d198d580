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

/** The storage folder or its disk has disappeared. Its blobs may come back later. */
export class StorageAwayError extends Error {
  readonly code = "storage-away";

  constructor(options?: ErrorOptions) {
    super("the storage is away", options);
    this.name = "StorageAwayError";
  }
}

/** The text isn't a valid key: the caller made a mistake, or tried to leave the store. */
export class InvalidKeyError extends Error {
  readonly code = "invalid-storage-key";

  constructor(key: string) {
    super(`not a storage key: ${JSON.stringify(key)}`);
    this.name = "InvalidKeyError";
  }
}
