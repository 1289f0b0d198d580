/** Puts a blob that never ends into the store whose URL is the argument, and notifies its parent once that is under way. */
import { openBlobStore } from "./open-blob-store.ts";

async function* endless(): AsyncGenerator<Uint8Array> {
  for (let chunks = 0; ; chunks++) {
    yield Buffer.alloc(1_000);
    if (chunks === 100) {
      process.send?.("under way");
    }
    await new Promise((resolve) => setImmediate(resolve));
  }
}

await openBlobStore(process.argv[2] ?? "").put("killed/blob", endless());
