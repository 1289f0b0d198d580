import { withStorableNames } from "./storable-names.ts";
import { randomUUID } from "node:crypto";
import { mkdir, rm } from "node:fs/promises";
import { join } from "node:path";
import { writeTable, writeUntimedRows } from "./write-canonical-table.ts";
import type { CanonicalPlan } from "./canonical-rows.ts";
import { checkRows } from "./check-rows.ts";
import { countDistinct, rateColumns } from "./column-quality.ts";
import { describeDetection } from "./describe-detection.ts";
import { detectColumns, listNames, type DetectedColumns } from "./detect-columns.ts";
import { parseTimePattern } from "../time/time-pattern.ts";
import { parseTimeZone } from "../time/time-zone.ts";
import { readDatedColumns } from "./dated-columns.ts";
import { decideTimeFormats } from "./decide-time-formats.ts";
import { doubtTexts } from "./doubt-texts.ts";
import { doubtTimes, doubtUnits } from "./doubt-times.ts";
import { neverFalling } from "./never-falling.ts";
import { openDuckDbSession, type DuckDbSession } from "./duckdb-session.ts";
import { ImportBounds } from "./import-bounds.ts";
import type { ImportMapping, ImportOptions } from "./import-options.ts";
import { unreadableParquet } from "./import-parquet.ts";
import { ImportRefusal } from "./import-refusal.ts";
import { columnRoles, type ColumnMapping, type ImportResult } from "./import-result.ts";
import { isGzipError } from "./prepare-text.ts";
import { columnKinds } from "./plain-csv/column-kinds.ts";
import { NotPlain } from "./plain-csv/not-plain.ts";
import { PlainTable } from "./plain-csv/plain-table.ts";
import { orderColumn, orderOfEvents } from "./order-events.ts";
import { shownRows, profileColumns, type StagedProfile } from "./profile-columns.ts";
import { rateQuality } from "./quality.ts";
import { allInvalidMessage, describeUnreadTimes, firstLine, noEventsMessage } from "./refusal-messages.ts";
import { readFigures } from "./read-figures.ts";
import { readTimeColumns, timeFormatsOf } from "./read-time-columns.ts";
import { withoutRows, writeRowLists, type FoundDoubt } from "./row-lists.ts";
import { stageLog } from "./stage-log.ts";
import { countTableFaults } from "./table-faults.ts";
import { watchScratch } from "./watch-scratch.ts";
import type { StagedLog } from "./staged-log.ts";

/** Share of an import's time in which the file is read, about as large files take it. */
const STAGING_SHARE = 0.5;
/** Share of memory that the rows of a plain file may take; putting them in order takes as much again. */
const SHARE_OF_PLAIN_ROWS = 0.4;
const NEEDED = ["caseId", "activity", "timestamp"] as const;

