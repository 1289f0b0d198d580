import { randomUUID } from "node:crypto";
import { mkdirSync } from "node:fs";
import { rm } from "node:fs/promises";
import { join } from "node:path";

/** A folder for one task, made at its first use: most phases of short operations need none. */
export interface ScratchFolder {
  readonly path: string;
  remove(): Promise<void>;
}

export function openScratchFolder(parent: string): ScratchFolder {
  const folder = join(parent, randomUUID());
  let isMade = false;
  return {
    get path() {
      if (!isMade) mkdirSync(folder, { recursive: true });
      isMade = true;
      return folder;
    },
    async remove() {
      if (isMade) await rm(folder, { recursive: true, force: true });
    },
  };
}
