export type { BlobDownload, BlobStore, StoredBlob } from "./blob-store.ts";
export { BlobNotFoundError, StorageFullError } from "./blob-errors.ts";
export { openBlobStore } from "./open-blob-store.ts";
