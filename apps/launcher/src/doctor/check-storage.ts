import { statfs } from "node:fs/promises";
import { fileURLToPath } from "node:url";
import { openBlobStore } from "@longhaul/storage";
import { error, messageOf, ok, warning, type Finding } from "./finding.ts";

const LEAST_FREE = { bytes: 5 * 2 ** 30, share: 0.05 };

/** Writes a blob, and where storage is a folder looks at the room that is left. */
export async function checkStorage(storageUrl: string): Promise<Finding[]> {
  try {
    await openBlobStore(storageUrl).check();
  } catch (err) {
    const remedy =
      "see that STORAGE_URL names a folder that these processes may write, or a bucket with credentials in AWS_…";
    return [error("storage", `can't be written: ${messageOf(err)}`, remedy)];
  }
  const written = ok("storage", "can be written");
  if (!storageUrl.startsWith("file:")) return [written];
  const { bavail, blocks, bsize } = await statfs(fileURLToPath(storageUrl));
  return [written, judgeRoom(bavail * bsize, blocks * bsize)];
}

export function judgeRoom(freeBytes: number, totalBytes: number): Finding {
  const free = `${(freeBytes / 2 ** 30).toFixed(1)} GB of ${(totalBytes / 2 ** 30).toFixed(1)} are free`;
  return freeBytes < Math.min(LEAST_FREE.bytes, LEAST_FREE.share * totalBytes)
    ? warning("room", free, "make room, or let RETENTION_DAYS be fewer")
    : ok("room", free);
}
