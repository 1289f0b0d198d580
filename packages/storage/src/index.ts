export type { BlobDownload, BlobStore, PutOptions, StoredBlob } from "./blob-store.ts";
export { BlobNotFoundError, InvalidKeyError, StorageFullError } from "./blob-errors.ts";
export { meterBlobStore } from "./meter-blob-store.ts";
export { openBlobStore } from "./open-blob-store.ts";
export { storageHosts } from "./storage-hosts.ts";
