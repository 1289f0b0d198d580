import { withStorableNames } from "../staging/storable-names.ts";
import { randomUUID } from "node:crypto";
import { mkdir, rm } from "node:fs/promises";
import { join } from "node:path";
import { neverFalling } from "../staging/never-falling.ts";
import { openDuckDbSession, type DuckDbSession } from "../duckdb/duckdb-session.ts";
import { ImportBounds } from "../terms/import-bounds.ts";
import type { ImportMapping, ImportOptions } from "../terms/import-options.ts";
import { unreadableParquet } from "../formats/import-parquet.ts";
import { ImportRefusal } from "../terms/import-refusal.ts";
import type { ImportResult } from "../terms/import-result.ts";
import { isGzipError } from "../encoding/prepare-text.ts";
import { ColumnThreads } from "../plain/column-threads.ts";
import { NotPlain } from "../plain/not-plain.ts";
import { stageLog } from "./stage-log.ts";
import { unpivot } from "../columns/unpivot.ts";
import { readSheets } from "../staging/read-sheets.ts";
import { watchScratch } from "../duckdb/watch-scratch.ts";
import type { StagedLog } from "../staging/staged-log.ts";
import { importRows, STAGING_SHARE, type RowOptions } from "./import-rows.ts";
import { givenColumns } from "../terms/given-columns.ts";

/** Share of memory that rows may take which aren't in the session; putting them in order takes as much again. */
const SHARE_OF_ROWS = 0.4;

/**
 * Turns an uploaded file into the event table, a Parquet file with the columns `case_id`, `activity`,
 * `timestamp` (completion, UTC), and where the log has them `start_timestamp`, `resource`, `lifecycle` and all further
 * columns. The rows of a case stand next to each other in the order of the file, cases by their first record. Everything
 * is streamed or spilled.
 *
 * Records without case, activity or readable time are left out and counted, with examples that name line or element. A
 * file that can't be read at all, or in which no record is usable, is refused with a reason and the remedy.
 * Rejects with the signal's reason when aborted.
 */
export async function importEventLog(given: ImportOptions): Promise<ImportResult> {
  const scratchDir = join(given.scratchDir, `import-${randomUUID()}`);
  await mkdir(scratchDir, { recursive: true });
  const bounds = new ImportBounds(given.limits, given.limitNames);
  const full = new AbortController();
  const stopWatching = watchScratch({
    folder: scratchDir,
    files: [given.tablePath, given.untimedPath ?? []].flat(),
    maxBytes: bounds.limits.maxScratchBytes,
    onFull: () => full.abort(bounds.scratchFull()),
  });
  const options = { ...given, signal: AbortSignal.any([given.signal, full.signal]) };
  const threads = new ColumnThreads(options.threads, options.signal);
  let session: DuckDbSession | null = null;
  try {
    session = await openDuckDbSession({ ...options, scratchDir });
    const onProgress = neverFalling(options.onProgress, options.signal);
    onProgress({ fraction: 0, activity: "Reading the file" });
    const reading = session;
    const stage = async (passedOver: readonly string[]): Promise<StagedLog> => {
      const log = withStorableNames(
        await stageLog(reading, {
          sourcePath: options.sourcePath,
          mapping: options.mapping ?? {},
          mentionedColumns: Object.values(givenColumns(options.mapping ?? {})).flat(),
          passedOver,
          scratchDir,
          bounds,
          signal: options.signal,
          memoryBytes: SHARE_OF_ROWS * options.memoryLimitMB * 2 ** 20,
          plain: needsAllRows(options.mapping) ? null : { threads, leastBytes: options.plainFromBytes },
          onProgress: (fraction) => onProgress({ fraction: STAGING_SHARE * fraction, activity: "Reading the file" }),
        }),
      );
      bounds.checkNames(log.columns.map(({ name }) => name));
      return unpivot(reading, log, options.mapping ?? {});
    };
    return await readSheets(stage, options.mapping?.sheet, async (events) =>
      importStaged(reading, events, bounds, { ...options, scratchDir, onProgress, columnThreads: threads }),
    );
  } catch (err) {
    given.signal.throwIfAborted();
    const cause: unknown = full.signal.aborted ? full.signal.reason : err;
    if (cause instanceof ImportRefusal) return cause.refused;
    if (err instanceof Error && /Out of Memory/i.test(err.message)) {
      return {
        ok: false,
        code: "OutOfMemory",
        message: `The log doesn't fit into the ${options.memoryLimitMB} MB of memory allowed. Allow more, or leave out columns that aren't needed.`,
      };
    }
    if (isGzipError(err)) {
      return {
        ok: false,
        code: "CorruptGzip",
        message: `The gzip file is truncated or damaged (${err.message}). Compress and upload it again.`,
      };
    }
    throw err;
  } finally {
    stopWatching();
    await threads.close();
    await session?.close();
    await rm(scratchDir, { recursive: true, force: true });
  }
}

async function importStaged(
  session: DuckDbSession,
  log: StagedLog,
  bounds: ImportBounds,
  options: RowOptions,
): Promise<ImportResult> {
  try {
    if (log.columns.length > MOST_COLUMNS_OF_THREADS || isSmall(log)) await session.query("SET threads = 1");
    return await importRows(session, log, bounds, options);
  } catch (err) {
    options.signal.throwIfAborted();
    if (err instanceof NotPlain && log.plain !== undefined) {
      log.plain.giveUp();
      const staged = await log.plain.stage();
      bounds.checkNames(staged.columns.map(({ name }) => name));
      return importRows(session, { ...staged, details: { ...log.details, ...staged.details } }, bounds, options);
    }
    throw log.format === "parquet" && !(err instanceof ImportRefusal) ? unreadableParquet(err) : err;
  }
}

/** Each thread has buffers for all columns: of a wider log several would need more memory than its rows, or not, as they meet. */
const MOST_COLUMNS_OF_THREADS = 400;

/** Rows that DuckDB gives to one thread at a time: more threads than one would only cost memory and time. */
const ROWS_OF_ONE_THREAD = 122_880;
const isSmall = (log: StagedLog): boolean => log.plain === undefined && log.rows <= ROWS_OF_ONE_THREAD;

/** Whether the mapping needs all rows before the first can be read. */
const needsAllRows = (mapping: ImportMapping | undefined): boolean =>
  mapping?.placeholderTimes === "omit" || mapping?.unpivot !== undefined || mapping?.timestamp === null;
