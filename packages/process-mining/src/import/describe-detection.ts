import type { DetectedColumns } from "./detect-columns.ts";
import { describeTimeFormat, type TimeFormat } from "./detect-time-format.ts";
import type { ImportMapping } from "./import-options.ts";
import { columnRoles, type DetectedDetails } from "./import-result.ts";
import type { StagedProfile } from "./profile-columns.ts";
import type { StagedLog } from "./staged-log.ts";
import { utc, type TimeZone } from "./time-expression.ts";

/** What was found out about a file and how, for its owner to check. */
export function describeDetection(
  log: StagedLog,
  profile: StagedProfile,
  { roles, detectedBy }: DetectedColumns,
  formats: readonly TimeFormat[],
  zone: TimeZone,
  mapping: ImportMapping,
): DetectedDetails {
  const { timestamp } = roles;
  const column = timestamp === undefined ? undefined : log.columns[timestamp];
  const format = timestamp === undefined ? undefined : formats[timestamp];
  const isTyped = column !== undefined && column.type !== "VARCHAR" && format?.kind === "iso";
  const isAmbiguous =
    mapping.timestampFormat === undefined && timestamp !== undefined && profile.times[timestamp]?.isAmbiguous === true;
  return {
    ...log.details,
    ...(format === undefined ? {} : { timestampFormat: isTyped ? (column?.type ?? "") : describeTimeFormat(format) }),
    ...(isAmbiguous ? { ambiguous: true } : {}),
    timezone: zone === utc ? "UTC" : zone.name,
    mapping: Object.fromEntries(
      columnRoles.flatMap((role) => (roles[role] === undefined ? [] : [[role, log.columns[roles[role]]?.name ?? ""]])),
    ),
    detectedBy: {
      ...detectedBy,
      ...(log.details.delimiter === undefined ? {} : { delimiter: log.isDelimiterGiven ? "given" : "content" }),
      timestampFormat: mapping.timestampFormat === undefined ? "content" : "given",
      ...(mapping.timezone === undefined ? {} : { timezone: "given" }),
    },
  };
}
