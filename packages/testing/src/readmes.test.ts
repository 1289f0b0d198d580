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

interface WalkStep {
  readonly path: string;
  readonly name: string;
}

/** The steps of a page's walks: table rows that end with a path from the project's root and a name to read there. */
function walkSteps(text: string): WalkStep[] {
  return Array.from(text.matchAll(/\| `([\w./-]+\.\w+)` \| `(\w+)` \|$/gm), ([, path = "", name = ""]) => ({
    path,
    name,
  }));
}

/** Steps whose file is gone or no longer defines the name. */
function lostSteps(steps: readonly WalkStep[], read: (path: string) => string | null): WalkStep[] {
  return steps.filter(({ path, name }) => {
    const definitions = Array.from(
      (read(path) ?? "").matchAll(/\b(?:function|class|const|FUNCTION) (\w+)/g),
      ([, found]) => found,
    );
    return !definitions.includes(name);
  });
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

  it("lead walks through files and functions that are there", () => {
    const steps = walkSteps(readFileSync(join(PROJECT, "apps/README.md"), "utf8"));
    const read = (path: string) => (existsSync(join(PROJECT, path)) ? readFileSync(join(PROJECT, path), "utf8") : null);
    expect(steps.length).toBeGreaterThan(50);
    expect(lostSteps(steps, read)).toEqual([]);
  });

  it("lead from a start to its delivered webhook through no more files than one reads in a sitting, each once", () => {
    const text = readFileSync(join(PROJECT, "apps/README.md"), "utf8");
    const walk = /\*\*A start, until its webhook is delivered\*\*: (\d+) files([^]*?)\n\*\*/.exec(text);
    const paths = walkSteps(walk?.[2] ?? "").map(({ path }) => path);
    expect(paths).toHaveLength(Number(walk?.[1]));
    expect(new Set(paths).size).toBe(paths.length);
    expect(paths.length).toBeLessThanOrEqual(52);
  });

  it("are found wanting where a step of a walk is lost", () => {
    const text = "| a | `src/a.ts` | `run` |\n| b | `src/b.ts` | `gone` |\n| c | `src/c.ts` | `run` |";
    const read = (path: string) => (path === "src/c.ts" ? null : "export async function run() {}\n// gone");
    expect(lostSteps(walkSteps(text), read).map(({ path }) => path)).toEqual(["src/b.ts", "src/c.ts"]);
  });

  it("are found wanting where a link or a path leads nowhere", () => {
    expect(namedFiles("See [this](gone.md#part), [that](https://x.example/y) and `src/lost.ts`, not `a/src`.")).toEqual(
      ["gone.md", "src/lost.ts"],
    );
  });
});
