import { rm } from "node:fs/promises";
import type { DuckDbSession } from "./duckdb-session.ts";
import { bytesOf } from "./watch-scratch.ts";

/** Smaller tables are written in a few seconds. */
const MIN_ROWS = 2_000_000;
const SAMPLE_ROWS = 122_880;

/**
 * Reports how far a sorted table is written. DuckDB reports how far the rows are sorted, which it counts as about 60 % of the
 * whole, and reports nothing while it writes them. From then on the progress is the size of the file, compared with the size
 * that a sample predicts.
 * @param copy the COPY statement that ends the SELECT with a clause and writes to a path
 * @returns makes of DuckDB's fraction the whole's, 0–1
 */
export async function sortedWriteProgress(
  session: DuckDbSession,
  rows: number,
  path: string,
  copy: (clause: string, path: string) => string,
): Promise<(fraction: number) => Promise<number>> {
  if (rows < MIN_ROWS) return async (fraction) => fraction;
  const samplePath = `${path}.sample`;
  await session.query(copy(`LIMIT ${SAMPLE_ROWS}`, samplePath));
  const expectedBytes = ((await bytesOf(samplePath)) / SAMPLE_ROWS) * rows;
  await rm(samplePath, { force: true });
  let sorted = 0;
  return async (fraction) => {
    const written = Math.min(1, (await bytesOf(path)) / expectedBytes);
    if (written === 0) sorted = Math.max(sorted, fraction);
    return sorted + (1 - sorted) * written;
  };
}
