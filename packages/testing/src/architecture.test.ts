import { globSync, readFileSync } from "node:fs";
import { builtinModules } from "node:module";
import { join, posix } from "node:path";
import { fileURLToPath } from "node:url";
import { parseSync } from "oxc-parser";
import { describe, expect, it } from "vitest";
import { findCircles } from "./find-circles.ts";
import { HOMES, IMPORT_TABLE, isOfLibraries, SMALL_ENTRIES, TEST_ENTRIES } from "./import-table.ts";

const PROJECT = fileURLToPath(new URL("../../../", import.meta.url));

/**
 * The one place, outside of tests, that may open a way to each store: there it has its time limits, its keep-alive and
 * somebody who hears its errors. Clients of Postgres are guarded ones.
 */
const STORE_CLIENTS: Readonly<Record<string, readonly string[]>> = {
  Pool: ["packages/db/src/client.ts"],
  PrismaClient: ["packages/db/src/client.ts"],
  Client: [],
  GuardedClient: [
    "packages/stores/src/open-session.ts",
    "packages/db/src/migrate.ts",
    "packages/queue/src/migrate-queue.ts",
  ],
  Redis: ["packages/queue/src/migrate-queue.ts"],
  GatheringRedis: ["packages/queue/src/redis-store.ts"],
  S3Client: ["packages/storage/src/s3-bucket.ts"],
};

/** Clients of stores that a file makes where it may not. */
function judgeClients({ path, text }: SourceFile): string[] {
  if (isForTests(path)) return [];
  const found: string[] = [];
  visit(parseSync(path, text).program, (node) => {
    const callee = node["type"] === "NewExpression" ? node["callee"] : undefined;
    if (!isNode(callee)) return;
    const property = callee["property"];
    const name = isNode(property) ? property["name"] : callee["name"];
    const homes = typeof name === "string" && Object.hasOwn(STORE_CLIENTS, name) ? STORE_CLIENTS[name] : undefined;
    if (homes !== undefined && !homes.includes(path)) found.push(`${path}: new ${String(name)}`);
  });
  return found;
}

interface Manifest {
  readonly dependencies: readonly string[];
  readonly devDependencies: readonly string[];
}

interface SourceFile {
  /** From the project's root, with forward slashes. */
  readonly path: string;
  readonly text: string;
}

/** Every specifier that a file imports, statically, dynamically, as a type, or through import.meta.resolve. */
function readImports({ path, text }: SourceFile): string[] {
  const { program, errors } = parseSync(path, text);
  if (errors[0] !== undefined) {
    throw new Error(`${path}: ${errors[0].message}`);
  }
  const found: string[] = [];
  visit(program, (node) => {
    const source = node["source"] ?? (node["type"] === "CallExpression" ? resolvedSpecifier(text, node) : undefined);
    if (isNode(source) && typeof source["value"] === "string" && node["type"] !== "Literal") {
      found.push(source["value"]);
    }
  });
  return found;
}

type Node = Readonly<Record<string, unknown>>;

function isNode(value: unknown): value is Node {
  return typeof value === "object" && value !== null;
}

function visit(value: unknown, onNode: (node: Node) => void): void {
  if (Array.isArray(value)) {
    value.forEach((element) => visit(element, onNode));
  } else if (isNode(value)) {
    if (typeof value["type"] === "string") {
      onNode(value);
    }
    Object.values(value).forEach((child) => visit(child, onNode));
  }
}

/** The argument of `import.meta.resolve("…")` and of a `require.resolve` by any name. */
function resolvedSpecifier(text: string, call: Node): unknown {
  const callee = call["callee"] as { start: number; end: number };
  return /^(import\.meta|\w+)\.resolve$/.test(text.slice(callee.start, callee.end)) && isBare(call["arguments"])
    ? (call["arguments"] as readonly unknown[])[0]
    : undefined;
}

/** Path functions are called `resolve` too. */
function isBare(callArguments: unknown): boolean {
  const first: unknown = Array.isArray(callArguments) && callArguments.length === 1 ? callArguments[0] : undefined;
  return isNode(first) && typeof first["value"] === "string" && /^@?[a-z]/.test(first["value"]);
}

