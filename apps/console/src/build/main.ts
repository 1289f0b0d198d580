import { mkdir, readdir, readFile, rename, rm, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { sourceHash } from "./source-hash.ts";

/** `current` names the folder that is served; a folder is complete when it has its name. */
const DIST = fileURLToPath(new URL("../../dist/", import.meta.url));
const CURRENT = join(DIST, "current");

const version = sourceHash();
const current = await readFile(CURRENT, "utf8").catch(() => null);
if (current !== version) {
  await mkdir(DIST, { recursive: true });
  if (!(await readdir(DIST)).includes(version)) {
    // Its import alone takes longer than to find out that nothing has changed.
    const { buildPage } = await import("./build-page.ts");
    await buildPage(join(DIST, version));
  }
  await writeFile(`${CURRENT}.${process.pid}`, version);
  await rename(`${CURRENT}.${process.pid}`, CURRENT);
  const older = (await readdir(DIST)).filter((name) => /^[0-9a-f]{16}$/.test(name) && name !== version);
  await Promise.all(older.map((name) => rm(join(DIST, name), { recursive: true, force: true })));
  process.stdout.write("built the console\n");
}
