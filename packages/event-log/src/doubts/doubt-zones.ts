import { scanSampled } from "../time/scan-time.ts";
import type { ScannedTime } from "../time/scanned-time.ts";
import { findTimeZone, type TimeZone } from "../time/time-zone.ts";
import type { Doubt } from "../terms/doubt.ts";
import type { ImportedColumn } from "../terms/import-result.ts";

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
      const scanned = scanSampled(value);
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

/** Names of columns that hold zones, in several languages. */
const ZONE_NAMES = /zone|offset|^tz$|_tz$|^tz_|utc|fuseau|huso|fuso|strefa|пояс|时区|時區|タイムゾーン/i;
/** What is a zone whatever the column is called. */
const CLEAR_ZONE = /^(?:UTC|GMT)?[+-]\d{2}:\d{2}$|^[A-Z][A-Za-z]+\/[A-Z][\w+/-]+$/;
const MOST_ZONES = 100;

/**
 * Columns beside local times that say the zone of each, which isn't applied to them. `others` are the columns without a role and
 * their first and last values; `times` those of the columns of the times.
 */
export function doubtZoneColumns(
  others: readonly { readonly name: string; readonly values: readonly string[] }[],
  times: readonly string[],
  zone: TimeZone,
): Doubt[] {
  const isZoned = (value: string): boolean => {
    const scanned = scanSampled(value);
    return scanned !== null && (scanned.zone !== null || scanned.date?.kind === "count");
  };
  if (times.length === 0 || times.some(isZoned)) return [];
  return others.flatMap(({ name, values }) => {
    const texts = [...new Set(values.map((value) => value.trim()))];
    if (texts.length === 0 || texts.length > MOST_ZONES) return [];
    if (!ZONE_NAMES.test(name) && !texts.every((text) => CLEAR_ZONE.test(text))) return [];
    const zones = texts.map(zoneOf);
    if (zones.includes(null) || zones.every((known) => known === keyOf(zone))) return [];
    return [
      {
        kind: "ZoneColumn" as const,
        column: name,
        detail: `The column says the zone of each time (${texts.slice(0, 3).join(", ")}), but the times were read as ${zone.name}. Export them in UTC or with their offset; if all have one zone, name it with timezone in the mapping.`,
        points: POINTS,
      },
    ];
  });
}

const keyOf = (zone: TimeZone): string => (zone.kind === "fixed" ? String(zone.minutes) : zone.name);

/** The zone that a text names; null if it names none. */
function zoneOf(text: string): string | null {
  const zone = findTimeZone(text);
  return zone === null ? null : keyOf(zone);
}

/** Whether a text is a time of a clock without a zone of its own. */
export const isLocal = (text: string): boolean => isLocalTime(scanSampled(text));

const isLocalTime = (scanned: ScannedTime | null): boolean =>
  scanned !== null && scanned.zone === null && scanned.clock !== null && scanned.date?.kind !== "count";
