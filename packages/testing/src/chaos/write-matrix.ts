// Writes the failure matrix from the files of `pnpm chaos --json`: pnpm chaos:matrix <file> [file …]
import { readFile, writeFile } from "node:fs/promises";
import { renderMatrix, type ChaosRun } from "./render-matrix.ts";

const OUTPUT = new URL("../../../../apps/deploy/failure-matrix.md", import.meta.url);

const runs = await Promise.all(
  process.argv.slice(2).map(async (path) => JSON.parse(await readFile(path, "utf8")) as ChaosRun),
);
await writeFile(OUTPUT, renderMatrix(runs));
