import { execFile } from "node:child_process";
import { globSync } from "node:fs";
import { mkdir, mkdtemp, realpath, rm, symlink, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import { fontFiles } from "@longhaul/rendering/font-files";
import { afterEach, beforeEach, describe, expect, it } from "vitest";

const SCRIPT = fileURLToPath(new URL("slim-modules.ts", import.meta.url));
const FONTS = [...new Set([...fontFiles(400), ...fontFiles(700)].map(({ path }) => path))];

let root: string;
beforeEach(async () => {
  root = await realpath(await mkdtemp(join(tmpdir(), "longhaul-slim-")));
});
afterEach(async () => {
  await rm(root, { recursive: true });
});

/** Puts files into the store, by their paths below a package of that name, and what links to it. */
async function install(name: string, files: readonly string[], linkedFrom: string | null): Promise<void> {
  const folder = join(root, "node_modules/.pnpm", `${name.replace("/", "+")}@1.0.0`, "node_modules", name);
  for (const file of files) {
    await mkdir(dirname(join(folder, file)), { recursive: true });
    await writeFile(join(folder, file), "");
  }
  if (linkedFrom === null) return;
  const link = join(root, linkedFrom, "node_modules", name);
  await mkdir(dirname(link), { recursive: true });
  await symlink(folder, link);
}

describe("an installed project made slim", () => {
  it("keeps of fonts the files that reports are written with, and of packages those that are reached", async () => {
    const names = [...new Set(FONTS.map((path) => path.split("/").slice(0, 2).join("/")))];
    for (const name of names) {
      const read = FONTS.filter((path) => path.startsWith(`${name}/`)).map((path) => path.slice(name.length + 1));
      const unread = ["400.css", "scss/mixins.scss", "metadata.json", "files/sans-7-400-normal.woff", "README.md"];
      const packed = read.map((file) => `${file}2`);
      await install(name, ["package.json", "LICENSE", ...read, ...unread, ...packed], "packages/rendering");
    }
    await install("plain", ["package.json", "index.js", "index.d.ts", "LICENSE.md", "README.md"], "apps/api");
    await install("unreached", ["package.json"], null);

    await promisify(execFile)(process.execPath, [SCRIPT, root]);

    const left = globSync("node_modules/.pnpm/*/node_modules/**/*.*", { cwd: root }).map((path) =>
      path.split("/").slice(4).join("/"),
    );
    const licences = globSync("node_modules/.pnpm/*/node_modules/**/LICENSE", { cwd: root });
    expect(licences).toHaveLength(names.length);
    const own = ["plain/LICENSE.md", "plain/index.js", "plain/package.json"];
    expect(new Set(left)).toEqual(new Set([...FONTS, ...names.map((name) => `${name}/package.json`), ...own]));
  });
});
