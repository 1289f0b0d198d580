import { existsSync } from "node:fs";
import { chmod, cp, readFile, readdir, writeFile } from "node:fs/promises";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { build, type Rollup } from "vite";

const CLI = fileURLToPath(new URL("../../", import.meta.url));
const BIN = "longhaul.js";
/** Named in the manifest, so that no ignore file above the folder keeps it out; what else there is npm takes by itself. */
const NOTICES = "THIRD-PARTY.txt";

/** Writes the command line into a folder that can be published as it is: one file of JavaScript, which needs Node alone. */
export async function buildPackage(folder: string): Promise<void> {
  const built = await build({
    root: CLI,
    configFile: false,
    logLevel: "warn",
    ssr: { noExternal: true },
    build: {
      ssr: "src/main.ts",
      outDir: folder,
      emptyOutDir: true,
      target: "node20",
      rolldownOptions: {
        output: { entryFileNames: BIN, codeSplitting: false },
        onwarn: refuse,
        checks: { pluginTimings: false },
      },
    },
  });
  await chmod(join(folder, BIN), 0o755);
  await cp(join(CLI, "README.md"), join(folder, "README.md"));
  const chunks = [built].flat().flatMap((one) => ("output" in one ? one.output : []));
  const modules = chunks.flatMap((chunk) => (chunk.type === "chunk" ? chunk.moduleIds : []));
  await writeFile(join(folder, NOTICES), await licencesOf(modules));

  const { name, version, description, license, engines } = JSON.parse(
    await readFile(join(CLI, "package.json"), "utf8"),
  ) as Readonly<Record<string, unknown>>;
  const manifest = {
    name,
    version,
    description,
    license,
    type: "module",
    engines,
    bin: { longhaul: BIN },
    files: [NOTICES],
  };
  await writeFile(join(folder, "package.json"), `${JSON.stringify(manifest, null, 2)}\n`);
}

/** The licences of the libraries that these modules are of. */
async function licencesOf(modules: readonly string[]): Promise<string> {
  const folders = modules.filter((id) => id.includes("/node_modules/")).map(packageOf);
  const texts = [...new Set(folders)].toSorted().map(async (folder) => {
    const { name } = JSON.parse(await readFile(join(folder, "package.json"), "utf8")) as { readonly name: string };
    const file = (await readdir(folder)).find((entry) => /^licen[cs]e/i.test(entry));
    if (file === undefined) throw new Error(`${name} comes without its licence`);
    return `${name}\n\n${await readFile(join(folder, file), "utf8")}`;
  });
  return (await Promise.all(texts)).join("\n");
}

/** The nearest folder with a manifest that has a name: some libraries have others below, which say a module's kind alone. */
function packageOf(path: string): string {
  const folder = dirname(path);
  return existsSync(join(folder, "package.json")) && dirname(folder).endsWith("node_modules")
    ? folder
    : packageOf(folder);
}

/** A warning of the bundler is a fault: what it warns of would fail where the package is run. */
function refuse(warning: Rollup.RollupLog): void {
  throw new Error(warning.message);
}
