import { link, rename, rm, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { findFile, writePrivateFile } from "./private-file.ts";
import { findStartTime } from "./process-identity.ts";

/** What the lock file tells others of its holder. */
export interface LockHolder {
  readonly pid: number;
  /** With the pid, what identifies the process: numbers come round again. */
  readonly startTime: string | null;
  /** Null until the holder is ready. */
  readonly url: string | null;
}

export interface Lock {
  /** Lets a second start tell where the first one answers. */
  tellUrl(url: string): Promise<void>;
  release(): Promise<void>;
}

export type LockOutcome =
  | { readonly outcome: "acquired"; readonly lock: Lock }
  | { readonly outcome: "held"; readonly holder: LockHolder };

/** Takes the data folder for this process. A lock whose holder is gone is taken over. */
export async function acquireLock(dataFolder: string): Promise<LockOutcome> {
  const path = join(dataFolder, "launcher.lock");
  const ours = { pid: process.pid, startTime: await findStartTime(process.pid) };
  for (;;) {
    if (await createLock(path, { ...ours, url: null })) {
      return {
        outcome: "acquired",
        lock: {
          tellUrl: (url) => writePrivateFile(path, toText({ ...ours, url })),
          release: () => rm(path, { force: true }),
        },
      };
    }
    const text = await findFile(path);
    if (text === null) {
      continue;
    }
    const holder = parseHolder(text);
    if (holder !== null && (await isRunning(holder))) {
      return { outcome: "held", holder };
    }
    await removeStale(path, text);
  }
}

/** The lock appears with its content in one step: a link to a finished file. */
async function createLock(path: string, holder: LockHolder): Promise<boolean> {
  const finished = `${path}.${process.pid}`;
  await writeFile(finished, toText(holder), { mode: 0o600 });
  try {
    await link(finished, path);
    return true;
  } catch (err) {
    if (err instanceof Error && "code" in err && err.code === "EEXIST") {
      return false;
    }
    throw err;
  } finally {
    await rm(finished, { force: true });
  }
}

async function isRunning(holder: LockHolder): Promise<boolean> {
  const startTime = await findStartTime(holder.pid);
  return startTime !== null && startTime === holder.startTime;
}

/** Two starts may find the same stale lock: the slower one must not take away what the faster one has put there. */
async function removeStale(path: string, staleText: string): Promise<void> {
  const aside = `${path}.stale.${process.pid}`;
  try {
    await rename(path, aside);
  } catch {
    return;
  }
  if ((await findFile(aside)) !== staleText) {
    await link(aside, path).catch(() => undefined);
  }
  await rm(aside, { force: true });
}

function toText(holder: LockHolder): string {
  return `${JSON.stringify(holder)}\n`;
}

function parseHolder(text: string): LockHolder | null {
  try {
    const holder = JSON.parse(text) as LockHolder;
    return Number.isSafeInteger(holder.pid) ? holder : null;
  } catch {
    return null;
  }
}
