/** There is nothing under this key. */
export class BlobNotFoundError extends Error {
  readonly key: string;

  constructor(key: string, options?: ErrorOptions) {
    super(`no blob ${key}`, options);
    this.name = "BlobNotFoundError";
    this.key = key;
  }
}

/** The store has no room left; nothing was stored. */
export class StorageFullError extends Error {
  constructor(options?: ErrorOptions) {
    super("the storage is full", options);
    this.name = "StorageFullError";
  }
}
