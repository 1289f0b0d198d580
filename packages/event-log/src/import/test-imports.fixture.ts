import { mkdtempSync, rmSync } from "node:fs";
import { writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { DuckDBInstance } from "@duckdb/node-api";
import { importEventLog } from "./import-event-log.ts";
import type { ImportMapping, ImportOptions } from "../terms/import-options.ts";
import type { ImportRefused, ImportResult, ImportSuccess } from "../terms/import-result.ts";

export const FIXTURES = fileURLToPath(new URL("../../fixtures/", import.meta.url));
export const scratchDir = mkdtempSync(join(tmpdir(), "longhaul-import-"));
// Several test files may share this module.
process.once("exit", () => rmSync(scratchDir, { recursive: true, force: true }));
let files = 0;

/** Imports a file into a table of its own. */
export async function run(
  sourcePath: string,
  mapping: ImportMapping = {},
  options: Partial<ImportOptions> = {},
): Promise<ImportResult & { tablePath: string }> {
  const tablePath = join(scratchDir, `table-${files++}.parquet`);
  const result = await importEventLog({
    sourcePath,
    fileName: "log",
    mapping,
    tablePath,
    scratchDir,
    threads: 2,
    memoryLimitMB: 512,
    signal: new AbortController().signal,
    onProgress: () => undefined,
    ...options,
  });
  return { ...result, tablePath };
}

export async function accepted(
  sourcePath: string,
  mapping?: ImportMapping,
): Promise<ImportSuccess & { tablePath: string }> {
  const result = await run(sourcePath, mapping);
  if (!result.ok) throw new Error(`${result.code}: ${result.message}`);
  return result;
}

export async function refused(sourcePath: string, mapping?: ImportMapping): Promise<ImportRefused> {
  const result = await run(sourcePath, mapping);
  if (result.ok) throw new Error("the file was accepted");
  return result;
}

/** A new file with the content. */
export async function fileOf(content: string | Buffer): Promise<string> {
  const path = join(scratchDir, `source-${files++}`);
  await writeFile(path, content);
  return path;
}

/** Reads tables; to open one takes longer than to read a small table. */
let reader: Promise<DuckDBInstance> | null = null;

export async function rowsOf(
  tablePath: string,
  columns = "case_id, activity, timestamp::VARCHAR",
  rest = "",
): Promise<unknown[][]> {
  reader ??= DuckDBInstance.create(":memory:", { threads: "1" });
  const connection = await (await reader).connect();
  try {
    return (
      await connection.runAndReadAll(`SELECT ${columns} FROM read_parquet('${tablePath}') ${rest}`)
    ).getRowsJson();
  } finally {
    connection.closeSync();
  }
}
