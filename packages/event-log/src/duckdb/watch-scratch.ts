import { readdir, stat } from "node:fs/promises";
import { join } from "node:path";

const INTERVAL_MS = 250;

/**
 * Measures four times a second how much disk space an import uses, and calls `onFull` once when it is more than `maxBytes`.
 * @returns ends the watch
 */
export function watchScratch(options: {
  readonly folder: string;
  /** Files elsewhere that count too; they needn't exist. */
  readonly files: readonly string[];
  readonly maxBytes: number;
  readonly onFull: () => void;
}): () => void {
  let timer: NodeJS.Timeout;
  let isOver = false;
  const look = async (): Promise<void> => {
    const sizes = await Promise.all([bytesIn(options.folder), ...options.files.map(bytesOf)]);
    if (isOver) return;
    if (sizes.reduce((sum, size) => sum + size, 0) > options.maxBytes) options.onFull();
    else next();
  };
  const next = (): void => {
    timer = setTimeout(() => void look(), INTERVAL_MS);
  };
  next();
  return () => {
    isOver = true;
    clearTimeout(timer);
  };
}

async function bytesIn(folder: string): Promise<number> {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true }).catch(() => []);
  const sizes = await Promise.all(
    entries.filter((entry) => entry.isFile()).map((entry) => bytesOf(join(entry.parentPath, entry.name))),
  );
  return sizes.reduce((sum, size) => sum + size, 0);
}

/** 0 for a file that isn't there, or no longer. */
export const bytesOf = async (path: string): Promise<number> =>
  stat(path).then(
    ({ size }) => size,
    () => 0,
  );
