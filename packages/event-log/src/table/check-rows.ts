import { isGoodRow, isGoodTime, isTimed, readRows, role, type EventTablePlan } from "./table-rows.ts";
import type { TimeRole } from "../columns/detect-columns.ts";
import type { DuckDbSession } from "../duckdb/duckdb-session.ts";
import type { ErrorTally } from "../terms/error-tally.ts";
import { columnRoles, type ColumnRole } from "../terms/import-result.ts";
import type { ImportErrorType } from "../terms/import-error.ts";
import { isMissingWordSql } from "../text/missing-words.ts";
import { listRows, type RowCondition } from "./list-rows.ts";
import { settleTypes, type SettledTypes } from "../columns/settle-types.ts";

export interface EventTableCounts extends SettledTypes {
  readonly rows: number;
  /** Rows that can't be in the table. */
  readonly badRows: number;
  readonly readable: Partial<Record<ColumnRole, number>>;
}

const TEXT_ROLES = ["caseId", "activity", "resource", "lifecycle"] as const;

interface RowFault extends RowCondition {
  readonly type: ImportErrorType;
  readonly isResolved: boolean;
}

function rowFaults(plan: EventTablePlan): RowFault[] {
  const isBlank = (name: ColumnRole): string => {
    const column = plan.log.columns[plan.roles[name] ?? -1];
    return column?.type === "VARCHAR"
      ? `(${column.sql} IS NULL OR trim(${column.sql}) = '' OR ${isMissingWordSql(column.sql)})`
      : `${column?.sql ?? "NULL"} IS NULL`;
  };
  const isOmitted = (name: TimeRole): string => plan.isOmitted?.(name) ?? "false";
  const faults: RowFault[] = [
    { type: "Missing Case", role: "caseId", condition: `${role("caseId")} IS NULL`, isResolved: false },
    { type: "Missing Activity", role: "activity", condition: `${role("activity")} IS NULL`, isResolved: false },
  ];
  if (isTimed(plan)) {
    faults.push(
      { type: "Missing Timestamp", role: "timestamp", condition: isBlank("timestamp"), isResolved: false },
      {
        type: "Invalid Timestamp",
        role: "timestamp",
        condition: `NOT ${isBlank("timestamp")} AND NOT ${isGoodTime("timestamp")} AND NOT coalesce(${isOmitted("timestamp")}, false)`,
        isResolved: false,
      },
      { type: "Placeholder Time", role: "timestamp", condition: isOmitted("timestamp"), isResolved: false },
    );
  }
  if (plan.roles.startTimestamp !== undefined) {
    faults.push({
      type: "Invalid Start Timestamp",
      role: "startTimestamp",
      condition: `${isGoodRow} AND NOT ${isBlank("startTimestamp")} AND NOT ${isGoodTime("startTimestamp")} AND NOT coalesce(${isOmitted("startTimestamp")}, false)`,
      isResolved: true,
    });
    faults.push({
      type: "Placeholder Time",
      role: "startTimestamp",
      condition: `${isGoodRow} AND ${isOmitted("startTimestamp")}`,
      isResolved: true,
    });
  }
  for (const name of ["resource", "lifecycle"] as const) {
    const column = plan.log.columns[plan.roles[name] ?? -1];
    if (column?.type !== "VARCHAR") continue;
    const condition = `${role(name)} IS NULL AND ${isMissingWordSql(column.sql)}`;
    faults.push({ type: "Word For Nothing", role: name, condition, isResolved: true });
  }
  for (const name of TEXT_ROLES) {
    const column = plan.log.columns[plan.roles[name] ?? -1];
    if (column?.type !== "VARCHAR") continue;
    if (name === "lifecycle" && plan.lifecycleWords !== null && plan.lifecycleWords !== undefined) continue;
    // Blanks beside a delimiter are reported too, as they may have split one case into two.
    const condition = `${role(name)} IS NOT NULL AND ${role(name)} <> ${column.sql}`;
    faults.push({ type: "Folded Text", role: name, condition, isResolved: true });
  }
  return faults;
}

/** Counts what is readable, adds the faults with examples to the tally, and settles the types of the other columns. */
export async function checkRows(
  session: DuckDbSession,
  plan: EventTablePlan,
  tally: ErrorTally,
  onFraction: (fraction: number) => void,
): Promise<EventTableCounts> {
  const faults = rowFaults(plan);
  const roles = columnRoles.filter((name) => plan.roles[name] !== undefined);
  const conditions = [
    `NOT ${isGoodRow}`,
    ...faults.map((fault) => fault.condition),
    ...roles.map((name) =>
      name === "timestamp" || name === "startTimestamp" ? isGoodTime(name) : `${role(name)} IS NOT NULL`,
    ),
  ];
  const rows = readRows(plan);
  const [counts] = await session.query(
    `SELECT count(*), ${conditions.map((condition) => `count(*) FILTER (${condition})`).join(", ")} FROM ${rows}`,
    (fraction) => onFraction(fraction / 2),
  );
  const numbers = (counts ?? []).map(Number);
  const [total = 0, badRows = 0, ...others] = numbers;
  const found = faults.flatMap((fault, index) => {
    const count = others[index] ?? 0;
    return count === 0 ? [] : [{ ...fault, count }];
  });
  const listed = await listRows(session, plan, found);
  for (const [at, { type, count, isResolved }] of found.entries())
    tally.addMany(type, count, listed[at] ?? [], isResolved);
  const readable: Partial<Record<ColumnRole, number>> = {};
  for (const [index, name] of roles.entries()) readable[name] = others[faults.length + index] ?? 0;
  const settled = await settleTypes(session, plan, (fraction) => onFraction((1 + fraction) / 2));
  return { rows: total, badRows, readable, ...settled };
}
