import { createHash } from "node:crypto";
import { globSync, readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";

const PROJECT = fileURLToPath(new URL("../../../../", import.meta.url));

/** What the page is built from: its own files, the SDK's, words of ours that it shows, and the versions of all libraries. */
const SOURCES = [
  "apps/console/src/**/*",
  "packages/sdk/{src/**/*,package.json}",
  "packages/{contracts,domain}/src/**/*",
  "pnpm-lock.yaml",
];

/** Changes when anything changes that the page is built from. */
export function sourceHash(): string {
  const hash = createHash("sha256");
  const files = globSync(SOURCES, { cwd: PROJECT, withFileTypes: true })
    .filter((entry) => entry.isFile() && !entry.name.includes(".test."))
    .map((entry) => `${entry.parentPath}/${entry.name}`)
    .toSorted();
  for (const file of files)
    hash.update(file.slice(PROJECT.length)).update("\0").update(readFileSync(file)).update("\0");
  return hash.digest("hex").slice(0, 16);
}
