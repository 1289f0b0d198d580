import { execFile } from "node:child_process";
import { readdir, readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";

const ROOT = fileURLToPath(new URL("../../../../", import.meta.url));

/**
 * Packs a package of the workspace as it would be published, and installs it in an empty folder, as somebody does who has
 * the file alone.
 * @returns the file
 */
export async function installPacked(name: string, folder: string): Promise<Buffer<ArrayBuffer>> {
  const run = promisify(execFile);
  await run("npx", ["-y", "pnpm@12", "--filter", name, "pack", "--pack-destination", folder], { cwd: ROOT });
  const [tarball = ""] = (await readdir(folder)).filter((entry) => entry.endsWith(".tgz"));
  await writeFile(join(folder, "package.json"), '{ "type": "module" }');
  await run("npm", ["install", "--offline", "--no-audit", "--no-fund", `./${tarball}`], { cwd: folder });
  return readFile(join(folder, tarball));
}
