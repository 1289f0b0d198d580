import { createHash } from "node:crypto";
import { link, rename, rm, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { setTimeout } from "node:timers/promises";
import { findFile, writePrivateFile } from "./processes/private-file.ts";
import { findStartTime } from "@longhaul/runtime";

/** The holder of the lock, as the lock file names it. */
export interface LockHolder {
  readonly pid: number;
  /** With the pid, what identifies the process: numbers come round again. */
  readonly startTime: string | null;
  /** Null until the holder is ready. */
  readonly url: string | null;
}

export interface Lock {
  /** Writes the URL of this start to the lock file, for the message of a second start. */
  publishUrl(url: string): Promise<void>;
  release(): Promise<void>;
}

export type LockOutcome =
  | { readonly outcome: "acquired"; readonly lock: Lock }
  | { readonly outcome: "held"; readonly holder: LockHolder };

/** How soon a lock is looked at again while another start takes it over. */
const LOOK_AGAIN_MS = 20;

/** Takes the data folder for this process. A lock whose holder is gone is taken over. */
export async function acquireLock(dataFolder: string): Promise<LockOutcome> {
  const path = join(dataFolder, "launcher.lock");
  const ours = { pid: process.pid, startTime: await findStartTime(process.pid) };
  const lock: Lock = {
    publishUrl: (url) => writePrivateFile(path, toText({ ...ours, url })),
    release: () => rm(path, { force: true }),
  };
  for (;;) {
    const found = await take(path, toText({ ...ours, url: null }));
    if (found === "taken") return { outcome: "acquired", lock };
    if (found !== "changing") return { outcome: "held", holder: found };
    await setTimeout(LOOK_AGAIN_MS);
  }
}

/** Takes the lock at `path`, or says who holds it, or that it is just being taken over. */
async function take(path: string, ours: string): Promise<"taken" | "changing" | LockHolder> {
  if (await create(path, ours)) return "taken";
  const text = await findFile(path);
  if (text === null) return "changing";
  const holder = parseHolder(text);
  if (holder !== null && (await isRunning(holder))) return holder;
  return replaceStale(path, text, ours);
}

/**
 * Of all that find the same stale lock, one may replace it: who holds another lock, named after what the stale one says.
 * While that one is held, nobody else changes the stale lock, so that it can be compared and then replaced.
 */
async function replaceStale(path: string, staleText: string, ours: string): Promise<"taken" | "changing"> {
  const turn = `${path}.${createHash("sha256").update(staleText).digest("hex").slice(0, 16)}`;
  if ((await take(turn, ours)) !== "taken") return "changing";
  try {
    if ((await findFile(path)) !== staleText) return "changing";
    await rename(await write(path, ours), path);
    return "taken";
  } finally {
    await rm(turn, { force: true });
  }
}

/** The lock appears with its content in one step: a link to a finished file. */
async function create(path: string, text: string): Promise<boolean> {
  const finished = await write(path, text);
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

/** @returns the path of a file beside `path` with this text */
async function write(path: string, text: string): Promise<string> {
  const finished = `${path}.${process.pid}`;
  await writeFile(finished, text, { mode: 0o600 });
  return finished;
}

async function isRunning(holder: LockHolder): Promise<boolean> {
  const startTime = await findStartTime(holder.pid);
  return startTime !== null && startTime === holder.startTime;
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
