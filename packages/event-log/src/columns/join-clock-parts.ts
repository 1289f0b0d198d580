import { scanSampled } from "../time/scan-time.ts";
import { clockOfText } from "../time/clock-column.ts";
import { namesDuration } from "./clock-names.ts";
import type { Doubt } from "../terms/doubt.ts";
import { isMissingWord } from "../text/missing-words.ts";
import { NotPlain } from "../plain/not-plain.ts";
import type { StagedProfile } from "./profile-columns.ts";
import { namesPlan, plainName } from "../roles/name-fit.ts";
import { sqlText } from "../text/sql-text.ts";
import type { StagedColumn, StagedLog } from "../staging/staged-log.ts";
import { textSql } from "../staging/staged-text.ts";

/** Names of columns that hold nothing but the half of the day. */
const HALF_NAME = /^(?:.* )?(?:a ?m ?(?:or )?p ?m|ampm|meridiem|meridian|half ?day|tageshälfte|上午 下午|午前 午後)$/u;
const HALF = /^(?:[ap]\.? ?m\.?|上午|下午|午前|午後|오전|오후)$/iu;
/** A letter alone is one only where the name says so. */
const SHORT_HALF = /^[ap]$/iu;
const ENGLISH_HALF = String.raw`(?i)[ap]\.? ?(m\.?)?`;
const OTHER_HALF = "上午|下午|午前|午後|오전|오후";

/** Words for the parts of a time of day, each in a column of its own; in the plural they are lengths. */
const PARTS: readonly (readonly [part: "hour" | "minute" | "second", words: ReadonlySet<string>])[] = [
  ["hour", new Set("hour hh hr stunde std heure hora ora uur godzina saat timme tunti hodina час 時 时 小时 시".split(" "))],
  ["minute", new Set("minute min mm mi minuto minuut minuta minut minutt minuutti dakika minúta минута 分 分钟 분".split(" "))],
  ["second", new Set("second sec ss sekunde sek seconde segundo secondo seconda sekunda sekund sekunti saniye секунда 秒 초".split(" "))],
]; // prettier-ignore
const POINTS = { joined: 0, unclear: 20 } as const;

/** A column whose texts are made of those of several. */
interface Join {
  readonly index: number;
  readonly others: readonly number[];
  readonly sql: string;
  readonly doubt: Doubt;
}

/**
 * The log with whole times of day where the file has their parts in columns of their own: AM and PM beside a clock of 12 hours,
 * or hour, minute and second. Null for any other log. What can't be joined surely is doubted.
 * @param hasFormat - whether the caller says how whole times are written, which are left as they are then
 * @throws NotPlain when all rows have to be staged for it
 */
export function joinClockParts(log: StagedLog, profile: StagedProfile, hasFormat: boolean): StagedLog | null {
  if (log.unpivoted !== undefined) return null;
  const known = new Set((log.doubts ?? []).map(({ detail }) => detail));
  const { joins, doubts } = findHalves(log, profile, hasFormat);
  const all = [...joins, ...findParts(log, profile)];
  const further = [...doubts, ...all.map(({ doubt }) => doubt)].filter(({ detail }) => !known.has(detail));
  if (further.length === 0) return null;
  if (all.length === 0) return { ...log, doubts: [...(log.doubts ?? []), ...further] };
  if (log.plain !== undefined) throw new NotPlain("times of day are in several columns");
  const bySql = new Map(all.map((join) => [log.columns[join.index]?.sql, join]));
  const columns = log.columns.map((column) => (bySql.has(column.sql) ? asText(column) : column));
  const relationOf = (some: readonly StagedColumn[]): string => {
    const wanted = new Set(some.map(({ sql }) => sql));
    for (const { sql } of some) {
      for (const other of bySql.get(sql)?.others ?? []) wanted.add(log.columns[other]?.sql ?? sql);
    }
    const inner = log.relationOf(log.columns.filter(({ sql }) => wanted.has(sql)));
    const fields = some.map(({ sql }) => {
      const join = bySql.get(sql);
      return join === undefined ? sql : `${join.sql} AS ${sql}`;
    });
    return `(SELECT ${["row_index", ...fields].join(", ")} FROM ${inner})`;
  };
  return { ...log, columns, relationOf, relation: relationOf(columns), doubts: [...(log.doubts ?? []), ...further] };
}

