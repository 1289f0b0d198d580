import { createHash } from "node:crypto";
import { readdir, readFile } from "node:fs/promises";
import { extname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { gzipSync } from "node:zlib";
import type { Gzipped } from "../http/send-gzipped.ts";

/** Where the console's build puts it. */
const BUILT = fileURLToPath(new URL("../../../console/dist/", import.meta.url));

/** The console as it was built, in memory. */
export interface ConsolePage {
  /** The page itself; its addresses begin with `./`. */
  readonly html: string;
  /** Changes with any file of it. */
  readonly tag: string;
  /** Everything else by its path below `/console/`. */
  readonly files: ReadonlyMap<string, Gzipped>;
}

const MEDIA_TYPES: ReadonlyMap<string, string> = new Map([
  [".js", "text/javascript; charset=utf-8"],
  [".css", "text/css; charset=utf-8"],
  [".svg", "image/svg+xml"],
]);

/** Reads the console; null where it was not built. @param folder where its builds are; `current` in it names one */
export async function loadConsole(folder = BUILT): Promise<ConsolePage | null> {
  const current = await readFile(join(folder, "current"), "utf8").catch(() => null);
  if (current === null) return null;
  const root = join(folder, current);
  const entries = await readdir(root, { recursive: true, withFileTypes: true });
  const files = new Map<string, Gzipped>();
  let html = "";
  for (const entry of entries.filter((found) => found.isFile())) {
    const path = join(entry.parentPath, entry.name);
    const content = await readFile(path);
    const mediaType = MEDIA_TYPES.get(extname(entry.name));
    if (entry.name === "index.html") html = content.toString("utf8");
    else if (mediaType !== undefined)
      files.set(path.slice(root.length + 1).replaceAll("\\", "/"), {
        mediaType,
        content,
        gzipped: gzipSync(content, { level: 9 }),
      });
  }
  return { html, tag: createHash("sha256").update(current).update(html).digest("base64url"), files };
}
