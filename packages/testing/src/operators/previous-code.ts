import { execFile, execFileSync } from "node:child_process";
import { globSync } from "node:fs";
import { mkdir, readFile, symlink } from "node:fs/promises";
import { dirname, join } from "node:path";
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
  await linkModules(code);
  await run(process.execPath, [join(ROOT, "node_modules/prisma/build/index.js"), "generate", "--no-hints"], {
    cwd: code,
  });
}

interface Manifest {
  readonly name: string;
  readonly dependencies?: Readonly<Record<string, string>>;
  readonly devDependencies?: Readonly<Record<string, string>>;
}

/** Links what the packages of a version need: its own packages, and libraries as far as this version has them. */
async function linkModules(code: string): Promise<void> {
  const manifests = await Promise.all(
    globSync("{apps,packages}/*/package.json", { cwd: code }).map(async (path) => ({
      folder: join(code, dirname(path)),
      manifest: JSON.parse(await readFile(join(code, path), "utf8")) as Manifest,
    })),
  );
  const own = new Map(manifests.map(({ folder, manifest }) => [manifest.name, folder]));
  const libraries = new Map(
    globSync("{apps,packages}/*/node_modules/{[!@.]*,@*/*}", { cwd: ROOT }).map((path) => [
      path.slice(path.indexOf("node_modules/") + "node_modules/".length),
      join(ROOT, path),
    ]),
  );
  for (const { folder, manifest } of manifests)
    for (const name of Object.keys({ ...manifest.dependencies, ...manifest.devDependencies })) {
      const target = own.get(name) ?? libraries.get(name);
      if (target === undefined) continue;
      const link = join(folder, "node_modules", name);
      await mkdir(dirname(link), { recursive: true });
      await symlink(target, link);
    }
}