const asText = ({ name, sql }: StagedColumn): StagedColumn => ({ name, sql, type: "VARCHAR" });

const filledOf = (profile: StagedProfile, index: number): string[] =>
  (profile.values[index] ?? []).filter((value) => !isMissingWord(value)).map((value) => value.trim());

/** Clocks of 12 hours with a column of halves of the day beside them: the one right before it, or the only one. */
function findHalves(
  log: StagedLog,
  profile: StagedProfile,
  hasFormat: boolean,
): { readonly joins: Join[]; readonly doubts: Doubt[] } {
  const halves = log.columns.flatMap(({ name }, index) => {
    const values = filledOf(profile, index);
    const isNamed = HALF_NAME.test(plainName(name));
    const isHalf = (value: string): boolean => HALF.test(value) || (isNamed && SHORT_HALF.test(value));
    const isBoth = isNamed || new Set(values.map((value) => value.charAt(0).toLowerCase())).size > 1;
    return values.length > 0 && isBoth && values.every((value) => isHalf(value)) ? [index] : [];
  });
  if (halves.length === 0) return { joins: [], doubts: [] };
  const clocks = log.columns.flatMap((_, index) => {
    const mayJoin = !hasFormat || profile.times[index]?.kind === "clock";
    return mayJoin && isOfTwelveHours(profile, index) ? [index] : [];
  });
  const joins: Join[] = [];
  const doubts: Doubt[] = [];
  for (const half of halves) {
    const only = halves.length === 1 && clocks.length === 1 ? clocks[0] : undefined;
    const before = halves.length > 1 && clocks.includes(half - 1) ? half - 1 : undefined;
    const index = only ?? before;
    const [clock, other] = [log.columns[index ?? -1], log.columns[half]];
    if (clocks.length === 0 || other === undefined) continue;
    if (index === undefined || clock === undefined) {
      doubts.push(doubtHalf(other.name, clocks.map((at) => log.columns[at]?.name ?? ""))); // prettier-ignore
      continue;
    }
    joins.push({
      index,
      others: [half],
      sql: halfSql(textSql(clock), textSql(other)),
      doubt: {
        kind: "RoleUncertain",
        column: clock.name,
        detail: `"${clock.name}" was read together with "${other.name}", which says which half of the day it is.`,
        points: POINTS.joined,
      },
    });
  }
  return { joins, doubts };
}

function isOfTwelveHours(profile: StagedProfile, index: number): boolean {
  const time = profile.times[index];
  if (time?.kind !== "clock" && time?.kind !== "moment") return false;
  const values = filledOf(profile, index).slice(0, 2000);
  const hours = values.flatMap((value) => {
    const clock = time.kind === "clock" ? clockOfText(value, time.format.clockForm)?.clock : scanSampled(value)?.clock;
    if (clock === null || clock === undefined) return [];
    return [clock.hasMeridiem ? -1 : Math.floor(clock.seconds / 3600)];
  });
  return hours.length > 0 && hours.every((hour) => hour >= 0 && hour <= 12);
}

const halfSql = (clock: string, half: string): string =>
  `CASE WHEN trim(${clock}) = '' THEN ${clock}
    WHEN regexp_full_match(trim(${half}), ${sqlText(ENGLISH_HALF)}) THEN trim(${clock}) || ' ' || upper(left(trim(${half}), 1)) || 'M'
    WHEN regexp_full_match(trim(${half}), ${sqlText(OTHER_HALF)}) THEN trim(${clock}) || ' ' || trim(${half}) ELSE ${clock} END`;

