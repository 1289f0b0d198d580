import { chmod, mkdtemp, readdir, rm, stat, statfs, utimes, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";

const PREFIX = "longhaul-test-";
const HEARTBEAT_FILE = "alive";
const HEARTBEAT_MS = 5_000;
const DEAD_AFTER_MS = 60_000;

export interface RunFolder {
  readonly path: string;
  remove(): Promise<void>;
}

/** What the files of a whole run may take of the memory at once. */
const MEMORY_BYTES = 4 * 1024 ** 3;

/**
 * A folder whose files are in memory; null where there is none, or too little memory. A test's database is 700 files, and on a
 * disk each file that is made looks for a place among those that were deleted just now.
 */
export async function findMemoryFolder(path = "/dev/shm", needed = MEMORY_BYTES): Promise<string | null> {
  const { bavail, bsize } = await statfs(path).catch(() => ({ bavail: 0, bsize: 0 }));
  return bavail * bsize >= needed && process.availableMemory() >= 2 * needed ? path : null;
}

/** A fresh temporary folder that shows it is in use by a heartbeat, so that a later run can clear it if we are killed. */
export async function createRunFolder(parent = tmpdir()): Promise<RunFolder> {
  const path = await mkdtemp(join(parent, PREFIX));
  await chmod(path, 0o755); // Postgres may run as another account than ours
  const heartbeat = join(path, HEARTBEAT_FILE);
  await writeFile(heartbeat, "");
  const timer = setInterval(() => void utimes(heartbeat, new Date(), new Date()).catch(() => undefined), HEARTBEAT_MS);
  timer.unref();
  return {
    path,
    async remove() {
      // The heartbeat goes last: what a removal leaves that is killed itself, a later run clears.
      const names = await readdir(path).catch(() => []);
      for (const name of names.filter((one) => one !== HEARTBEAT_FILE)) await removeAll(join(path, name));
      clearInterval(timer);
      await removeAll(path);
    },
  };
}

const removeAll = async (path: string): Promise<void> =>
  rm(path, { recursive: true, force: true, maxRetries: 5, retryDelay: 100 });

/**
 * Removes folders whose heartbeat stopped: their runs were killed. A Postgres that still serves one quits by itself
 * within a minute of losing its lock file; `beforeRemoval` ends what doesn't.
 * @returns paths of the folders removed
 */
export async function sweepRunFolders(
  now: Date,
  beforeRemoval: (path: string) => Promise<void>,
  parent = tmpdir(),
): Promise<string[]> {
  const names = await readdir(parent);
  const removed: string[] = [];
  for (const path of names.filter((name) => name.startsWith(PREFIX)).map((name) => join(parent, name))) {
    const heartbeat = await stat(join(path, HEARTBEAT_FILE)).catch(() => null);
    if (heartbeat === null || now.getTime() - heartbeat.mtimeMs < DEAD_AFTER_MS) {
      continue;
    }
    await beforeRemoval(path);
    await removeAll(path);
    removed.push(path);
  }
  return removed;
}
