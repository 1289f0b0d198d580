import { createHash, randomUUID } from "node:crypto";
import { createReadStream, createWriteStream } from "node:fs";
import { access, mkdir, open, readdir, rename, rm, stat, writeFile } from "node:fs/promises";
import { dirname, join, relative } from "node:path";
import { Transform } from "node:stream";
import { pipeline } from "node:stream/promises";
import { BlobNotFoundError, StorageFullError } from "./blob-errors.ts";
import type { BlobStore } from "./blob-store.ts";
import { checkKey } from "./check-key.ts";

/** Folder for blobs that are being written; on the same file system, so that a rename makes them visible. */
const INCOMING = ".incoming";
const STALE_MS = 86_400_000;

/** A store in a folder of the file system, which several processes may share. */
export function createFileStore(root: string): BlobStore {
  const pathOf = (key: string): string => join(root, checkKey(key));
  const notFound = (key: string, err: unknown): never => {
    throw isCode(err, "ENOENT") || isCode(err, "EISDIR") ? new BlobNotFoundError(key, { cause: err }) : err;
  };

  const store: BlobStore = {
    async put(key, source, options = {}) {
      const target = pathOf(key);
      const temporary = join(root, INCOMING, randomUUID());
      await mkdir(dirname(temporary), { recursive: true });
      const hash = createHash("sha256");
      let sizeBytes = 0;
      const meter = new Transform({
        transform(chunk: Uint8Array, _encoding, done) {
          hash.update(chunk);
          sizeBytes += chunk.length;
          done(null, chunk);
        },
      });
      try {
        await pipeline(
          source,
          meter,
          createWriteStream(temporary, { flush: true }),
          options.signal === undefined ? {} : { signal: options.signal },
        );
        await mkdir(dirname(target), { recursive: true });
        await rename(temporary, target);
        await syncFolder(dirname(target));
      } catch (err) {
        await rm(temporary, { force: true });
        throw isCode(err, "ENOSPC") ? new StorageFullError({ cause: err }) : err;
      }
      return { sizeBytes, sha256: hash.digest("hex") };
    },
    putFile: (key, path) => store.put(key, createReadStream(path)),
    async get(key, range = {}) {
      const handle = await open(pathOf(key)).catch((err: unknown) => notFound(key, err));
      const info = await handle.stat();
      if (!info.isFile()) {
        await handle.close();
        throw new BlobNotFoundError(key);
      }
      return { stream: handle.createReadStream(range), sizeBytes: info.size };
    },
    async fetchToFile(key) {
      const path = pathOf(key);
      await access(path).catch((err: unknown) => notFound(key, err));
      return path;
    },
    async head(key) {
      const info = await stat(pathOf(key)).catch((err: unknown) =>
        isCode(err, "ENOENT") ? null : Promise.reject(err),
      );
      return info?.isFile() === true ? { sizeBytes: info.size } : null;
    },
    async delete(key) {
      await rm(pathOf(key), { force: true });
    },
    async deletePrefix(prefix) {
      await rm(pathOf(prefix), { recursive: true, force: true });
    },
    async *list(prefix) {
      const folder = pathOf(prefix);
      const entries = await readdir(folder, { recursive: true, withFileTypes: true }).catch((err: unknown) =>
        isCode(err, "ENOENT") ? [] : Promise.reject(err),
      );
      for (const entry of entries) {
        if (!entry.isFile()) continue;
        const path = join(entry.parentPath, entry.name);
        yield { key: relative(root, path).replaceAll("\\", "/"), sizeBytes: (await stat(path)).size };
      }
    },
    async check() {
      const folder = join(root, INCOMING);
      await mkdir(folder, { recursive: true });
      const probe = join(folder, `probe-${randomUUID()}`);
      await writeFile(probe, "");
      await rm(probe);
      await sweep(folder);
    },
  };
  return store;
}

/** Removes what writers that were killed left behind. */
async function sweep(folder: string): Promise<void> {
  for (const name of await readdir(folder)) {
    const path = join(folder, name);
    const info = await stat(path).catch(() => null);
    if (info !== null && Date.now() - info.mtimeMs > STALE_MS) await rm(path, { force: true });
  }
}

/** Makes a rename survive a power cut, where the platform can. */
async function syncFolder(folder: string): Promise<void> {
  const handle = await open(folder).catch(() => null);
  await handle?.sync().catch(() => undefined);
  await handle?.close();
}

function isCode(err: unknown, code: string): boolean {
  return err instanceof Error && "code" in err && err.code === code;
}
