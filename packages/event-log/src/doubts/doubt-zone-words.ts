import { scanSampled } from "../time/scan-time.ts";
import type { TimeZone } from "../time/time-zone.ts";
import { zoneOfWord, zoneOffset } from "../time/zones.ts";
import type { Doubt } from "../terms/doubt.ts";

/** A name that several zones share. */
interface SharedName {
  /** The zone that it is read as. */
  readonly taken: string;
  readonly others: readonly string[];
  /** Names that stand beside it, in winter or summer, where the zone that is read is meant. */
  readonly beside: readonly string[];
}

const NAMES: ReadonlyMap<string, SharedName> = new Map(
  Object.entries({
    IST: { taken: "India", others: ["Israel (+02:00)", "Ireland (+01:00)"], beside: [] },
    CST: { taken: "US Central", others: ["China (+08:00)", "Cuba (-05:00)"], beside: ["CDT"] },
    BST: { taken: "British Summer Time", others: ["Bangladesh (+06:00)", "Bougainville (+11:00)"], beside: ["GMT"] },
    AST: { taken: "Atlantic Canada", others: ["Arabia (+03:00)"], beside: ["ADT"] },
    EST: { taken: "US Eastern", others: ["Eastern Australia (+10:00)"], beside: ["EDT"] },
    GST: { taken: "the Gulf", others: ["South Georgia (-02:00)", "Guam (+10:00)"], beside: [] },
    PST: { taken: "US Pacific", others: ["the Philippines (+08:00)"], beside: ["PDT"] },
    MST: { taken: "US Mountain", others: ["Malaysia (+08:00)", "Myanmar (+06:30)"], beside: ["MDT"] },
    ADT: { taken: "Atlantic Canada", others: ["Arabia (+04:00)"], beside: ["AST"] },
  }),
);
const WORD = /(?<![\p{L}\d/])(\p{Lu}{3,4})(?![\p{L}\d/])/gu;
/** An offset in figures says what the name means. */
const OFFSET = /[+-]\d{2}:?\d{2}(?!\d)|[+-]\d{1,2}\)?$/;
/** Days in the middle of winter and of summer. */
const DAYS = [1_705_320_000, 1_721_044_800] as const;
const POINTS = 5;

/**
 * Times behind which stands a name that several zones have, and nothing beside it that says which: neither an offset, nor the name
 * of its other half of the year, nor the zone that the caller gives.
 */
export function doubtZoneWords(
  columns: readonly { readonly name: string; readonly values: readonly string[] }[],
  zone: TimeZone | null,
): Doubt[] {
  return columns.flatMap(({ name: column, values }) => {
    const found = new Map<string, { count: number; value: string }>();
    const words = new Set<string>();
    for (const value of values) {
      for (const [, word = ""] of value.matchAll(WORD)) {
        words.add(word);
        if (!NAMES.has(word) || OFFSET.test(value) || scanSampled(value)?.zone !== zoneOfWord(word)) continue;
        const before = found.get(word);
        found.set(word, { count: (before?.count ?? 0) + 1, value: before?.value ?? value });
      }
    }
    return [...found].flatMap(([word, { count, value }]) => {
      const shared = NAMES.get(word);
      const minutes = zoneOfWord(word);
      if (shared === undefined || typeof minutes !== "number") return [];
      if (shared.beside.some((other) => words.has(other)) || offsetsOf(zone).includes(minutes)) return [];
      return [
        {
          kind: "ZoneWord" as const,
          column,
          detail: `"${word}" (${value}) is the name of several zones: it was read as ${shared.taken} (${offsetText(minutes)}), and may be ${shared.others.join(" or ")}. Export times in UTC or with their offset in figures.`,
          count,
          examples: [{ column, value }],
          points: POINTS,
        },
      ];
    });
  });
}

/** The minutes that a zone is east of UTC in winter and in summer; none where nobody names a zone. */
const offsetsOf = (zone: TimeZone | null): readonly number[] =>
  zone === null ? [] : zone.kind === "fixed" ? [zone.minutes] : DAYS.map((day) => zoneOffset(zone.name, day) / 60);

function offsetText(minutes: number): string {
  const parts = [Math.floor(Math.abs(minutes) / 60), Math.abs(minutes) % 60];
  return `${minutes < 0 ? "-" : "+"}${parts.map((part) => String(part).padStart(2, "0")).join(":")}`;
}
