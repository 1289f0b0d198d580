import type { TimeRole } from "../columns/detect-columns.ts";
import { columnRoles, type ColumnRole } from "../terms/import-result.ts";
import { isMissingWordSql } from "../text/missing-words.ts";
import { lifecycleSql, type LifecycleWords } from "../columns/lifecycle-roles.ts";
import { foldedSql } from "../text/fold-text.ts";
import type { TypePlan } from "../columns/settle-types.ts";
import type { DuckDbSession } from "../duckdb/duckdb-session.ts";
import { sqlName } from "../text/sql-text.ts";
import { plainSql } from "../staging/staged-text.ts";

export interface EventTablePlan extends TypePlan {
  readonly roles: Partial<Record<ColumnRole, number>> & {
    readonly caseId: number;
    readonly activity: number;
  };
  /** The column of the time of day of each time whose column holds days, and whether a text of it is one. */
  readonly clocks?: Partial<Record<TimeRole, { readonly index: number; readonly reads: (text: string) => boolean }>>;
  /** SQL that is true where a time column holds a time that is left out; absent where all are kept. */
  readonly isOmitted?: (role: TimeRole) => string | null;
  /** Words of the life-cycle column that become `start` and `complete`. */
  readonly lifecycleWords?: LifecycleWords | null;
  /** SQL that orders the events of a case before their place in the file does; null where the place is enough. */
  readonly orderSql: string | null;
  /** The table that holds `readRows`, where they were read once for all. */
  readonly rowsRead?: string;
}

/** SQL that is true for a text that says that there is no value; of cases and activities only what can't be a name. */
const saysNothing = (role: ColumnRole, sql: string): string =>
  isMissingWordSql(sql, role === "caseId" || role === "activity" ? "sure" : "all");

/** Whether the log has times; the events of one without are in the order of the file. */
export const isTimed = ({ roles }: Pick<EventTablePlan, "roles">): boolean => roles.timestamp !== undefined;

/** The rows of the staged log with its roles read; a role's value is NULL where it is missing or unreadable. */
export function readRows(plan: EventTablePlan): string {
  const { log, roles, rowsRead } = plan;
  if (rowsRead !== undefined) return rowsRead;
  const text = (index: number, role: ColumnRole) => {
    const column = log.columns[index];
    const sql = column?.sql ?? "";
    if (column?.type === "VARCHAR") return `CASE WHEN NOT ${saysNothing(role, sql)} THEN ${foldedSql(sql)} END`;
    // Whole numbers that were stored as floats (pandas does so for columns with gaps) keep their plain spelling.
    if (column?.type === "DOUBLE" || column?.type === "FLOAT")
      return `CASE WHEN ${sql} = trunc(${sql}) AND abs(${sql}) < 9e15 THEN CAST(CAST(${sql} AS BIGINT) AS VARCHAR) ELSE CAST(${sql} AS VARCHAR) END`;
    return plainSql(sql, column?.type ?? "");
  };
  const fields = columnRoles.flatMap((role) => {
    const index = roles[role];
    if (index === undefined) return [];
    const value = role === "timestamp" || role === "startTimestamp" ? plan.timeOf(index, role) : text(index, role);
    if (role === "lifecycle") return [`${lifecycleSql(`(${value})`, plan.lifecycleWords)} AS "${roleSql(role)}"`];
    return [`${value} AS "${roleSql(role)}"`];
  });
  const plain = log.columns.map(({ sql }) => sql);
  if (!isTimed(plan)) fields.push(`NULL::TIMESTAMP AS ${role("timestamp")}`);
  fields.push(`${isTimed(plan)} AS ${NEEDS_TIME}`);
  return `(SELECT row_index, ${[...fields, ...plain].join(", ")} FROM ${log.relation})`;
}

/** For a log with more rows or columns, keeping the rows takes longer than reading them again. */
const MOST_KEPT = { rows: 5000, columns: 60 };
const KEPT = "read_rows";

/** Reads the rows of a small log once for all statements, each of which would take longer to prepare the reading than to read. */
export async function keepReadRows(session: DuckDbSession, plan: EventTablePlan): Promise<EventTablePlan> {
  const { rows, columns, plain } = plan.log;
  if (plain !== undefined || rows > MOST_KEPT.rows || columns.length > MOST_KEPT.columns) return plan;
  await session.query(`CREATE OR REPLACE TEMP TABLE ${KEPT} AS SELECT * FROM ${readRows(plan)}`);
  return { ...plan, rowsRead: KEPT };
}

/** SQL name of what is true for a row that needs a time. */
const NEEDS_TIME = sqlName("needs time");
const roleSql = (role: ColumnRole): string => `role ${role}`;
/** SQL of the value of a role in `readRows`. */
export const role = (name: ColumnRole): string => sqlName(roleSql(name));
export const inRange = (sql: string): string =>
  `${sql} BETWEEN TIMESTAMP '0001-01-01' AND TIMESTAMP '9999-12-31 23:59:59.999999'`;
export const isGoodTime = (name: ColumnRole): string => `coalesce(${inRange(role(name))}, false)`;
export const isGoodRow = `(${role("caseId")} IS NOT NULL AND ${role("activity")} IS NOT NULL AND (NOT ${NEEDS_TIME} OR ${isGoodTime("timestamp")}))`;
