import type { DetectedTimeFormat } from "../time/time-format.ts";
import { detectColumns, type DetectedColumns } from "../columns/detect-columns.ts";
import type { Doubt } from "../terms/doubt.ts";
import {
  doubtBlankClocks,
  doubtDurations,
  doubtGuessedClocks,
  doubtOtherEnds,
  doubtUnusedClocks,
} from "../doubts/doubt-clocks.ts";
import { doubtHalfMarked } from "../doubts/doubt-half-marked.ts";
import { doubtLostHalves, doubtLostHours } from "../doubts/doubt-lost-clocks.ts";
import { doubtMissingClocks } from "../doubts/doubt-missing-clocks.ts";
import { doubtSecondTable } from "../doubts/doubt-repeated-steps.ts";
import { givenColumns } from "../terms/given-columns.ts";
import type { ImportMapping } from "../terms/import-options.ts";
import type { ColumnMapping } from "../terms/import-result.ts";
import type { StagedProfile } from "../columns/profile-columns.ts";
import type { StagedLog } from "../staging/staged-log.ts";
import { UNPIVOTED_ROLES } from "../columns/unpivot.ts";

/** Whether a log has times; one without is mined in the order of its file. */
export const hasTimes = ({ isTimed }: StagedLog, { timestamp }: ImportMapping): boolean =>
  timestamp === undefined ? isTimed !== false : timestamp !== null;

/** Gives the columns of a staged log their roles. `times` are the formats of its columns. */
export function detectRoles(
  log: StagedLog,
  times: readonly (DetectedTimeFormat | null)[],
  profile: StagedProfile,
  mapping: ImportMapping,
): DetectedColumns {
  const given = givenColumns(mapping);
  const made: ColumnMapping = Object.fromEntries(
    (log.unpivoted?.roles ?? []).map((role): [string, string] => [role, UNPIVOTED_ROLES[role]]),
  );
  const columns = log.columns.map(({ name }, index) => ({ name, time: times[index] ?? null }));
  const detected = detectColumns(columns, profile.rows, { ...given, ...made }, hasTimes(log, mapping));
  if (log.unpivoted === undefined) {
    const lost = doubtLostHours(columns, profile.rows, detected);
    const isLost = ({ column }: Doubt): boolean => lost.some((each) => each.column === column);
    return {
      ...detected,
      doubts: [
        ...detected.doubts,
        ...lost,
        ...doubtLostHalves(columns, profile.rows, detected),
        ...doubtHalfMarked(columns, profile.rows, detected),
        ...doubtMissingClocks(columns, profile.rows, detected),
        ...doubtGuessedClocks(columns, detected, given).filter((doubt) => !isLost(doubt)),
        ...doubtUnusedClocks(columns, profile.rows, detected).filter((doubt) => !isLost(doubt)),
        ...doubtBlankClocks(columns, profile.rows, detected),
        ...doubtDurations(columns, detected, given),
        ...doubtOtherEnds(columns, detected, given),
        ...doubtSecondTable(columns, detected, given),
      ],
    };
  }
  if (log.unpivoted.roles.includes("startTimestamp")) return { ...detected, clocks: {} };
  // Other times of the row are the case's, not the step's.
  const { startTimestamp: _, ...roles } = detected.roles;
  const { startTimestamp: __, ...detectedBy } = detected.detectedBy;
  return { ...detected, roles, detectedBy, clocks: {} };
}