function packageOf(specifier: string): string {
  return specifier
    .split("/")
    .slice(0, specifier.startsWith("@") ? 2 : 1)
    .join("/");
}

function folderOf(path: string): string {
  return path.split("/").slice(0, 2).join("/");
}

/** Files that never run in production. */
function isForTests(path: string): boolean {
  return (
    /\.(test|fixture|contract)\.ts$|\/src\/(.*\/)?(test|truth)\//.test(path) ||
    /^[a-z]+\/[a-z-]+\/(bench|src\/build)\//.test(path) ||
    isTesting(folderOf(path))
  );
}

function isTesting(folder: string): boolean {
  return folder === "packages/testing";
}

function isOneOfNode(specifier: string): boolean {
  return specifier.startsWith("node:") || builtinModules.includes(specifier);
}

/** What is wrong with one import, or null. */
function judgeImport(path: string, specifier: string, manifest: Manifest, rootDev: readonly string[]): string | null {
  const folder = folderOf(path);
  if (specifier.startsWith(".")) {
    const target = posix.join(posix.dirname(path), specifier);
    if (!target.startsWith(`${folder}/`)) return "leaves its package";
    return isForTests(target) && !isForTests(path) ? "is for tests" : null;
  }
  if (isOneOfNode(specifier)) {
    return specifier.startsWith("node:") ? null : "needs the prefix node:";
  }
  const name = packageOf(specifier);
  if (name.startsWith("@longhaul/")) {
    const short = name.slice("@longhaul/".length);
    const isAllowed = IMPORT_TABLE[folder]?.includes(short) === true || (short === "testing" && isForTests(path));
    if (!isAllowed) return "is not in the import table";
    if (specifier !== name && ![...SMALL_ENTRIES, ...TEST_ENTRIES].includes(specifier))
      return "reaches behind an index";
    if (TEST_ENTRIES.includes(specifier) && !isForTests(path)) return "is for tests";
  }
  const homes = HOMES.find((home) => isOfLibraries(home.libraries, name))?.folders;
  if (homes !== undefined && !homes.includes(folder)) {
    return `belongs to ${homes.join(", ")}`;
  }
  const isDeclared =
    manifest.dependencies.includes(name) ||
    (isForTests(path) && [...manifest.devDependencies, ...rootDev].includes(name)) ||
    manifest.devDependencies.includes(`@types/${name}`);
  return isDeclared ? null : "is not declared in package.json";
}

function judgeFile(file: SourceFile, manifest: Manifest, rootDev: readonly string[] = []): string[] {
  return readImports(file).flatMap((specifier) => {
    const fault = judgeImport(file.path, specifier, manifest, rootDev);
    return fault === null ? [] : [`${file.path}: ${specifier} ${fault}`];
  });
}

/** Files of a package that import each other in a loop, as types too: one of them holds what belongs elsewhere. */
function fileCircles(files: readonly SourceFile[]): string[][] {
  const arrows = files
    .filter(({ path }) => !isForTests(path) || isTesting(folderOf(path)))
    .map((file): [string, string[]] => [
      file.path,
      readImports(file)
        .filter((specifier) => specifier.startsWith("."))
        .map((specifier) => posix.join(posix.dirname(file.path), specifier)),
    ]);
  return findCircles(new Map(arrows));
}

/** What others and Node begin with at the root of a package's code: it hands on what is in the folders. */
function isDoor(path: string, imported: ReadonlySet<string>): boolean {
  return /^[a-z]+\/[a-z-]+\/src\/[^/]+$/.test(path) && (/\/(index|main)\.tsx?$/.test(path) || !imported.has(path));
}

