import type { DetectedColumns, TimeRole } from "./detect-columns.ts";
import type { DuckDbSession } from "./duckdb-session.ts";
import { farTimes } from "./far-times.ts";
import type { TimeColumns } from "./read-time-columns.ts";
import type { StagedLog } from "./staged-log.ts";

/** Times of the roles that count as missing, by the choice of the caller. */
export interface OmittedTimes {
  /** SQL of a time column without them; null where none is left out. */
  readonly timeOf: (column: number) => string | null;
  /** SQL that is true for them. */
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
  const far = new Map<number, string>();
  for (const role of ["timestamp", "startTimestamp"] as const) {
    const index = roles[role];
    if (index === undefined) continue;
    const time = times.sqlOf(index);
    const isFar = await farTimes(session, time, log.relation);
    if (isFar !== null) far.set(index, isFar(time));
  }
  return {
    timeOf(index) {
      const isFar = far.get(index);
      return isFar === undefined ? null : `CASE WHEN NOT ${isFar} THEN ${times.sqlOf(index)} END`;
    },
    isOmitted: (role) => far.get(roles[role] ?? -1) ?? null,
  };
}
