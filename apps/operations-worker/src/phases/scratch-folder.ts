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
  let folder: string | null = null;
  return {
    get path() {
      if (folder === null) {
        folder = join(parent, randomUUID());
        mkdirSync(folder, { recursive: true });
      }
      return folder;
    },
    async remove() {
      if (folder !== null) await rm(folder, { recursive: true, force: true });
    },
  };
}