/** Folders of a package that need each other, through however many others: what both need belongs in a third. */
function folderCircles(files: readonly SourceFile[]): string[][] {
  const shipped = files.filter(({ path }) =>
    isTesting(folderOf(path)) ? !/\.test\.ts$|\/bench\//.test(path) : !isForTests(path),
  );
  const targets = new Map(
    shipped.map((file) => [
      file.path,
      readImports(file)
        .filter((specifier) => specifier.startsWith("."))
        .map((specifier) => posix.join(posix.dirname(file.path), specifier)),
    ]),
  );
  const imported = new Set([...targets.values()].flat());
  const arrows = new Map<string, string[]>();
  for (const [path, found] of targets) {
    if (isDoor(path, imported)) continue;
    const folder = posix.dirname(path);
    const others = found.map((target) => posix.dirname(target)).filter((other) => other !== folder);
    arrows.set(folder, [...(arrows.get(folder) ?? []), ...others]);
  }
  return findCircles(arrows);
}

/** What is wrong with the packages of ours that a folder declares; what is declared and not used is knip's to tell. */
function judgeManifest(folder: string, manifest: Manifest): string[] {
  const isInTable = (name: string) => IMPORT_TABLE[folder]?.includes(name.slice("@longhaul/".length)) === true;
  const ours = (names: readonly string[]) => names.filter((name) => name.startsWith("@longhaul/"));
  return [
    ...ours(manifest.dependencies).filter((name) => !isInTable(name)),
    ...ours(manifest.devDependencies).filter((name) => !isInTable(name) && name !== "@longhaul/testing"),
  ].map((name) =>
    name === "@longhaul/testing"
      ? `${folder}: ${name} must be a devDependency`
      : `${folder}: ${name} is not in the import table`,
  );
}

function readManifest(path: string): Manifest {
  const manifest = JSON.parse(readFileSync(join(PROJECT, path), "utf8"));
  return {
    dependencies: Object.keys(manifest.dependencies ?? {}),
    devDependencies: Object.keys(manifest.devDependencies ?? {}),
  };
}

/** The entries of a package beside its index: the specifier of each, and the file that it names. */
function readEntries(folder: string): { readonly specifier: string; readonly path: string }[] {
  const { name, exports } = JSON.parse(readFileSync(join(PROJECT, folder, "package.json"), "utf8"));
  return Object.entries<string>(exports ?? {})
    .filter(([entry]) => entry !== ".")
    .map(([entry, path]) => ({ specifier: posix.join(name, entry), path: posix.join(folder, path) }));
}

const rootDevDependencies = readManifest("package.json").devDependencies;
const folders = globSync("{apps,packages}/*/package.json", { cwd: PROJECT })
  .map((path) => folderOf(path))
  .toSorted();
const packages = folders.map((folder) => ({
  folder,
  manifest: readManifest(`${folder}/package.json`),
  files: globSync(`${folder}/{src,bench}/**/*.{ts,tsx}`, { cwd: PROJECT }).map((path) => ({
    path: path.replaceAll("\\", "/"),
    text: readFileSync(join(PROJECT, path), "utf8"),
  })),
}));

describe("the architecture", () => {
  it("has a place in the import table for every folder", () => {
    expect(folders.filter((folder) => IMPORT_TABLE[folder] === undefined)).toEqual([]);
    expect(folders.length).toBeGreaterThan(10);
  });

  it.each(packages)("is kept by every import of $folder", ({ manifest, files }) => {
    expect(files.flatMap((file) => judgeFile(file, manifest, rootDevDependencies))).toEqual([]);
  });

  it.each(packages)("has no file of $folder import another that imports it", ({ files }) => {
    expect(fileCircles(files)).toEqual([]);
  });

  it.each(packages)("has no folder of $folder need another that needs it", ({ files }) => {
    expect(folderCircles(files)).toEqual([]);
  });

  it("knows of each entry of a package whether it is for tests", () => {
    const entries = folders.flatMap(readEntries);
    const listed = (isTest: boolean) =>
      entries
        .filter(({ path }) => isForTests(path) === isTest)
        .map(({ specifier }) => specifier)
        .toSorted();
    expect(listed(false)).toEqual(SMALL_ENTRIES.toSorted());
    expect(listed(true)).toEqual(TEST_ENTRIES.toSorted());
  });

  it("opens each store in one place", () => {
    expect(packages.flatMap(({ files }) => files.flatMap(judgeClients))).toEqual([]);
  });

  it.each(packages)("is kept by what $folder declares in its package.json", ({ folder, manifest }) => {
    expect(judgeManifest(folder, manifest)).toEqual([]);
  });
});

