import { createHash } from "node:crypto";
import { Transform } from "node:stream";
import type { StoredBlob } from "./blob-store.ts";

/** A stream that passes bytes on; `read` returns their number and hash after the last one. */
export function createMeter(): { readonly stream: Transform; readonly read: () => StoredBlob } {
  const hash = createHash("sha256");
  let sizeBytes = 0;
  const stream = new Transform({
    transform(chunk: Uint8Array, _encoding, done) {
      hash.update(chunk);
      sizeBytes += chunk.length;
      done(null, chunk);
    },
  });
  return { stream, read: () => ({ sizeBytes, sha256: hash.digest("hex") }) };
}
