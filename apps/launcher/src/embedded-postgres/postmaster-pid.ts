import { readFile } from "node:fs/promises";
import { join } from "node:path";

/** What Postgres says of itself in `postmaster.pid` (src/include/utils/pidfile.h). */
export interface PostmasterPid {
  readonly pid: number;
  /** The server accepts connections. */
  readonly isReady: boolean;
}

const LINE_OF_PID = 0;
const LINE_OF_STATUS = 7;

/** Reads `postmaster.pid` of a cluster, null when there is none or it isn't written yet. */
export async function findPostmasterPid(clusterFolder: string): Promise<PostmasterPid | null> {
  const text = await readFile(join(clusterFolder, "postmaster.pid"), "utf8").catch((err: NodeJS.ErrnoException) => {
    if (err.code === "ENOENT") {
      return null;
    }
    throw err;
  });
  return text === null ? null : parsePostmasterPid(text);
}

export function parsePostmasterPid(text: string): PostmasterPid | null {
  const lines = text.split("\n");
  // Single-user mode writes its pid as a negative number.
  const pid = Math.abs(Number(lines[LINE_OF_PID]));
  if (!Number.isSafeInteger(pid) || pid < 1) {
    return null;
  }
  return { pid, isReady: lines[LINE_OF_STATUS]?.trim() === "ready" };
}
