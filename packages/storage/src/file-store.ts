import { randomUUID } from "node:crypto";
import { createReadStream } from "node:fs";
import {
  constants,
  copyFile,
  link,
  open,
  readdir,
  rename,
  rm,
  stat,
  writeFile,
  type FileHandle,
} from "node:fs/promises";
import { hostname } from "node:os";
import { dirname, join } from "node:path";
import { Readable } from "node:stream";
import { pipeline } from "node:stream/promises";
import { BlobNotFoundError, StorageAwayError, StorageFullError } from "./blob-errors.ts";
import type { BlobStore, ListedBlob } from "./blob-store.ts";
import { checkKey } from "./check-key.ts";
import { createMeter } from "./create-meter.ts";
import { makeFolder } from "./make-folder.ts";

/** Folder for blobs that are being written; on the same file system, so that a rename makes them visible. */
const INCOMING = ".incoming";
const STALE_MS = 86_400_000;
/** Age of a file whose writer seems gone: containers with the same host name don't see each other's processes. */
const LEFT_MS = 600_000;
const RENAME_ATTEMPTS = 5;
/** This process in the names of what it writes, so that other processes on the host can check whether it still lives. */
const WRITER = `${randomUUID()}.${process.pid}.${hostname()}`;

/** A store in a folder of the file system, which several processes may share. */
export function createFileStore(root: string): BlobStore {
  const incoming = join(root, INCOMING);
  const pathOf = (key: string): string => join(root, checkKey(key));
  /** If the folder can't be made, storage is away. */
  const makeIncoming = async (): Promise<void> => {
    await makeFolder(incoming).catch((err: unknown) => {
      throw isCode(err, "ENOSPC", "EDQUOT") ? err : new StorageAwayError({ cause: err });
    });
  };

  /** The folder is there already, but for the first file. */
  const openIncoming = async (temporary: string): Promise<FileHandle> =>
    open(temporary, "wx").catch(async (err: unknown) => {
      if (!isCode(err, "ENOENT")) throw err;
      await makeIncoming();
      return open(temporary, "wx");
    });

  const store: BlobStore = {
    async put(key, source, options = {}) {
      const target = pathOf(key);
      if (source instanceof Readable) {
        source.on("error", () => undefined); // it may break before the pipeline listens, which then rejects with that
      }
      const temporary = join(incoming, `${randomUUID()}.${WRITER}`);
      try {
        const meter = createMeter();
        // Opened before anything can fail: a file that is only about to be opened can't be removed.
        const file = await openIncoming(temporary);
        await pipeline(source, meter.stream, file.createWriteStream({ flush: true }), options);
        await moveTo(temporary, target);
        return meter.read();
      } catch (err) {
        await discard(temporary);
        throw await whyUnwritten(err, temporary, root);
      }
    },
    async putFile(key, path, options) {
      return store.put(key, createReadStream(path), options);
    },
    async takeFile(key, path, options) {
      const target = pathOf(key);
      options?.signal?.throwIfAborted();
      try {
        const sizeBytes = await sync(path);
        await moveTo(path, target);
        return { sizeBytes };
      } catch (err) {
        if (isCode(err, "EXDEV", "EPERM", "EACCES")) return store.putFile(key, path, options);
        throw await whyUnwritten(err, null, root);
      }
    },
    async copy(from, key) {
      const [source, target] = [pathOf(from), pathOf(key)];
      const temporary = join(incoming, `${randomUUID()}.${WRITER}`);
      try {
        await makeIncoming();
        await (await openBlob(from, source, root)).close();
        await linkOrCopy(source, temporary);
        await moveTo(temporary, target);
      } catch (err) {
        await discard(temporary);
        const why = await whyUnwritten(err, temporary, root);
        throw isCode(why, "ENOENT") ? new BlobNotFoundError(from) : why;
      }
    },
    async get(key, range = {}) {
      const file = await openBlob(key, pathOf(key), root);
      try {
        return { sizeBytes: (await file.stat()).size, stream: file.createReadStream(range) };
      } catch (err) {
        await file.close();
        throw err;
      }
    },
    async fetchToFile(key) {
      const path = pathOf(key);
      const file = await openBlob(key, path, root);
      await file.close();
      return path;
    },
    async head(key) {
      const info = await stat(pathOf(key)).catch(nullIfMissing);
      return info?.isFile() === true ? { sizeBytes: info.size } : null;
    },
    async delete(key) {
      const path = pathOf(key);
      const info = await stat(path).catch(nullIfMissing);
      if (info?.isFile() === true) {
        await rm(path, { force: true });
      }
    },
    async deletePrefix(prefix) {
      const path = pathOf(prefix);
      const info = await stat(path).catch(nullIfMissing);
      if (info?.isDirectory() === true) {
        await rm(path, { recursive: true, force: true, maxRetries: 5 }); // somebody may be putting a blob there
      }
    },
    list: (prefix) => walk(prefix, () => pathOf(prefix)),
    async check() {
      await makeIncoming();
      const probe = join(incoming, `probe-${randomUUID()}`);
      await writeFile(probe, "");
      await rm(probe);
      await sweep(incoming);
    },
  };
  return store;
}

