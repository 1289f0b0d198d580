import type { DuckDbSession } from "../duckdb/duckdb-session.ts";
import { ErrorTally } from "../terms/error-tally.ts";
import { ImportRefusal } from "../terms/import-refusal.ts";
import type { PrepareTextOptions } from "../encoding/prepare-text.ts";
import { readXmlBytes } from "../encoding/read-text.ts";
import { RecordColumns } from "../records/record-columns.ts";
import { stageRecords, type RecordReading } from "../records/stage-records.ts";
import { hasSameNames, keepTracesApart } from "../records/same-names.ts";
import { sqlText } from "../text/sql-text.ts";
import { stagedRelations, type StagedColumn, type StagedLog } from "../staging/staged-log.ts";
import { CASE_NAME, EVENT_TIME } from "./xes-columns.ts";
import { XesReader } from "./xes-reader.ts";
import { describePlace, XesRows, type LateAttributes } from "./xes-rows.ts";

/** Makes a log of a XES file in one pass: each event is one record, with the attributes of its trace as `case:<key>`. */
export async function importXes(options: PrepareTextOptions & RecordReading): Promise<StagedLog> {
  const { session, isGzip } = options;
  const tally = new ErrorTally();
  const records = new RecordColumns(options);
  const rows = new XesRows(tally, options.bounds, records);
  const reader = new XesReader(rows, options.bounds);
  rows.activityKeys = () => reader.classifierKeys;
  const encoding = await readXmlBytes(
    options,
    (bytes) => reader.push(bytes),
    () => rows.flush(),
  );
  reader.end();
  if (records.rowCount === 0 && tally.unresolved === 0)
    throw new ImportRefusal("NoEvents", "The log has no events.", { line: reader.line });
  const columns = rows.columns.staged();
  const mayLackTimes = columns.filter(isOfEvents).length === 1;
  const isPlain =
    rows.late.length === 0 && !hasSameNames(records, CASE_NAME) && (!mayLackTimes || records.hasValues(EVENT_TIME));
  return stageRecords({ ...options, plain: isPlain ? options.plain : null }, records, {
    format: isGzip ? "xes.gz" : "xes",
    columns,
    tally,
    details: { encoding },
    isDelimiterGiven: false,
    describePlace: (place) => ({ element: describePlace(place) }),
    complete: async () => {
      await completeTraces(session, rows.late);
      const isTimed = !mayLackTimes || (await hasTimes(session));
      const kept = isTimed ? columns : columns.filter((_, index) => index !== EVENT_TIME);
      return {
        ...stagedRelations(kept),
        columns: kept,
        isTimed,
        doubts: await keepTracesApart(session, `c${CASE_NAME}`),
      };
    },
  });
}

/** Whether a column holds dates of events; one that isn't `time:timestamp` may be their time too. */
const isOfEvents = ({ name, declaredType }: StagedColumn): boolean =>
  declaredType === "TIMESTAMP" && !name.startsWith("case:");

async function hasTimes(session: DuckDbSession): Promise<boolean> {
  const [[times] = []] = await session.query(`SELECT count(c${EVENT_TIME}) FROM staged`);
  return Number(times) > 0;
}

/** Gives the events of long traces the attributes that stood behind them. */
async function completeTraces(session: DuckDbSession, late: readonly LateAttributes[]): Promise<void> {
  for (const { trace, values } of late) {
    const assignments = [...values].map(([index, value]) => `c${index} = ${value === "" ? "NULL" : sqlText(value)}`);
    await session.query(`UPDATE staged SET ${assignments.join(", ")} WHERE place >> 32 = ${trace}`);
  }
}
