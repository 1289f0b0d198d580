import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { text } from "node:stream/consumers";
import { afterAll, describe, expect, it } from "vitest";
import { createFileStore } from "./file-store.ts";
import { meterBlobStore } from "./meter-blob-store.ts";

describe("meterBlobStore", async () => {
  const folder = await mkdtemp(join(tmpdir(), "longhaul-meter-"));
  afterAll(() => rm(folder, { recursive: true, force: true }));

  it("counts what is stored, read and fetched, and nothing that isn't moved", async () => {
    let bytes = 0;
    const store = meterBlobStore(createFileStore(join(folder, "blobs")), (count) => (bytes += count));
    const moved = async (work: () => Promise<unknown>): Promise<number> => {
      const before = bytes;
      await work();
      return bytes - before;
    };
    const file = join(folder, "file");
    await writeFile(file, "twelve bytes");
    expect(await moved(() => store.putFile("a/b", file))).toBe(12);
    expect(
      await moved(() =>
        store.put(
          "a/c",
          (async function* () {
            yield Buffer.from("seven ");
            yield Buffer.from("!");
          })(),
        ),
      ),
    ).toBe(7);
    expect(await moved(async () => expect(await text((await store.get("a/b")).stream)).toBe("twelve bytes"))).toBe(12);
    expect(await moved(async () => text((await store.get("a/b", { start: 0, end: 4 })).stream))).toBe(5);
    expect(await moved(() => store.fetchToFile("a/c", join(folder, "fetched")))).toBe(7);
    expect(await moved(() => store.head("a/b"))).toBe(0);
    expect(await moved(() => store.get("no").catch(() => undefined))).toBe(0);
  });
});
