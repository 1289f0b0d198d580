import { roleColumnNames } from "../terms/event-table-columns.ts";
import { cellText } from "../text/cell-text.ts";
import { countDistinct } from "../table/column-quality.ts";
import type { Doubt } from "../terms/doubt.ts";
import { doubtTexts, TEXT_DOUBTS } from "../doubts/doubt-texts.ts";
import { doubtTimes, TIME_DOUBTS } from "../doubts/doubt-times.ts";
import { openDuckDbSession, type DuckDbLimits, type DuckDbSession } from "../duckdb/duckdb-session.ts";
import { columnRoles, type ColumnRole, type ImportedColumn, type LogQuality } from "../terms/import-result.ts";
import { listActivities } from "../table/read-figures.ts";
import { rateQuality } from "../table/quality.ts";
import { countTableFaults } from "../table/table-faults.ts";
import { withoutRows } from "../table/row-lists.ts";
import { sqlName, sqlText } from "../text/sql-text.ts";

/** An event table in the words in which an import describes the one that it writes. */
export interface EventTableDescription {
  readonly events: number;
  readonly cases: number;
  readonly activities: number;
  /** Null where they are too many to be listed. */
  readonly activityNames: readonly string[] | null;
  /** First and last `timestamp`, ISO 8601 in UTC; null in a table without times. */
  readonly timeStart: string | null;
  readonly timeEnd: string | null;
  readonly columns: readonly ImportedColumn[];
  readonly quality: LogQuality;
  /** What its owner should check; empty if it wasn't requested. */
  readonly doubts: readonly Doubt[];
  /** Rows that are legal in a table but deserve a look. */
  readonly oddities: {
    /** Rows that are equal to an earlier one in every column. */
    readonly duplicateRows: number;
    readonly missingTimestamps: number;
    readonly startsAfterCompletion: number;
    readonly missingResources: number;
  };
}

const roleOf = (name: string): ColumnRole | undefined => columnRoles.find((role) => roleColumnNames[role] === name);

/** Kinds of doubts that follow from a table's values alone, not from its source. */
const TOLD_BY_VALUES = new Set<Doubt["kind"]>([...TEXT_DOUBTS, ...TIME_DOUBTS]);

async function doubtsOf(
  session: DuckDbSession,
  tablePath: string,
  figures: Parameters<typeof doubtTimes>[3] & { readonly columns: readonly ImportedColumn[] },
  inherited: readonly Doubt[],
): Promise<readonly Doubt[]> {
  const found = [
    ...(await doubtTimes(session, tablePath, figures.columns, figures)),
    ...(await doubtTexts(session, tablePath, figures.columns)).doubts,
  ];
  const doubts = [...found.map(withoutRows), ...inherited.filter(({ kind }) => !TOLD_BY_VALUES.has(kind))];
  return doubts.toSorted((a, b) => b.points - a.points);
}

/**
 * Counts what is in an event table. Duplicates are only sought when `withDuplicates`, as that takes a pass of its own;
 * doubts only when those of its source table are given, of which the ones that don't follow from the values are kept.
 */
export async function describeEventTable(
  options: DuckDbLimits & {
    readonly tablePath: string;
    readonly withDuplicates?: boolean;
    readonly inherited?: readonly Doubt[];
    /** The column that says which of two events of one time comes first, where one does. */
    readonly orderedBy?: string | undefined;
    /** Records that were left out of the table. */
    readonly leftOut?: number;
  },
): Promise<EventTableDescription> {
  const session = await openDuckDbSession(options);
  try {
    const source = `read_parquet(${sqlText(options.tablePath)})`;
    const described = await session.query(`SELECT column_name, column_type FROM (DESCRIBE SELECT * FROM ${source})`);
    const stored = described.map(([name, type]) => ({ name: cellText(name), type: cellText(type) }));
    const has = (name: string): boolean => stored.some((column) => column.name === name);
    const iso = (sql: string): string => `strftime(${sql}, '%Y-%m-%dT%H:%M:%S.%fZ')`;
    const [row = []] = await session.query(
      `SELECT count(*), count(DISTINCT case_id), count(DISTINCT activity), ${iso("min(timestamp)")}, ${iso("max(timestamp)")},
         count(*) FILTER (timestamp IS NULL),
         count(*) FILTER (${has("start_timestamp") ? "start_timestamp > timestamp" : "false"}),
         count(*) FILTER (${has("resource") ? "resource IS NULL OR trim(resource) = ''" : "false"}),
         ${stored.map(({ name }) => `count(*) - count(${sqlName(name)})`).join(", ")} FROM ${source}`,
    );
    const [events, cases, activities, timeStart, timeEnd, noTime, reversed, nobody, ...nulls] = row;
    const distinct =
      options.withDuplicates === true
        ? (await session.query(`SELECT count(*) FROM (SELECT DISTINCT * FROM ${source})`))[0]?.[0]
        : events;
    const isTimed = timeStart !== null || Number(events) === 0;
    const columns = stored.flatMap(({ name, type }, index): ImportedColumn[] => {
      const role = roleOf(name);
      if (role === "timestamp" && !isTimed) return [];
      return [{ name, type, ...(role === undefined ? {} : { role }), nulls: Number(nulls[index] ?? 0) }];
    });
    const readable = columns.flatMap(({ role, nulls: missing }) =>
      role === undefined ? [] : [[role, Number(events) - missing]],
    );
    const figures = {
      columns,
      events: Number(events),
      cases: Number(cases),
      activities: Number(activities),
      timeStart: timeStart === null ? null : cellText(timeStart),
      timeEnd: timeEnd === null ? null : cellText(timeEnd),
    };
    const doubts =
      options.inherited === undefined ? [] : await doubtsOf(session, options.tablePath, figures, options.inherited);
    const present = new Set(columns.flatMap(({ role }) => role ?? []));
    const distinctValues = await countDistinct(session, options.tablePath, figures);
    return {
      ...figures,
      activityNames: await listActivities(session, options.tablePath, figures.activities),
      quality: rateQuality({
        cases: figures.cases,
        faults: await countTableFaults(session, options.tablePath, present, options.orderedBy !== undefined),
        records: Number(events) + (options.leftOut ?? 0),
        events: Number(events),
        readable: Object.fromEntries(readable) as Partial<Record<ColumnRole, number>>,
        doubts,
        columns: columns.map(({ name, type, nulls: missing }, at) => ({
          column: name,
          missing,
          distinct: distinctValues[at] ?? 0,
          valueType: type,
          typeAgreement: 1,
          rejected: 0,
          repaired: 0,
          doubtful: doubts.reduce((sum, { column, count = 0 }) => sum + (column === name ? count : 0), 0),
        })),
      }),
      doubts,
      oddities: {
        duplicateRows: isTimed ? Number(events) - Number(distinct) : 0,
        missingTimestamps: isTimed ? Number(noTime) : 0,
        startsAfterCompletion: Number(reversed),
        missingResources: Number(nobody),
      },
    };
  } finally {
    await session.close();
  }
}