describe("a planted violation", () => {
  const manifest: Manifest = {
    dependencies: ["@longhaul/db", "@longhaul/domain", "@longhaul/event-log", "pg", "joi", "bullmq"],
    devDependencies: ["@longhaul/testing", "@types/express"],
  };
  const judge = (path: string, text: string) => judgeFile({ path, text }, manifest, ["vitest"]);

  it.each([
    ["packages/domain/src/a.ts", 'import { x } from "@longhaul/db";', "@longhaul/db is not in the import table"],
    ["packages/domain/src/a.ts", 'import type { X } from "@longhaul/db";', "@longhaul/db is not in the import table"],
    ["packages/domain/src/a.ts", 'export { x } from "@longhaul/db";', "@longhaul/db is not in the import table"],
    ["packages/domain/src/a.ts", 'export * from "@longhaul/db";', "@longhaul/db is not in the import table"],
    ["packages/domain/src/a.ts", 'const x = await import("@longhaul/db");', "@longhaul/db is not in the import table"],
    ["packages/domain/src/a.ts", 'let x: import("@longhaul/db").X;', "@longhaul/db is not in the import table"],
    ["packages/domain/src/a.test.ts", 'import "@longhaul/db";', "@longhaul/db is not in the import table"],
    ["packages/db/src/a.ts", 'import { x } from "@longhaul/testing";', "@longhaul/testing is not in the import table"],
    ["packages/testing/src/a.ts", 'import { x } from "@longhaul/api";', "@longhaul/api is not in the import table"],
    [
      "packages/db/src/a.ts",
      'import { x } from "@longhaul/domain/src/x.ts";',
      "@longhaul/domain/src/x.ts reaches behind an index",
    ],
    [
      "packages/db/src/a.ts",
      'import { x } from "../../domain/src/index.ts";',
      "../../domain/src/index.ts leaves its package",
    ],
    ["apps/api/src/a.ts", 'import { Queue } from "bullmq";', "bullmq belongs to packages/queue, packages/testing"],
    ["packages/db/src/a.ts", 'import { x } from "./x.fixture.ts";', "./x.fixture.ts is for tests"],
    ["packages/db/src/a.ts", 'export { x } from "./test/x.ts";', "./test/x.ts is for tests"],
    [
      "packages/process-mining/src/a.ts",
      'import { x } from "@longhaul/event-log/test-imports";',
      "@longhaul/event-log/test-imports is for tests",
    ],
    [
      "apps/operations-worker/src/a.ts",
      'import type { X } from "@longhaul/event-log/read-table-from-sql";',
      "@longhaul/event-log/read-table-from-sql is for tests",
    ],
    [
      "apps/api/src/a.ts",
      'import { Client } from "pg";',
      "pg belongs to packages/db, packages/queue, packages/stores, packages/testing",
    ],
    ["packages/db/src/a.ts", 'import got from "got";', "got is not declared in package.json"],
    ["packages/db/src/a.ts", 'import { it } from "vitest";', "vitest is not declared in package.json"],
    ["packages/db/src/a.ts", 'import { join } from "path";', "path needs the prefix node:"],
    ["packages/db/src/a.ts", 'import.meta.resolve("got");', "got is not declared in package.json"],
  ])("is caught: %s with %s", (path, text, fault) => {
    expect(judge(path, text)).toEqual([`${path}: ${fault}`]);
  });

  it.each([
    ["packages/db/src/a.ts", 'import { x } from "@longhaul/domain"; import { Client } from "pg";'],
    ["packages/db/src/a.ts", 'import { x } from "./b/c.ts"; import { y } from "../generated/client.ts";'],
    ["packages/db/src/a.test.ts", 'import { x } from "@longhaul/testing"; import { it } from "vitest";'],
    ["packages/db/src/a.test.ts", 'import { x } from "./x.fixture.ts";'],
    ["packages/process-mining/src/truth/a.ts", 'import { x } from "@longhaul/event-log/test-imports";'],
    ["packages/db/src/a.ts", '// import "@longhaul/api"\nconst text = `import x from "@longhaul/api"`; resolve("a");'],
    ["apps/api/src/a.ts", 'import { join } from "node:path"; import type { Request } from "express";'],
  ])("is none: %s with %s", (path, text) => {
    expect(judge(path, text)).toEqual([]);
  });

  it.each([
    ["apps/api/src/a.ts", "const x = new pg.Pool({});", ["apps/api/src/a.ts: new Pool"]],
    ["packages/db/src/a.ts", "const x = new Client();", ["packages/db/src/a.ts: new Client"]],
    ["packages/queue/src/a.ts", "f(new Redis(url))", ["packages/queue/src/a.ts: new Redis"]],
    ["packages/queue/src/migrate-queue.ts", "f(new Redis(url))", []],
    ["packages/queue/src/a.ts", "f(new GatheringRedis(url))", ["packages/queue/src/a.ts: new GatheringRedis"]],
    ["packages/queue/src/redis-store.ts", "f(new GatheringRedis(url))", []],
    ["packages/queue/src/a.test.ts", "f(new Redis(url))", []],
    ["packages/db/src/a.ts", "const x = new Map();", []],
  ])("is caught where %s has %s", (path, text, faults) => {
    expect(judgeClients({ path, text })).toEqual(faults);
  });

  it("is caught in two files that import each other, one a type only", () => {
    const files = [
      { path: "packages/db/src/a.ts", text: 'import { b } from "./c/b.ts";' },
      { path: "packages/db/src/c/b.ts", text: 'import type { A } from "../a.ts";' },
      { path: "packages/db/src/a.test.ts", text: 'import { a } from "./a.ts";' },
    ];
    expect(fileCircles(files)).toEqual([["packages/db/src/a.ts", "packages/db/src/c/b.ts"]]);
  });

  it("is caught in folders that need each other through a third, whatever tests and doors import", () => {
    const files = [
      { path: "packages/db/src/index.ts", text: 'export { a } from "./a/a.ts";' },
      { path: "packages/db/src/own.ts", text: 'import { a } from "./a/a.ts"; import "./root.ts";' },
      { path: "packages/db/src/root.ts", text: "export const root = 1;" },
      { path: "packages/db/src/a/a.ts", text: 'import type { B } from "../b/b.ts"; import "../root.ts";' },
      { path: "packages/db/src/b/b.ts", text: 'import { c } from "../b/c/c.ts";' },
      { path: "packages/db/src/b/c/c.ts", text: "export const c = 1;" },
      { path: "packages/db/src/b/b.test.ts", text: 'import { a } from "../a/a.ts";' },
    ];
    expect(folderCircles(files)).toEqual([]);
    const back = { path: "packages/db/src/b/c/d.ts", text: 'const a = await import("../../a/a.ts");' };
    expect(folderCircles([...files, back])).toEqual([
      ["packages/db/src/a", "packages/db/src/b", "packages/db/src/b/c"],
    ]);
    const root = { path: "packages/db/src/root.ts", text: 'import { a } from "./a/a.ts";' };
    expect(folderCircles([...files.filter(({ path }) => path !== root.path), root])).toEqual([
      ["packages/db/src", "packages/db/src/a"],
    ]);
  });

  it("is caught in what a package declares", () => {
    const declared: Manifest = {
      dependencies: ["@longhaul/domain", "@longhaul/testing", "@longhaul/queue", "pg"],
      devDependencies: ["@longhaul/api", "got"],
    };
    expect(judgeManifest("packages/db", declared)).toEqual([
      "packages/db: @longhaul/testing must be a devDependency",
      "packages/db: @longhaul/queue is not in the import table",
      "packages/db: @longhaul/api is not in the import table",
    ]);
    expect(judgeManifest("packages/db", { dependencies: ["pg"], devDependencies: ["@longhaul/testing"] })).toEqual([]);
  });
});