/**
 * Turns an uploaded file into the canonical event table, a Parquet file with the columns `case_id`, `activity`,
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
  let session: DuckDbSession | null = null;
  try {
    session = await openDuckDbSession({ ...options, scratchDir });
    const onProgress = neverFalling(options.onProgress, options.signal);
    onProgress({ fraction: 0, activity: "Reading the file" });
    const log = withStorableNames(
      await stageLog(session, {
        sourcePath: options.sourcePath,
        mapping: options.mapping ?? {},
        mentionedColumns: Object.values(givenColumns(options.mapping ?? {})).flat(),
        scratchDir,
        bounds,
        signal: options.signal,
        plain: {
          threads: options.threads,
          memoryBytes: SHARE_OF_PLAIN_ROWS * options.memoryLimitMB * 2 ** 20,
          leastBytes: options.plainFromBytes,
        },
        onProgress: (fraction) => onProgress({ fraction: STAGING_SHARE * fraction, activity: "Reading the file" }),
      }),
    );
    bounds.checkColumns(log.columns.length);
    return await importStaged(session, log, bounds, { ...options, scratchDir, onProgress });
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
    await session?.close();
    await rm(scratchDir, { recursive: true, force: true });
  }
}

async function importStaged(
  session: DuckDbSession,
  log: StagedLog,
  bounds: ImportBounds,
  options: ImportOptions,
): Promise<ImportResult> {
  try {
    return await importRows(session, log, bounds, options);
  } catch (err) {
    options.signal.throwIfAborted();
    if (err instanceof NotPlain && log.plain !== undefined)
      return importRows(session, { ...(await log.plain.stage()), details: log.details }, bounds, options);
    throw log.format === "parquet" && !(err instanceof ImportRefusal) ? unreadableParquet(err) : err;
  }
}

async function importRows(
  session: DuckDbSession,
  log: StagedLog,
  bounds: ImportBounds,
  options: ImportOptions,
): Promise<ImportResult> {
  const { mapping = {}, tablePath, scratchDir } = options;
  /** Progress behind the reading of the file: `share` of what is left. */
  const tell = (share: number, activity: string): void =>
    options.onProgress({ fraction: STAGING_SHARE + (1 - STAGING_SHARE) * share, activity, processedRecords: log.rows });
  if (log.rows === 0)
    throw new ImportRefusal("NoEvents", noEventsMessage(log.tally), {
      ...firstLine(log.tally),
      errors: log.tally.summaries(),
    });
  /** Records of the file that never became rows. */
  const lost = log.tally.unresolved;
  const detecting = (fraction: number): void => tell(0.05 * fraction, "Detecting columns");
  detecting(0);
  const zone = parseTimeZone(mapping.timezone);
  const given = mapping.timestampFormat === undefined ? null : parseTimePattern(mapping.timestampFormat);
  const profile = await profileColumns(session, log, detecting);
  options.onSample?.(shownRows(log, profile));
  // Orders of dates first, as far as they can be told without the cases; the roles ask for times.
  const plain =
    log.plain === undefined
      ? null
      : await log.plain.scan(columnKinds(profile, given !== null, zone), (fraction) =>
          tell(0.35 * fraction, "Reading the file"),
        );
  const datedColumns = await readDatedColumns(session, log, profile, plain);
  const dated = decideTimeFormats(datedColumns, profile, undefined, []);
  const detected = detectColumns(
    log.columns.map(({ name }, index) => ({ name, time: dated.times[index] ?? null })),
    profile.rows,
    givenColumns(mapping),
  );
  const { roles } = detected;
  const startAndEnd =
    roles.startTimestamp === undefined || roles.timestamp === undefined
      ? []
      : [[roles.startTimestamp, roles.timestamp] as const];
  const decided =
    dated.doubts.length === 0 ? dated : decideTimeFormats(datedColumns, profile, roles.caseId, startAndEnd);
  const formats = timeFormatsOf(log, decided.times, profile.values, roles, given);
  const times = readTimeColumns(session, log, formats, detected.clocks, roles, zone);
  const { caseId, activity, timestamp } = neededRoles(log, profile, detected);
  const time = {
    index: timestamp,
    format: decided.times[timestamp] ?? null,
    sql: times.sqlOf(timestamp),
    nanosSql: times.nanosSqlOf(timestamp),
  };
  const order = orderOfEvents(log, profile, time, caseId, orderColumn(log, mapping), new Set(Object.values(roles)));
  const plan: CanonicalPlan = {
    log,
    orderSql: order.sql,
    roles: { ...detected.roles, caseId, activity, timestamp },
    timeOf: (index) => times.sqlOf(index),
    types: profile.types,
  };
  const checked = (fraction: number): void => tell(0.05 + 0.35 * fraction, "Checking records");
  checked(0);
  const hasClocks = Object.keys(detected.clocks).length > 0;
  const table = plain === null ? null : new PlainTable({ plan, rows: plain, formats, zone, hasClocks });
  const counts = table?.counts ?? (await checkRows(session, plan, log.tally, checked));
  if (counts.badRows === counts.rows) {
    throw new ImportRefusal("AllRecordsInvalid", allInvalidMessage(log), {
      columns: log.columns.map(({ name }) => name),
      errors: log.tally.summaries(),
    });
  }
  const written = (fraction: number): void => tell(0.4 + 0.55 * fraction, "Writing the event table");
  written(0);
  const columns =
    table === null
      ? await writeTable(session, plan, counts, tablePath, written)
      : await table.write(tablePath, options.signal, written);
  const untimedRows =
    options.untimedPath === undefined || counts.badRows === 0
      ? 0
      : await writeUntimedRows(session, plan, counts, options.untimedPath);
  const counted = (fraction: number): void => tell(0.95 + 0.05 * fraction, "Counting");
  counted(0);
  const events = counts.rows - counts.badRows;
  const records = counts.rows + lost;
  const figures = await readFigures(session, tablePath, columns, bounds, counted);
  const roleNames = new Set([roles.timestamp, roles.startTimestamp].map((index) => log.columns[index ?? -1]?.name));
  const found: FoundDoubt[] = [
    ...(log.doubts ?? []),
    ...detected.doubts,
    ...order.doubts,
    ...decided.doubts
      .filter(({ column }) => given === null || !roleNames.has(column))
      .filter(({ column }) => roleNames.has(column)),
    ...doubtUnits(
      log.columns.map(({ name }) => name),
      given === null ? decided.times : [],
      [roles.timestamp, roles.startTimestamp],
    ),
    ...(await doubtTimes(session, tablePath, columns)),
    ...(await doubtTexts(session, tablePath, columns)),
  ];
  // To say where rows are takes all of them.
  const isStagedNow = plain !== null && found.some(({ rows }) => rows !== undefined);
  const listPlan = isStagedNow && log.plain !== undefined ? { ...plan, log: await log.plain.stage() } : plan;
  const rowLists = await writeRowLists(session, listPlan, log.tally, found, options.rowListFolder ?? scratchDir);
  const doubts = found.map(withoutRows);
  const distinct = await countDistinct(session, tablePath, { ...figures, events });
  const present = new Set(columns.flatMap(({ role }) => role ?? []));
  const faults = await countTableFaults(session, tablePath, present, order.isTold);
  const rated = rateColumns({ ...figures, distinct, plan, counts, profile, tally: log.tally, doubts });
  tell(1, "Imported");
  return {
    ok: true,
    format: log.format,
    detected: describeDetection(log, detected, decided.times, formats, zone, mapping, {
      doubts,
      orderedBy: order.column,
    }),
    ...figures,
    events,
    errorRecords: records - events,
    errors: log.tally.summaries(),
    untimedRows,
    rows: rowLists,
    quality: rateQuality({
      records,
      events,
      cases: figures.cases,
      readable: counts.readable,
      faults,
      doubts,
      columns: rated,
    }),
  };
}

function givenColumns(mapping: ImportMapping): ColumnMapping {
  return Object.fromEntries(
    columnRoles.flatMap((role) => (mapping[role] === undefined ? [] : [[role, mapping[role]]])),
  );
}

function neededRoles(
  log: StagedLog,
  profile: StagedProfile,
  { roles }: DetectedColumns,
): { caseId: number; activity: number; timestamp: number } {
  const { caseId, activity, timestamp } = roles;
  if (caseId !== undefined && activity !== undefined && timestamp !== undefined) return { caseId, activity, timestamp };
  const missing = NEEDED.filter((role) => roles[role] === undefined);
  const names = log.columns.map(({ name }) => name);
  const nearMiss = timestamp === undefined ? describeUnreadTimes(log, profile) : "";
  throw new ImportRefusal(
    "ColumnNotIdentified",
    `No column could be identified as ${missing.join(", ")}. ${nearMiss}Name it in the mapping, for example {"${missing[0] ?? "caseId"}": "<column>"}. The columns are: ${listNames(names)}.`,
    { columns: names },
  );
}
