import type { DetectedColumns, TimeRole } from "./detect-columns.ts";
import type { DuckDbSession } from "../duckdb/duckdb-session.ts";
import { farBounds, isFarSql } from "../duckdb/far-times.ts";
import type { TimeColumns } from "./read-time-columns.ts";
import type { StagedLog } from "../staging/staged-log.ts";

/** Placeholder times that the caller chose to treat as missing. */
export interface OmittedTimes {
  /** SQL of a role's times, with NULL for the omitted ones; null when none is omitted. */
  readonly timeOf: (role: TimeRole) => string | null;
  /** SQL that is true for omitted times. */
  readonly isOmitted: (role: TimeRole) => string | null;
}

export const noneOmitted: OmittedTimes = { timeOf: () => null, isOmitted: () => null };

/** Finds the times of each role that lie far from all others. */
export async function omittedTimes(
  session: DuckDbSession,
  log: StagedLog,
  times: TimeColumns,
  roles: DetectedColumns["roles"],
): Promise<OmittedTimes> {
  const far = new Map<TimeRole, { readonly time: string; readonly isFar: string }>();
  for (const role of ["timestamp", "startTimestamp"] as const) {
    const index = roles[role];
    if (index === undefined) continue;
    const time = times.sqlOf(index, role);
    const bounds = await farBounds(session, time, log.relation);
    if (bounds !== null) far.set(role, { time, isFar: isFarSql(bounds, time) });
  }
  return {
    timeOf(role) {
      const found = far.get(role);
      return found === undefined ? null : `CASE WHEN NOT ${found.isFar} THEN ${found.time} END`;
    },
    isOmitted: (role) => far.get(role)?.isFar ?? null,
  };
}