/** A blob is never changed, so that two names may have the same bytes; not every file system has links. */
async function linkOrCopy(source: string, target: string): Promise<void> {
  try {
    await link(source, target);
  } catch (err) {
    if (!isCode(err, "EPERM", "ENOTSUP", "EOPNOTSUPP", "ENOSYS", "EMLINK", "EXDEV", "EACCES")) throw err;
    await copyFile(source, target, constants.COPYFILE_EXCL);
    await sync(target);
  }
}

/** Makes a file's bytes survive a power cut; answers how many they are. */
async function sync(path: string): Promise<number> {
  const file = await open(path);
  try {
    await file.sync();
    return (await file.stat()).size;
  } finally {
    await file.close();
  }
}

/**
 * Makes a complete file visible and durable under its name. Its folder is made where it isn't there, and may be deleted while that
 * goes on.
 */
async function moveTo(temporary: string, target: string): Promise<void> {
  const folder = dirname(target);
  for (let attempt = 1; ; attempt++) {
    try {
      if (attempt > 1) await makeFolder(folder);
      await rename(temporary, target);
      await syncFolder(folder);
      return;
    } catch (err) {
      if (!isCode(err, "ENOENT") || attempt > RENAME_ATTEMPTS) {
        throw err;
      }
    }
  }
}

/** Makes a rename survive a power cut, where the platform can. */
async function syncFolder(folder: string): Promise<void> {
  const handle = await open(folder).catch(() => null);
  await handle?.sync().catch(() => undefined);
  await handle?.close();
}

/** Why a blob was not stored. That a file of our own vanished means that the folder of all did, perhaps for a moment. */
async function whyUnwritten(failure: unknown, temporary: string | null, root: string): Promise<unknown> {
  if (isCode(failure, "ENOSPC", "EDQUOT")) return new StorageFullError({ cause: failure });
  if (!isCode(failure, "ENOENT", "ENOTDIR", "EEXIST")) return failure;
  const isOurs = failure instanceof Error && "path" in failure && failure.path === temporary;
  const folder = isOurs ? null : await stat(root).catch(nullIfMissing);
  return folder?.isDirectory() === true ? failure : new StorageAwayError({ cause: failure });
}

/** What can't even be removed is swept later; why the write failed must not be hidden by that. */
async function discard(temporary: string): Promise<void> {
  await rm(temporary, { force: true }).catch(() => undefined);
}

/** @throws StorageAwayError where the store's own folder isn't there: that says nothing of the blob */
async function openBlob(key: string, path: string, root: string): Promise<FileHandle> {
  const file = await open(path).catch(nullIfMissing);
  if ((await file?.stat())?.isFile() === true && file !== null) {
    return file;
  }
  await file?.close();
  const folder = await stat(root).catch(nullIfMissing);
  throw folder?.isDirectory() === true ? new BlobNotFoundError(key) : new StorageAwayError();
}

/** Files and folders that vanish meanwhile are left out. */
async function* walk(key: string, pathOf: () => string): AsyncGenerator<ListedBlob> {
  const folder = pathOf();
  for (const entry of (await readdir(folder, { withFileTypes: true }).catch(nullIfMissing)) ?? []) {
    const [entryKey, path] = [`${key}/${entry.name}`, join(folder, entry.name)];
    if (entry.isDirectory()) {
      yield* walk(entryKey, () => path);
    } else {
      const info = await stat(path).catch(nullIfMissing);
      if (info !== null) {
        yield { key: entryKey, sizeBytes: info.size, modifiedAt: info.mtime };
      }
    }
  }
}

/** Whether the writer of a file has gone: a process of this host, or one that had this one's number before it. */
function isLeft(name: string): boolean {
  const [, instance, pid, ...host] = name.split(".");
  if (pid === undefined || host.join(".") !== hostname()) return false;
  if (Number(pid) === process.pid) return !WRITER.startsWith(`${instance}.`);
  try {
    process.kill(Number(pid), 0);
    return false;
  } catch (err) {
    return isCode(err, "ESRCH");
  }
}

/** Removes what writers that were killed left behind: after ten minutes on their own host, elsewhere after a day. */
async function sweep(folder: string): Promise<void> {
  for (const name of await readdir(folder)) {
    const path = join(folder, name);
    const info = await stat(path).catch(nullIfMissing);
    if (info !== null && Date.now() - info.mtimeMs > (isLeft(name) ? LEFT_MS : STALE_MS)) {
      await rm(path, { force: true });
    }
  }
}

function nullIfMissing(err: unknown): null {
  if (isCode(err, "ENOENT", "ENOTDIR", "EISDIR")) {
    return null;
  }
  throw err;
}

function isCode(err: unknown, ...codes: readonly string[]): boolean {
  return err instanceof Error && "code" in err && codes.includes(String(err.code));
}
