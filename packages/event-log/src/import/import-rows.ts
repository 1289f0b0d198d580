import { setImmediate } from "node:timers/promises";
import { writeTable, writeUntimedRows } from "../table/write-event-table.ts";
import { keepReadRows } from "../table/table-rows.ts";
import { checkRows } from "../table/check-rows.ts";
import { countDistinct, rateColumns } from "../table/column-quality.ts";
import { describeDetection } from "./describe-detection.ts";
import { detectRoles } from "./detect-roles.ts";
import { parseTimePattern } from "../time/time-pattern.ts";
import { parseTimeZone } from "../time/time-zone.ts";
import { readDatedColumns } from "../columns/dated-columns.ts";
import { decideTimeFormats } from "../columns/decide-time-formats.ts";
import { doubtCases } from "../doubts/doubt-cases.ts";
import { doubtLastValue } from "../csv/doubt-cut-off.ts";
import { doubtNights } from "../doubts/doubt-clocks.ts";
import { doubtReversed } from "../doubts/doubt-reversed.ts";
import { doubtRepeatedHours } from "../doubts/doubt-repeated-hours.ts";
import { doubtSharedTime } from "../doubts/doubt-shared-time.ts";
import { doubtTimesOfRoles } from "../doubts/doubt-swapped-days.ts";
import { doubtTexts } from "../doubts/doubt-texts.ts";
import { doubtTimes, doubtUnits } from "../doubts/doubt-times.ts";
import { doubtYears } from "../doubts/doubt-years.ts";
import { doubtZoneNames } from "../doubts/doubt-zone-names.ts";
import { doubtZoneWords } from "../doubts/doubt-zone-words.ts";
import { doubtZoneColumns, doubtZones } from "../doubts/doubt-zones.ts";
import type { DuckDbSession } from "../duckdb/duckdb-session.ts";
import type { ImportBounds } from "../terms/import-bounds.ts";
import type { ImportOptions } from "../terms/import-options.ts";
import { fillFirstColumn, fillGroupedCases } from "../columns/grouped-cases.ts";
import { ImportRefusal } from "../terms/import-refusal.ts";
import type { ImportResult } from "../terms/import-result.ts";
import { joinClockParts } from "../columns/join-clock-parts.ts";
import { neededRoles, NO_TIMES } from "./needed-roles.ts";
import { noneOmitted, omittedTimes } from "../columns/omitted-times.ts";
import { columnKinds } from "../columns/column-kinds.ts";
import { withDoubtedRows } from "../table/doubted-rows.ts";
import type { ColumnThreads } from "../plain/column-threads.ts";
import { PlainTable } from "../table/plain-table.ts";
import { both } from "../text/both.ts";
import { orderColumn, orderOfEvents } from "../columns/order-events.ts";
import { profileColumns, shownRows } from "../columns/profile-columns.ts";
import { rateQuality } from "../table/quality.ts";
import { allInvalidMessage, firstLine, noEventsMessage } from "./refusal-messages.ts";
import { readLifecycle } from "../columns/lifecycle-roles.ts";
import { NotPlain } from "../plain/not-plain.ts";
import { readSpreadOfCases, stillInDoubt } from "../doubts/still-in-doubt.ts";
import { sampleEvents } from "../columns/sample-events.ts";
import { checkDistinct, readFigures } from "../table/read-figures.ts";
import { readTimeColumns, timeFormatsOf } from "../columns/read-time-columns.ts";
import { withoutRows, writeRowLists, type FoundDoubt } from "../table/row-lists.ts";
import type { StagedLog } from "../staging/staged-log.ts";
import { countTableFaults } from "../table/table-faults.ts";

/** Share of an import's time in which the file is read, about as large files take it. */
export const STAGING_SHARE = 0.5;

/** How rows are imported. */
export interface RowOptions extends ImportOptions {
  /** Write the table of a plain log, as far as they were started. */
  readonly columnThreads: ColumnThreads;
}

/** Understands the rows of a staged log and writes the table; the rows of a plain file are read here. @throws NotPlain where the staged way is needed */
export async function importRows(
  session: DuckDbSession,
  log: StagedLog,
  bounds: ImportBounds,
  options: RowOptions,
): Promise<ImportResult> {
  try {
    return await importKnownRows(session, log, bounds, options);
  } catch (err) {
    const isUnclear = err instanceof ImportRefusal && err.refused.code === "ColumnNotIdentified";
    const filled = isUnclear && options.mapping?.caseId === undefined ? await fillFirstColumn(session, log) : null;
    if (filled === null) throw err;
    const result = await importKnownRows(session, filled, bounds, options);
    // Anything but a case has its gaps for a reason.
    if (result.ok && result.detected.mapping.caseId !== filled.columns[0]?.name) throw err;
    return result;
  }
}

