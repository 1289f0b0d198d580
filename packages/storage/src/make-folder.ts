import { mkdir, stat } from "node:fs/promises";
import { dirname } from "node:path";

/**
 * Makes a folder with those above it. Node's own recursive mkdir goes on for ever where the system says that a folder which is there
 * isn't, as below /proc; this one tries each folder twice at most.
 */
export async function makeFolder(path: string): Promise<void> {
  try {
    await mkdir(path);
  } catch (err) {
    if (isCode(err, "EEXIST") && (await stat(path)).isDirectory()) return;
    if (!isCode(err, "ENOENT") || dirname(path) === path) throw err;
    await makeFolder(dirname(path));
    await mkdir(path).catch(async (again: unknown) => {
      if (!isCode(again, "EEXIST") || !(await stat(path)).isDirectory()) throw again;
    });
  }
}

const isCode = (err: unknown, code: string): boolean => err instanceof Error && "code" in err && err.code === code;
