import { mkdtemp, readFile } from "node:fs/promises";
import { join } from "node:path";
import { ROW_STATES } from "@longhaul/domain";
import { expect } from "vitest";
import { rowsOf, run, scratchDir } from "./test-imports.fixture.ts";

const listsFolder = async (): Promise<string> => mkdtemp(join(scratchDir, "lists-"));

/** What was said about rows, by state. */
const readLists = async (folder: string): Promise<readonly string[]> =>
  Promise.all(ROW_STATES.map(async (state) => readFile(join(folder, `${state}.jsonl`), "utf8").catch(() => "")));

/** Imports a file the quick way where it is plain, and the careful way, and compares all results. */
export async function bothWays(path: string, mapping = {}): Promise<{ rows: number; ok: boolean; doubtful: string }> {
  const [quickLists, carefulLists] = [await listsFolder(), await listsFolder()];
  const quick = await run(path, mapping, { plainFromBytes: 0, memoryLimitMB: 256, rowListFolder: quickLists });
  const careful = await run(path, mapping, {
    plainFromBytes: Number.MAX_SAFE_INTEGER,
    memoryLimitMB: 256,
    rowListFolder: carefulLists,
  });
  const { tablePath: quickTable, ...result } = quick;
  const { tablePath: carefulTable, ...expected } = careful;
  expect(result).toEqual(expected);
  if (!careful.ok) return { rows: 0, ok: false, doubtful: "" };
  const lists = await readLists(carefulLists);
  expect(await readLists(quickLists)).toEqual(lists);
  expect(await rowsThatDiffer(quickTable, carefulTable)).toEqual([]);
  const types = "DISTINCT typeof(COLUMNS(*))";
  expect(await rowsOf(quickTable, types)).toEqual(await rowsOf(carefulTable, types));
  const [[rows] = []] = await rowsOf(carefulTable, "count(*)");
  return { rows: Number(rows), ok: true, doubtful: lists[ROW_STATES.indexOf("doubtful")] ?? "" };
}

/** Some rows at whose place the other table has another row, or none; also those that are only written otherwise, as `-0` is. */
const rowsThatDiffer = async (quickTable: string, carefulTable: string): Promise<unknown[][]> =>
  rowsOf(
    quickTable,
    "quick, careful",
    `AS quick POSITIONAL JOIN read_parquet('${carefulTable}') AS careful
     WHERE quick IS DISTINCT FROM careful OR quick::VARCHAR IS DISTINCT FROM careful::VARCHAR LIMIT 3`,
  );
