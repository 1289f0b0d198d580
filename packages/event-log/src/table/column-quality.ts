import type { EventTablePlan } from "./table-rows.ts";
import type { EventTableCounts } from "./check-rows.ts";
import { detectValueType, tableType, type ValueType } from "../text/detect-value-type.ts";
import type { Doubt } from "../terms/doubt.ts";
import type { DuckDbSession } from "../duckdb/duckdb-session.ts";
import type { ErrorTally } from "../terms/error-tally.ts";
import type { ColumnQuality, ColumnRole, ImportedColumn, ImportSuccess } from "../terms/import-result.ts";
import type { StagedProfile } from "../columns/profile-columns.ts";
import { countDistinctSql, sqlName, sqlText } from "../text/sql-text.ts";

/** What one statement counts, so that planning it stays cheap. */
export const COLUMNS_PER_COUNT = 40;

/** Counting exactly takes memory for every value. */
export const MAX_ROWS_COUNTED = 200_000;

/**
 * Counts the different values of each column of a table. In a large table the counts are within a few per cent, except of
 * cases, activities and columns that `counted` has by name.
 */
export async function countDistinct(
  session: DuckDbSession,
  tablePath: string,
  { columns, events, cases, activities }: Pick<ImportSuccess, "columns" | "events" | "cases" | "activities">,
  counted: ReadonlyMap<string, number> = new Map(),
): Promise<readonly number[]> {
  const known = new Map<ColumnRole | undefined, number>([
    ["caseId", cases],
    ["activity", activities],
  ]);
  const counts = new Map(counted);
  const uncounted = columns.filter(({ name, role }) => !counts.has(name) && (role === undefined || !known.has(role)));
  for (let from = 0; from < uncounted.length; from += COLUMNS_PER_COUNT) {
    const some = uncounted.slice(from, from + COLUMNS_PER_COUNT);
    const count = (name: string): string =>
      events > MAX_ROWS_COUNTED ? `approx_count_distinct(${sqlName(name)})` : countDistinctSql(name, events);
    const fields = some.map(({ name }) => count(name)).join(", ");
    const [row = []] = await session.query(`SELECT ${fields} FROM read_parquet(${sqlText(tablePath)})`);
    for (const [at, { name }] of some.entries()) counts.set(name, Number(row[at]));
  }
  return columns.map(({ name, role }) => counts.get(name) ?? known.get(role) ?? 0);
}

/** What an import knows of the columns of the table that it wrote. */
export interface RatedImport {
  readonly columns: readonly ImportedColumn[];
  readonly distinct: readonly number[];
  readonly plan: EventTablePlan;
  readonly counts: EventTableCounts;
  readonly profile: StagedProfile;
  readonly tally: ErrorTally;
  readonly doubts: readonly Doubt[];
}

/** Rates each column of the table by its values and by the repairs that the import made. */
export function rateColumns(rated: RatedImport): readonly ColumnQuality[] {
  const { columns, distinct, plan, tally, doubts } = rated;
  const indexes = new Map(plan.log.columns.map(({ name }, index) => [name, index]));
  const ofColumn = (source: string, resolved: boolean): number =>
    tally
      .entries()
      .filter((entry) => entry.resolved === resolved && entry.listed[0]?.column === source)
      .reduce((sum, { count }) => sum + count, 0);
  return columns.map((column, at): ColumnQuality => {
    const source = column.sourceName ?? column.name;
    const index = (column.role === undefined ? undefined : plan.roles[column.role]) ?? indexes.get(source) ?? -1;
    return {
      column: column.name,
      missing: column.nulls,
      distinct: distinct[at] ?? 0,
      ...agreementOf(rated, column, index),
      rejected: ofColumn(source, false),
      repaired: ofColumn(source, true),
      doubtful: doubts.filter((doubt) => doubt.column === source).reduce((sum, { count = 0 }) => sum + count, 0),
    };
  });
}

/** The type that most values have, and the share of them that have it. */
function agreementOf(
  { plan, counts, profile, tally }: RatedImport,
  { role, type, nulls }: ImportedColumn,
  index: number,
): Pick<ColumnQuality, "valueType" | "typeAgreement"> {
  if (role === "timestamp" || role === "startTimestamp") {
    const fault = role === "timestamp" ? "Invalid Timestamp" : "Invalid Start Timestamp";
    const readable = counts.readable[role] ?? 0;
    const invalid = tally
      .entries()
      .filter((entry) => entry.type === fault)
      .reduce((sum, { count }) => sum + count, 0);
    return { valueType: "TIMESTAMP", typeAgreement: share(readable, readable + invalid) };
  }
  if (plan.log.columns[index]?.type !== "VARCHAR") return { valueType: type, typeAgreement: 1 };
  const settled = counts.types[index] ?? "VARCHAR";
  if (settled !== "VARCHAR") return { valueType: tableType(settled), typeAgreement: 1 };
  const mismatches = counts.mismatches.get(index);
  // All of the sample had that type, some values behind it haven't.
  if (mismatches !== undefined) {
    const values = Math.max(mismatches, counts.rows - nulls);
    return {
      valueType: tableType(profile.types[index] ?? "VARCHAR"),
      typeAgreement: share(values - mismatches, values),
    };
  }
  return commonType(profile.values[index] ?? [], profile.times[index]?.share ?? 0);
}

const KINDS = ["BIGINT", "DOUBLE", "BOOLEAN"] as const satisfies readonly ValueType[];

/** By the sample; text where most values are nothing narrower. */
function commonType(values: readonly string[], timeShare: number): Pick<ColumnQuality, "valueType" | "typeAgreement"> {
  const types = values.map((value) => detectValueType([value], false));
  for (const kind of KINDS) {
    const fitting = types.filter((type) => type === kind || (kind === "DOUBLE" && type === "BIGINT")).length;
    if (2 * fitting > values.length) return { valueType: kind, typeAgreement: share(fitting, values.length) };
  }
  return timeShare > 0.5
    ? { valueType: "TIMESTAMP", typeAgreement: round(timeShare) }
    : { valueType: "VARCHAR", typeAgreement: 1 };
}

const share = (part: number, whole: number): number => (whole === 0 ? 1 : round(part / whole));
/** Never 1 or 0 where it isn't quite. */
const round = (value: number): number =>
  value === 1 || value === 0 ? value : Math.min(0.9999, Math.max(0.0001, Number(value.toFixed(4))));
