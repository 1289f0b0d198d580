import { fileURLToPath } from "node:url";
import type { BlobStore } from "./blob-store.ts";
import { createFileStore } from "./file-store.ts";

/**
 * Opens the store that a URL names: `file:///absolute/folder`. Nothing is created or contacted before it is used.
 * @throws Error when the URL is none or its scheme is not supported
 */
export function openBlobStore(url: string): BlobStore {
  if (!URL.canParse(url)) {
    throw new Error("the storage URL is not a URL; use file:///absolute/folder");
  }
  const { protocol } = new URL(url);
  if (protocol === "file:") {
    return createFileStore(fileURLToPath(url));
  }
  throw new Error(`storage ${protocol}// is not supported; use file:///absolute/folder`);
}
