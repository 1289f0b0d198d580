import { globSync, readFileSync } from "node:fs";
import { basename, join } from "node:path";
import type { MountedImage } from "./mounted-image.ts";

const PROJECT = new URL("../../../../", import.meta.url);
const MOST_MB = 400;
/** What an image has no use for, below its root. */
const UNWANTED = [
  "app/{.git,.ci,.env,.longhaul,packages/testing}",
  "app/{apps,packages}/**/*.{test,fixture}.ts",
  "app/{apps,packages}/**/{bench,pictures,test-data}",
  "{app,root,home}/**/.npmrc",
];

interface Manifest {
  readonly dependencies?: Readonly<Record<string, string>>;
  readonly peerDependencies?: Readonly<Record<string, string>>;
  readonly devDependencies?: Readonly<Record<string, string>>;
}

const manifests = (): Manifest[] =>
  globSync(["package.json", "{apps,packages}/*/package.json"], { cwd: PROJECT }).map(
    (path) => JSON.parse(readFileSync(new URL(path, PROJECT), "utf8")) as Manifest,
  );

/** Libraries of an image by name, from pnpm's store. */
const librariesIn = (root: string): ReadonlyMap<string, Manifest> =>
  new Map(
    globSync("app/node_modules/.pnpm/*/node_modules/{[!@.]*,@*/*}", { cwd: root, withFileTypes: true })
      .filter((entry) => entry.isDirectory())
      .map(({ parentPath, name }) => {
        const scope = basename(parentPath);
        const manifest = JSON.parse(readFileSync(join(parentPath, name, "package.json"), "utf8")) as Manifest;
        return [scope.startsWith("@") ? `${scope}/${name}` : name, manifest];
      }),
  );

/** What is wrong about an image as it lies there; none = all is well. */
export function judgeImage({ root, uid, environment, bytes }: MountedImage): string[] {
  const libraries = librariesIn(root);
  const named = manifests();
  const used = new Set(
    [...named, ...libraries.values()].flatMap(({ dependencies = {}, peerDependencies = {} }) =>
      Object.keys({ ...dependencies, ...peerDependencies }),
    ),
  );
  const tools = named
    .flatMap(({ devDependencies = {} }) => Object.keys(devDependencies))
    .filter((name) => !used.has(name) && libraries.has(name));
  const mb = bytes / 1e6;
  const notices = readFileSync(join(root, "app/THIRD-PARTY.txt"), "utf8");
  const sbom = JSON.parse(readFileSync(join(root, "app/sbom.cdx.json"), "utf8")) as {
    readonly components?: readonly { readonly name: string; readonly group?: string }[];
  };
  const listed = new Set(
    sbom.components?.map(({ group, name }) => (group === undefined ? name : `${group}/${name}`)) ?? [],
  );
  const unlisted = [...libraries.keys()].filter((name) => !listed.has(name) || !notices.includes(`- ${name} `));
  return [
    ...(mb <= MOST_MB ? [] : [`it has ${Math.round(mb)} MB, more than ${MOST_MB}`]),
    ...(uid === 0 ? ["its processes run as root"] : []),
    ...(environment["NODE_ENV"] === "production" ? [] : ["NODE_ENV isn't production"]),
    ...(libraries.size === 0 ? ["it has no libraries"] : []),
    ...[...new Set(tools)].map((name) => `it carries ${name}, which only development needs`),
    ...globSync(UNWANTED, { cwd: root }).map((path) => `it carries ${path}`),
    ...unlisted.map((name) => `THIRD-PARTY.txt or sbom.cdx.json doesn't list ${name}`),
  ];
}
