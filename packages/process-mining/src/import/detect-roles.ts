import type { DetectedTimeFormat } from "../time/time-format.ts";
import { detectColumns, type DetectedColumns } from "./detect-columns.ts";
import { givenColumns } from "./given-columns.ts";
import type { ImportMapping } from "./import-options.ts";
import type { StagedProfile } from "./profile-columns.ts";
import type { StagedLog } from "./staged-log.ts";
import { UNPIVOTED_ROLES } from "./unpivot.ts";

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
  const isUnpivoted = log.unpivoted !== undefined;
  const given = givenColumns(mapping);
  const detected = detectColumns(
    log.columns.map(({ name }, index) => ({ name, time: times[index] ?? null })),
    profile.rows,
    isUnpivoted ? { ...given, ...UNPIVOTED_ROLES } : given,
    hasTimes(log, mapping),
  );
  if (!isUnpivoted) return detected;
  // Other times of the row are the case's, not the step's.
  const { startTimestamp: _, ...roles } = detected.roles;
  const { startTimestamp: __, ...detectedBy } = detected.detectedBy;
  return { ...detected, roles, detectedBy, clocks: {} };
}
