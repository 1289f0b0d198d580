import { fileURLToPath } from "node:url";
import type { BlobStore } from "./blob-store.ts";
import { createFileStore } from "./file-store.ts";

/**
 * Opens the store that a URL names: `file:///absolute/folder`.
 * @throws when the scheme is not supported
 */
export function openBlobStore(url: string): BlobStore {
  const { protocol } = new URL(url);
  if (protocol === "file:") return createFileStore(fileURLToPath(url));
  throw new Error(`storage ${protocol}// is not supported; use file:///absolute/folder`);
}
