import { existsSync, globSync, readFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { describe, expect, it } from "vitest";

const PROJECT = fileURLToPath(new URL("../../../", import.meta.url));

const withoutDependencies = (path: string): boolean => /(^|[\\/])(node_modules|dist)$/.test(path);
const folders = globSync("{apps,packages}/*/{package.json,pyproject.toml}", { cwd: PROJECT }).map((path) =>
  dirname(path),
);
const readmes = globSync(["*.md", ".github/*.md", "prisma/*.md", "{apps,packages}/**/*.md"], {
  cwd: PROJECT,
  exclude: withoutDependencies,
});

/** Links to files, and paths of a package's own code in backticks. */
function namedFiles(text: string): string[] {
  const links = Array.from(text.matchAll(/\]\((?!https?:|mailto:|#|data:)([^)#\s]+)/g), ([, path = ""]) => path);
  const paths = Array.from(text.matchAll(/`((?:src|bench|fixtures)\/[\w./-]*)`/g), ([, path = ""]) => path);
  return [...links, ...paths];
}

describe("READMEs", () => {
  it("are in every package and app", () => {
    expect(folders.length).toBeGreaterThan(15);
    expect(folders.filter((folder) => !existsSync(join(PROJECT, folder, "README.md")))).toEqual([]);
  });

  it.each(readmes)("%s names files that are there", (readme) => {
    const folder = join(PROJECT, dirname(readme));
    const named = namedFiles(readFileSync(join(PROJECT, readme), "utf8"));
    expect(named.filter((path) => !existsSync(join(folder, path)))).toEqual([]);
  });

  it("are found wanting where a link or a path leads nowhere", () => {
    expect(namedFiles("See [this](gone.md#part), [that](https://x.example/y) and `src/lost.ts`, not `a/src`.")).toEqual(
      ["gone.md", "src/lost.ts"],
    );
  });
});
