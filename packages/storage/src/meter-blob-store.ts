import { stat } from "node:fs/promises";
import { finished, Transform } from "node:stream";
import type { BlobStore } from "./blob-store.ts";

/**
 * Wraps a store and calls `onBytes` for the bytes that go in and out: stored bytes, downloaded bytes as they are read, and the
 * size of a blob that is fetched to a file, even when the store gives its own file without a copy.
 */
export function meterBlobStore(store: BlobStore, onBytes: (bytes: number) => void): BlobStore {
  return {
    ...store,
    async put(key, source, options) {
      const stored = await store.put(key, source, options);
      onBytes(stored.sizeBytes);
      return stored;
    },
    async putFile(key, path, options) {
      const stored = await store.putFile(key, path, options);
      onBytes(stored.sizeBytes);
      return stored;
    },
    async takeFile(key, path, options) {
      const stored = await store.takeFile(key, path, options);
      onBytes(stored.sizeBytes);
      return stored;
    },
    async get(key, range) {
      const download = await store.get(key, range);
      const counted = new Transform({
        transform(chunk: Uint8Array, _encoding, done) {
          onBytes(chunk.length);
          done(null, chunk);
        },
      });
      download.stream.once("error", (err) => counted.destroy(err));
      finished(counted, () => download.stream.destroy());
      return { ...download, stream: download.stream.pipe(counted) };
    },
    async fetchToFile(key, path) {
      const fetched = await store.fetchToFile(key, path);
      onBytes((await stat(fetched)).size);
      return fetched;
    },
  };
}
