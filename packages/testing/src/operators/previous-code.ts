import { execFile, execFileSync } from "node:child_process";
import { globSync } from "node:fs";
import { cp, mkdir, symlink } from "node:fs/promises";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";

const ROOT = fileURLToPath(new URL("../../../../", import.meta.url));

function git(...args: readonly string[]): string | null {
  try {
    return execFileSync("git", ["-C", ROOT, ...args], { encoding: "utf8", stdio: ["ignore", "pipe", "ignore"] }).trim();
  } catch {
    return null;
  }
}

/**
 * The version before this one: the newest release's tag, or where there is none the commit before the one that added the
 * newest migration. Null without git, and in clones that are too shallow to have it.
 */
export function findPreviousVersion(): string | null {
  const tag = git("describe", "--tags", "--abbrev=0", "--match", "v*", "HEAD^");
  const commit = tag ?? git("log", "-1", "--diff-filter=A", "--format=%H", "--", "prisma/migrations");
  return commit === null || commit === ""
    ? null
    : git("rev-parse", "--verify", tag === null ? `${commit}^` : `${commit}^{commit}`);
}

/** Puts the code of a version into a folder, with this version's libraries, and makes its Prisma client. */
export async function exportCode(version: string, folder: string): Promise<void> {
  const run = promisify(execFile);
  const archive = join(folder, "code.tar");
  const code = join(folder, "code");
  await mkdir(code, { recursive: true });
  await run("git", ["-C", ROOT, "archive", "--format=tar", `--output=${archive}`, version]);
  await run("tar", ["-xf", archive, "-C", code]);
  await symlink(join(ROOT, "node_modules"), join(code, "node_modules"));
  // Links that lead to its own packages, and to libraries.
  for (const modules of globSync("{apps,packages}/*/node_modules", { cwd: ROOT }))
    await cp(join(ROOT, modules), join(code, modules), { recursive: true, verbatimSymlinks: true });
  await run(process.execPath, [join(ROOT, "node_modules/prisma/build/index.js"), "generate", "--no-hints"], {
    cwd: code,
  });
}
