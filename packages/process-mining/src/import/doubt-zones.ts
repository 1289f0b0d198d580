import { scanTime } from "../time/scan-time.ts";
import type { ScannedTime } from "../time/scanned-time.ts";
import type { TimeZone } from "../time/time-zone.ts";
import type { Doubt } from "./doubt.ts";
import type { ImportedColumn } from "./import-result.ts";

/** Durations between a time with a zone and one without may be off by hours. */
const POINTS = 10;

/**
 * Columns of times of which some say their zone and others don't: usually what two programs wrote into one file. Judged by
 * `samples`, the first and last values of each column as the file has them, by the table's name.
 */
export function doubtZones(
  columns: readonly Omit<ImportedColumn, "nulls">[],
  zone: TimeZone,
  samples: (sourceName: string) => readonly string[],
): Doubt[] {
  return columns.flatMap(({ name, role, sourceName = name }) => {
    if (role !== "timestamp" && role !== "startTimestamp") return [];
    const local: string[] = [];
    const zoned: string[] = [];
    for (const value of samples(sourceName)) {
      const scanned = scanTime(value);
      if (isLocalTime(scanned)) local.push(value);
      else if ((scanned?.zone ?? null) !== null) zoned.push(value);
    }
    if (local.length === 0 || zoned.length === 0) return [];
    const share = `${local.length} of ${local.length + zoned.length}`;
    return [
      {
        kind: "MixedZones" as const,
        column: sourceName,
        detail: `Some times say their zone (${zoned[0]}), others don't (${local[0]}): ${share} of those looked at. Those without were read as ${zone.name}; name their zone with timezone in the mapping, or export all times with their offset.`,
        examples: [local[0], zoned[0]].flatMap((value) => (value === undefined ? [] : [{ column: sourceName, value }])),
        points: POINTS,
      },
    ];
  });
}

/** Whether a text is a time of a clock without a zone of its own. */
export const isLocal = (text: string): boolean => isLocalTime(scanTime(text));

const isLocalTime = (scanned: ScannedTime | null): boolean =>
  scanned !== null && scanned.zone === null && scanned.clock !== null && scanned.date?.kind !== "count";