async function importKnownRows(
  session: DuckDbSession,
  log: StagedLog,
  bounds: ImportBounds,
  options: RowOptions,
): Promise<ImportResult> {
  const { mapping = {}, tablePath, scratchDir } = options;
  /** Progress behind the reading of the file: `share` of what is left. */
  const report = (share: number, activity: string): void =>
    options.onProgress({ fraction: STAGING_SHARE + (1 - STAGING_SHARE) * share, activity, processedRecords: log.rows });
  if (log.rows === 0)
    throw new ImportRefusal("NoEvents", noEventsMessage(log.tally), {
      ...firstLine(log.tally),
      errors: log.tally.summaries(),
    });
  /** Records of the file that never became rows. */
  const lost = log.tally.unresolved;
  const detecting = (fraction: number): void => report(0.05 * fraction, "Detecting columns");
  detecting(0);
  const zone = parseTimeZone(mapping.timezone);
  const given = mapping.timestampFormat === undefined ? null : parseTimePattern(mapping.timestampFormat);
  const profile = await profileColumns(session, log, detecting);
  const joined = joinClockParts(log, profile, given !== null);
  if (joined !== null) return importKnownRows(session, joined, bounds, options);
  options.onSample?.(shownRows(log, profile));
  // Orders of dates first, as far as they can be told without the cases; the roles ask for times.
  const plain =
    log.plain === undefined
      ? null
      : await log.plain.scan(columnKinds(profile, given !== null, zone), (fraction) =>
          report(0.35 * fraction, "Reading the file"),
        );
  const datedColumns = await readDatedColumns(session, log, profile, plain);
  const dated = decideTimeFormats(datedColumns, profile, undefined, []);
  const detected = detectRoles(log, dated.times, profile, mapping);
  const { roles } = detected;
  const startAndEnd =
    roles.startTimestamp === undefined || roles.timestamp === undefined
      ? []
      : [[roles.startTimestamp, roles.timestamp] as const];
  const decided =
    dated.doubts.length === 0 ? dated : decideTimeFormats(datedColumns, profile, roles.caseId, startAndEnd);
  const formats = timeFormatsOf(log, decided.times, profile.values, detected, given);
  const times = readTimeColumns(session, log, formats, detected, zone);
  const { caseId, activity, timestamp } = neededRoles(log, profile, detected, mapping);
  const filled = await fillGroupedCases(session, log, profile, { caseId, activity, timestamp });
  // With its cases, the log may be understood otherwise.
  if (filled !== null) return importKnownRows(session, filled, bounds, options);
  const time =
    timestamp === undefined
      ? null
      : {
          index: timestamp,
          format: decided.times[timestamp] ?? null,
          sql: times.sqlOf(timestamp, "timestamp"),
          nanosSql: times.nanosSqlOf(timestamp),
        };
  const sampled = sampleEvents(profile, caseId, time);
  const timed = new Set([...Object.values(roles), ...Object.values(detected.clocks)]);
  const order = orderOfEvents(log, profile, time, sampled, orderColumn(log, mapping), timed);
  const { lifecycle } = roles;
  const { words: lifecycleWords, doubts: lifecycleDoubts } =
    lifecycle === undefined
      ? { words: null, doubts: [] }
      : readLifecycle(log.columns[lifecycle]?.name ?? "", profile.rows, { lifecycle, activity }, sampled, mapping);
  if (plain !== null && lifecycleWords !== null) throw new NotPlain("words of its life cycle are replaced");
  const omitted = mapping.placeholderTimes === "omit" ? await omittedTimes(session, log, times, roles) : noneOmitted;
  const plan = await keepReadRows(session, {
    log,
    orderSql: order.sql,
    lifecycleWords,
    roles: { ...detected.roles, caseId, activity, ...(timestamp === undefined ? {} : { timestamp }) },
    timeOf: (index, role) => (role === undefined ? null : omitted.timeOf(role)) ?? times.sqlOf(index, role),
    isOmitted: omitted.isOmitted,
    clocks: times.clocks,
    types: profile.types,
  });
  const checked = (fraction: number): void => report(0.05 + 0.35 * fraction, "Checking records");
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
  const written = (fraction: number): void => report(0.4 + 0.55 * fraction, "Writing the event table");
  written(0);
  const write = async (): Promise<Awaited<ReturnType<PlainTable["write"]>>> =>
    table === null
      ? { columns: await writeTable(session, plan, counts, tablePath, written), facts: null }
      : table.write(tablePath, options.columnThreads, options.signal, written);
  // What takes a sample and time has both while others write.
  const [{ columns, facts }, turned] = await both(
    write(),
    setImmediate().then(() => doubtTimesOfRoles(datedColumns, decided.times, plan.roles, profile.rows)),
  );
  const untimedRows =
    options.untimedPath === undefined || counts.badRows === 0
      ? 0
      : await writeUntimedRows(session, plan, counts, options.untimedPath);
  const counted = (fraction: number): void => report(0.95 + 0.05 * fraction, "Counting");
  counted(0);
  const events = counts.rows - counts.badRows;
  const records = counts.rows + lost;
  if (facts !== null) checkDistinct(bounds, columns, facts.distinct);
  const { distinct: differing, ...figures } =
    facts === null
      ? await readFigures(session, tablePath, columns, events, bounds, counted)
      : { ...facts.figures, distinct: facts.distinct };
  const roleNames = new Set([roles.timestamp, roles.startTimestamp].map((index) => log.columns[index ?? -1]?.name));
  const samplesOf = (name: string): readonly string[] =>
    profile.values[log.columns.findIndex((column) => column.name === name)] ?? [];
  const timeColumns = [timestamp, roles.startTimestamp, ...Object.values(detected.clocks)].flatMap((index) =>
    index === undefined ? [] : [{ name: log.columns[index]?.name ?? "", values: profile.values[index] ?? [] }],
  );
  const used = new Set([...Object.values(plan.roles), ...Object.values(detected.clocks)]);
  const texts = await doubtTexts(session, tablePath, columns, facts?.texts);
  const findDoubts = async (): Promise<FoundDoubt[]> => [
    ...(timestamp === undefined ? [NO_TIMES] : []),
    ...(log.doubts ?? []),
    ...doubtLastValue(log, profile.rows),
    ...(await stillInDoubt(
      detected.doubts,
      async () => facts?.spread ?? readSpreadOfCases(session, tablePath, events),
    )),
    ...order.doubts,
    ...doubtCases(profile.rows, sampled, {
      names: log.columns.map(({ name }) => name),
      caseId,
      activity,
      isTimed: time !== null,
      used: timed,
    }),
    ...lifecycleDoubts,
    ...(timestamp === undefined
      ? []
      : doubtSharedTime(profile.rows, sampled, { column: log.columns[timestamp]?.name ?? "", timestamp, activity })),
    ...decided.doubts
      .filter(({ column }) => given === null || !roleNames.has(column))
      .filter(({ column }) => roleNames.has(column)),
    ...turned,
    ...doubtUnits(
      log.columns.map(({ name }) => name),
      given === null ? decided.times : [],
      [roles.timestamp, roles.startTimestamp],
    ),
    ...(await doubtTimes(session, tablePath, columns, figures, facts?.farTimes)),
    ...(await doubtRepeatedHours(session, tablePath, columns, zone, samplesOf)),
    ...(await doubtNights(session, log, log.columns[timestamp ?? -1]?.name ?? "", times, detected.overnight)),
    ...doubtZones(columns, zone, samplesOf),
    ...doubtZoneColumns(
      log.columns.flatMap(({ name }, index) =>
        used.has(index) ? [] : [{ name, values: profile.values[index] ?? [] }],
      ),
      [timestamp, detected.clocks.timestamp].flatMap((index) => profile.values[index ?? -1] ?? []),
      zone,
    ),
    ...doubtZoneNames(timeColumns, zone),
    ...doubtZoneWords(timeColumns, mapping.timezone === undefined ? null : zone),
    ...(timestamp === undefined
      ? []
      : doubtYears(log.columns[timestamp]?.name ?? "", figures, decided.times[timestamp]?.isWeak === true)),
    // What was replaced in this import is told with the lines.
    ...texts.doubts.filter(({ kind }) => kind !== "ReplacedCharacters" || !log.tally.has("Invalid Encoding")),
  ];
  const [distinct, found] = await both(
    countDistinct(session, tablePath, { ...figures, events }, differing),
    findDoubts(),
  );
  // Of a plain file, only a sample is staged.
  const listPlan =
    plain === null || table === null
      ? plan
      : { ...plan, log: await withDoubtedRows(log, plain, await table.rowsOf(session, tablePath, found)) };
  const rowLists = await writeRowLists(session, listPlan, log.tally, found, options.rowListFolder ?? scratchDir);
  const present = new Set(columns.flatMap(({ role }) => role ?? []));
  const faults = await countTableFaults(session, tablePath, present, order.isKnown, {
    known: facts?.faults ?? null,
    missing: figures.columns,
    mayActivitiesBeAlike: texts.mayActivitiesBeAlike,
  });
  const doubts = found.map(withoutRows);
  // Those by the clock alone are told with how they were read.
  if (!doubts.some(({ kind }) => kind === "StartAfterEnd"))
    doubts.push(...(await doubtReversed(session, tablePath, columns, { count: faults.startsAfterEnd, events })));
  const rated = rateColumns({ ...figures, distinct, plan, counts, profile, tally: log.tally, doubts });
  report(1, "Imported");
  return {
    ok: true,
    format: log.format,
    detected: describeDetection(log, detected, decided.times, formats, zone, mapping, {
      doubts,
      orderedBy: order.column,
      lifecycleWords,
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
