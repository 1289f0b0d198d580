import { globSync, lstatSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";

/** An installed library. */
export interface Library {
  readonly name: string;
  readonly version: string;
  /** The licence that its package.json states, usually an SPDX expression; null when it states none. */
  readonly license: string | null;
  readonly homepage: string | null;
  /** The texts that its licence requires us to include: its files LICENSE, COPYING and NOTICE. */
  readonly texts: readonly string[];
}

const TEXT_FILE = /^(?:licen[cs]e|copying|notice)(?:[.-].*)?$/i;
const MOST_BYTES = 200_000;

/** Lists all libraries in a project's `node_modules` (pnpm's layout), each version once, ordered by name and version. */
export function listLibraries(root: string): Library[] {
  const found = new Map<string, Library>();
  for (const manifest of globSync("node_modules/.pnpm/*/node_modules/{*,@*/*}/package.json", { cwd: root })) {
    const folder = join(root, manifest, "..");
    // A link leads to the folder of another library, which is listed by itself.
    if (lstatSync(folder).isSymbolicLink()) continue;
    const library = readLibrary(folder);
    if (library !== null) found.set(`${library.name}@${library.version}`, library);
  }
  return [...found.entries()].toSorted(([one], [other]) => (one < other ? -1 : 1)).map(([, library]) => library);
}

function readLibrary(folder: string): Library | null {
  const manifest = JSON.parse(readFileSync(join(folder, "package.json"), "utf8")) as Readonly<Record<string, unknown>>;
  const { name, version, homepage } = manifest;
  if (typeof name !== "string" || typeof version !== "string") return null;
  const texts = readdirSync(folder, { withFileTypes: true })
    .filter((entry) => entry.isFile() && TEXT_FILE.test(entry.name))
    .map((entry) => readFileSync(join(folder, entry.name), "utf8").slice(0, MOST_BYTES).trim());
  return {
    name,
    version,
    license: licenseOf(manifest),
    homepage: typeof homepage === "string" ? homepage : null,
    texts: [...new Set(texts)],
  };
}

/** Reads the current form, `"license": "MIT"`, and the older forms. */
function licenseOf({ license, licenses }: Readonly<Record<string, unknown>>): string | null {
  const named = Array.isArray(licenses) ? licenses : [license];
  const names = named.map((one: unknown) =>
    typeof one === "object" && one !== null && "type" in one ? one.type : one,
  );
  const known = names.filter((one): one is string => typeof one === "string" && one !== "");
  return known.length === 0 ? null : known.join(" OR ");
}