const doubtHalf = (half: string, clocks: readonly string[]): Doubt => ({
  kind: "RoleUncertain",
  column: half,
  detail: `"${half}" says which half of the day times are of, but not of which column (${clocks.map((name) => `"${name}"`).join(", ")}), so that afternoons may be 12 hours early. Export times of 24 hours, or each time and its AM or PM in one column.`,
  points: POINTS.unclear,
});

/** Columns of hours with one of minutes, and maybe one of seconds, beside a column of days. */
function findParts(log: StagedLog, profile: StagedProfile): Join[] {
  const { times } = profile;
  if (!times.some((time) => time?.kind === "date")) return [];
  if (times.some((time) => time?.kind === "moment" || (time?.kind === "clock" && time.format.clockForm?.figures !== 2)))
    return [];
  const parts = log.columns.flatMap(({ name }, index) => {
    const part = partOf(name);
    return part === null || !isPart(filledOf(profile, index), part) ? [] : [{ ...part, index }];
  });
  return [...Map.groupBy(parts, ({ rest }) => rest).values()].flatMap((group) => {
    const [hour, ...moreHours] = group.filter(({ part }) => part === "hour");
    const minutes = group.filter(({ part }) => part === "minute");
    // Beside another word for minutes, `MM` are months.
    const [minute, ...moreMinutes] = minutes.length > 1 ? minutes.filter(({ word }) => word !== "mm") : minutes;
    const [second] = group.filter(({ part }) => part === "second");
    const [hours, mins, secs] = [hour, minute, second].map((part) => log.columns[part?.index ?? -1]);
    if (hour === undefined || minute === undefined || moreHours.length > 0 || moreMinutes.length > 0) return [];
    if (hours === undefined || mins === undefined) return [];
    const [h, m] = [textSql(hours), textSql(mins)];
    const ofSeconds = secs === undefined ? "" : ` || ':' || ${twoFigures(textSql(secs))}`;
    const names = [mins, secs ?? []].flat().map(({ name }) => `"${name}"`);
    return [
      {
        index: hour.index,
        others: [minute.index, second?.index ?? []].flat(),
        sql: `CASE WHEN regexp_matches(${h}, '^\\s*\\d') THEN ${twoFigures(h)} || ':' || ${twoFigures(m)}${ofSeconds} ELSE ${h} END`,
        doubt: {
          kind: "RoleUncertain" as const,
          column: hours.name,
          detail: `"${hours.name}" was read together with ${names.join(" and ")} as one time of day.`,
          points: POINTS.joined,
        },
      },
    ];
  });
}

const twoFigures = (sql: string): string =>
  `lpad(coalesce(nullif(regexp_extract(${sql}, '^\\s*(\\d{1,2})', 1), ''), '0'), 2, '0')`;

interface Part {
  readonly part: "hour" | "minute" | "second";
  readonly word: string;
  /** The name without the word, which parts of one time have in common. */
  readonly rest: string;
}

function partOf(name: string): Part | null {
  const words = plainName(name).split(" ");
  if (namesPlan(name)) return null;
  const [found, ...more] = words.flatMap((word) =>
    PARTS.flatMap(([part, list]) => (list.has(word) ? [{ part, word }] : [])),
  );
  if (found === undefined || more.length > 0) return null;
  const rest = words.filter((word) => word !== found.word).join(" ");
  return namesDuration(rest) === null ? { ...found, rest } : null;
}

function isPart(values: readonly string[], { part, word }: Part): boolean {
  const numbers = values.map((value) => (/^\d{1,2}(?:[.,]\d+)?$/.test(value) ? Number(value.replace(",", ".")) : -1));
  const isFine = numbers.every((value) => value >= 0 && value < (part === "hour" ? 25 : 60));
  if (numbers.length === 0 || !isFine) return false;
  if (part !== "second" && numbers.some((value) => !Number.isInteger(value))) return false;
  return word !== "mm" || numbers.some((value) => value > 12);
}
