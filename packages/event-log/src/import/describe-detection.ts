import type { DetectedColumns } from "../columns/detect-columns.ts";
import type { Doubt } from "../terms/doubt.ts";
import type { ImportMapping } from "../terms/import-options.ts";
import type { LifecycleWords } from "../columns/lifecycle-roles.ts";
import { columnRoles, type DetectedDetails } from "../terms/import-result.ts";
import type { DetectedTimeFormat, TimeFormat } from "../time/time-format.ts";
import type { StagedLog } from "../staging/staged-log.ts";
import { UNPIVOTED_ROLES } from "../columns/unpivot.ts";
import { utc, type TimeZone } from "../time/time-zone.ts";

/** What was found out about a file and how, for its owner to check. */
export function describeDetection(
  log: StagedLog,
  { roles, detectedBy, clocks, candidates }: DetectedColumns,
  times: readonly (DetectedTimeFormat | null)[],
  formats: readonly (TimeFormat | null)[],
  zone: TimeZone,
  mapping: ImportMapping,
  {
    doubts,
    orderedBy,
    lifecycleWords,
  }: {
    readonly doubts: readonly Doubt[];
    readonly orderedBy: string | undefined;
    readonly lifecycleWords: LifecycleWords | null;
  },
): DetectedDetails {
  const { timestamp } = roles;
  const column = timestamp === undefined ? undefined : log.columns[timestamp];
  const time = timestamp === undefined ? null : times[timestamp];
  const format = timestamp === undefined ? null : formats[timestamp];
  const isTyped = column !== undefined && /^(?:TIMESTAMP|DATE)/.test(column.type);
  const isAmbiguous = mapping.timestampFormat === undefined && time?.isAmbiguous === true;
  const nameOf = (index: number): string => log.columns[index]?.name ?? "";
  return {
    ...log.details,
    ...(format === null || format === undefined ? {} : { timestampFormat: isTyped ? column.type : format.described }),
    ...(isAmbiguous ? { ambiguous: true } : {}),
    timezone: zone === utc ? "UTC" : zone.name,
    mapping: {
      ...Object.fromEntries(
        columnRoles.flatMap((role) => {
          const index = roles[role];
          const clock = role === "timestamp" || role === "startTimestamp" ? clocks[role] : undefined;
          if (index === undefined || (log.unpivoted !== undefined && role in UNPIVOTED_ROLES)) return [];
          return [[role, clock === undefined ? nameOf(index) : [nameOf(index), nameOf(clock)]]];
        }),
      ),
      ...(log.unpivoted === undefined ? {} : { unpivot: log.unpivoted.columns }),
      ...(timestamp === undefined ? { timestamp: null } : {}),
      ...(lifecycleWords === null || lifecycleWords.start.length === 0 ? {} : { lifecycleStart: lifecycleWords.start }),
      ...(lifecycleWords === null || lifecycleWords.complete.length === 0
        ? {}
        : { lifecycleComplete: lifecycleWords.complete }),
    },
    candidates: Object.fromEntries(
      Object.entries(candidates).map(([role, list]) => [
        role,
        list.map(({ index, score }) => ({ column: nameOf(index), score })),
      ]),
    ),
    detectedBy: {
      ...detectedBy,
      ...(log.details.delimiter === undefined ? {} : { delimiter: log.isDelimiterGiven ? "given" : "content" }),
      ...(timestamp === undefined
        ? {}
        : { timestampFormat: mapping.timestampFormat === undefined ? "content" : "given" }),
      ...(mapping.timezone === undefined ? {} : { timezone: "given" }),
    },
    ...(orderedBy === undefined ? {} : { orderedBy }),
    doubts: doubts.toSorted((a, b) => b.points - a.points),
  };
}
