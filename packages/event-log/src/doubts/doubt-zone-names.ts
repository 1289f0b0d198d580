import { isLocal } from "./doubt-zones.ts";
import { findTimeZone, type TimeZone } from "../time/time-zone.ts";
import { resolveZone, zoneOffset, zoneOfWord, type ZoneMark } from "../time/zones.ts";
import type { Doubt } from "../terms/doubt.ts";

/** Durations between systems may be off by hours. */
const POINTS = 10;
/** Words that are zones, and words of a language or a trade too, stand for a zone in capitals alone. */
const CAPITALS = /^[A-Z]{2,5}$/;
const OFFSET = /^(?:UTC|GMT)? ?([+\-−]\d{1,2}(?::?\d{2})?)$/i;
const CLOSING = ")]}";
/** Some day in winter: names of zones in headers are mostly those of winter. */
const WINTER_SECONDS = 1_705_320_000;

/**
 * Columns of local times whose names say their zone, such as `Timestamp (CET)` or `event_time_europe_berlin`, which isn't applied
 * to them: other programs put anything into names.
 */
export function doubtZoneNames(
  columns: readonly { readonly name: string; readonly values: readonly string[] }[],
  zone: TimeZone,
): Doubt[] {
  return columns.flatMap(({ name, values }) => {
    const named = zoneOfName(name);
    if (named === null || minutesOf(named.mark) === minutesOf(markOf(zone)) || !values.some(isLocal)) return [];
    return [
      {
        kind: "ZoneColumn" as const,
        column: name,
        detail: `The name of the column says the zone ${named.text}, but the times were read as ${zone.name}. Name their zone with timezone in the mapping, for example "Europe/Berlin" or "+01:00".`,
        points: POINTS,
      },
    ];
  });
}

/** The zone that a column's name says, in brackets or as its last words; null where it says none. */
export function zoneOfName(name: string): { readonly text: string; readonly mark: ZoneMark } | null {
  const inner = inBrackets(name.trim());
  const innerMark = markOfText(inner, true);
  if (innerMark !== null) return { text: inner, mark: innerMark };
  const words = name.split(/[\s_]+/).filter((word) => word !== "");
  for (const count of [1, 2, 3]) {
    if (words.length <= count) break;
    const last = words.slice(-count);
    // `event_time_europe_berlin`
    const mark = count === 1 ? markOfText(last[0] ?? "", false) : markOfCity(last);
    if (mark !== null) return { text: last.join(count === 1 ? "" : "/"), mark };
  }
  return null;
}

/** What stands in brackets at the end of a text. */
function inBrackets(text: string): string {
  const kind = CLOSING.indexOf(text.at(-1) ?? " ");
  return kind < 0 ? "" : text.slice(text.lastIndexOf("([{"[kind] ?? "") + 1, -1).trim();
}

function markOfText(text: string, isInBrackets: boolean): ZoneMark | null {
  const offset = OFFSET.exec(text)?.[1];
  if (offset !== undefined) {
    const zone = findTimeZone(offset.replace("−", "-"));
    return zone === null ? null : markOf(zone);
  }
  const isWord = isInBrackets ? CAPITALS.test(text.toUpperCase()) : CAPITALS.test(text);
  if (text.includes("/") || isWord) return zoneOfWord(text);
  return null;
}

/** The zone of words such as `europe`, `berlin`. */
function markOfCity([area = "", ...city]: readonly string[]): ZoneMark | null {
  const isArea = /^(?:africa|america|antarctica|asia|atlantic|australia|europe|indian|pacific)$/i.test(area);
  return isArea ? resolveZone(`${area}/${city.join("_")}`) : null;
}

const markOf = (zone: TimeZone): ZoneMark => (zone.kind === "fixed" ? zone.minutes : zone.name);

const minutesOf = (mark: ZoneMark): number => (typeof mark === "number" ? mark : zoneOffset(mark, WINTER_SECONDS) / 60);
