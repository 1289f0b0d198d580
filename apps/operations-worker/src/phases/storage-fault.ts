import type { BlobStore } from "@longhaul/storage";
import { isStoreFault } from "@longhaul/stores";

const MAX_DEPTH = 6;

/** Storage is away. The task itself may be fine and succeed later. */
class StorageFault extends Error {
  override readonly name = "StorageFault";
}

/** Whether an error, or one of its causes, is a fault of storage. */
export function isStorageFault(err: unknown, depth = 0): boolean {
  if (!(err instanceof Error) || depth > MAX_DEPTH) return false;
  return err instanceof StorageFault || isStorageFault(err.cause, depth + 1);
}

/**
 * Wraps a storage so that its faults are marked. A phase may also call other servers, and fails when those are away; when storage is
 * away, the phase runs again.
 */
export function markStorageFaults(storage: BlobStore): BlobStore {
  const marked = async <T>(work: Promise<T>): Promise<T> => {
    try {
      return await work;
    } catch (err) {
      if (!isStoreFault(err)) throw err;
      throw new StorageFault(err instanceof Error ? err.message : String(err), { cause: err });
    }
  };
  return {
    ...storage,
    put: (key, source, options) => marked(storage.put(key, source, options)),
    putFile: (key, path, options) => marked(storage.putFile(key, path, options)),
    takeFile: (key, path, options) => marked(storage.takeFile(key, path, options)),
    copy: (from, key) => marked(storage.copy(from, key)),
    get: (key, range) => marked(storage.get(key, range)),
    fetchToFile: (key, path) => marked(storage.fetchToFile(key, path)),
    head: (key) => marked(storage.head(key)),
  };
}
