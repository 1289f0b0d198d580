import { createHash } from "node:crypto";
import { existsSync } from "node:fs";
import { glob, mkdir, readFile, rename, rm, stat } from "node:fs/promises";
import { dirname, join } from "node:path";
import { fileURLToPath, pathToFileURL } from "node:url";
import { rolldown, type Plugin } from "rolldown";

const PROJECT = fileURLToPath(new URL("../../../", import.meta.url));
const CACHE = join(PROJECT, "node_modules/.cache/longhaul-apps");
const KEPT_MS = 24 * 3_600_000;

/**
 * Programs that tests start again and again, as paths from the root of the project, and the module that adds operations to them:
 * it shares classes with the code around it, so that it is joined in one go with that.
 */
const ENTRIES = [
  "apps/api/src/main.ts",
  "apps/operations-worker/src/main.ts",
  "apps/operations-worker/src/phases/child-main.ts",
  "apps/webhook-worker/src/main.ts",
  "packages/testing/src/trial/trial-operations.ts",
];

/** Paths of programs by the paths of the source files that they were made of. */
export type BundledApps = Readonly<Record<string, string>>;

/**
 * Joins each program and all that it imports into few files, which start in less than half of the time that a thousand and more
 * take. Code of this state is joined once and found again by later runs.
 */
export async function bundleApps(): Promise<BundledApps> {
  const folder = join(CACHE, await hashOfCode(PROJECT));
  const apps = Object.fromEntries(ENTRIES.map((entry) => [join(PROJECT, entry), join(folder, nameOf(entry))]));
  if (existsSync(folder)) return apps;
  await removeOld();
  const unfinished = `${folder}-${process.pid}`;
  const bundle = await rolldown({
    logLevel: "silent",
    cwd: PROJECT,
    platform: "node",
    input: Object.fromEntries(ENTRIES.map((entry) => [nameOf(entry).replace(/\.mjs$/, ""), join(PROJECT, entry)])),
    plugins: [keepPlaces(apps)],
  });
  await bundle.write({
    dir: unfinished,
    format: "esm",
    entryFileNames: "[name].mjs",
    chunkFileNames: "[name]-[hash].mjs",
  });
  await bundle.close();
  // Another run may have made the same.
  await rename(unfinished, folder).catch(() => rm(unfinished, { recursive: true, force: true }));
  return apps;
}

const nameOf = (entry: string): string =>
  `${entry
    .replace(/^(apps|packages)\//, "")
    .replace(/\/src|\.ts$/g, "")
    .replaceAll("/", "-")}.mjs`;

/** Changes with all code that programs are made of, libraries among it. */
export async function hashOfCode(project: string): Promise<string> {
  const hash = createHash("sha256");
  const patterns = [
    "{apps,packages}/*/{src,generated}/**/*.{ts,json}",
    "{apps,packages}/*/package.json",
    "pnpm-lock.yaml",
  ];
  const paths = await Array.fromAsync(glob(patterns, { cwd: project }));
  for (const path of paths.filter((one) => !one.endsWith(".test.ts")).toSorted()) {
    hash.update(`${path}\0`).update(await readFile(join(project, path)));
  }
  return hash.digest("hex").slice(0, 16);
}

async function removeOld(): Promise<void> {
  await mkdir(CACHE, { recursive: true });
  for await (const name of glob("*", { cwd: CACHE })) {
    const { mtimeMs } = await stat(join(CACHE, name));
    if (Date.now() - mtimeMs > KEPT_MS) await rm(join(CACHE, name), { recursive: true, force: true });
  }
}

/** Code finds the files beside it, its packages and the programs that it starts, wherever it has been joined into. */
function keepPlaces(apps: BundledApps): Plugin {
  return {
    name: "keep-places",
    async resolveId(source, importer) {
      // What is no JavaScript is loaded from where it is, and finds its own files there.
      if (!source.startsWith("@duckdb/node-bindings") && !source.endsWith(".node")) return null;
      const resolved = await this.resolve(source, importer, { skipSelf: true });
      return resolved === null ? null : { id: resolved.id, external: true };
    },
    transform(code, id) {
      if (id.startsWith("\0")) return null;
      const url = JSON.stringify(pathToFileURL(id).href);
      const changed = code
        .replaceAll(/new URL\("(\.[^"]+)", import\.meta\.url\)/g, (whole, path: string) => {
          const program = apps[join(dirname(id), path)];
          return program === undefined ? whole : `new URL(${JSON.stringify(pathToFileURL(program).href)})`;
        })
        .replaceAll("import.meta.resolve", `((name) => ${builtin("url")}.pathToFileURL(${RESOLVE}(${url}, name)).href)`)
        .replaceAll(/eval\(`require\.resolve\('([^']+)'\)`\)/g, (_whole, name) => `${RESOLVE}(${url}, "${name}")`)
        .replaceAll("import.meta.url", url);
      const places = [
        ...(isFree(code, /(?<![\w.$])__dirname(?!\w)/, /(?:const|let|var)\s+__dirname/)
          ? [`var __dirname = ${JSON.stringify(dirname(id))};`]
          : []),
        ...(isFree(code, /(?<![\w.$])__filename(?!\w)/, /(?:const|let|var)\s+__filename/)
          ? [`var __filename = ${JSON.stringify(id)};`]
          : []),
      ];
      return changed === code && places.length === 0 ? null : { code: places.join("") + changed };
    },
  };
}

/** Whether code uses a name, perhaps in code that it writes as text, and doesn't say itself what it is. */
const isFree = (code: string, use: RegExp, definition: RegExp): boolean => use.test(code) && !definition.test(code);

const builtin = (name: string): string => `process.getBuiltinModule(${JSON.stringify(name)})`;
const RESOLVE = `((from, name) => ${builtin("module")}.createRequire(from).resolve(name))`;
