import type { Doubt } from "../terms/doubt.ts";
import { doubtListCases } from "./doubt-list-cases.ts";
import { doubtSnapshots } from "./doubt-snapshots.ts";
import { doubtSwappedColumns } from "./doubt-swapped-columns.ts";
import { doubtRepeatedSteps, type CaseColumns } from "./doubt-repeated-steps.ts";
import { byCase, type SampleEvent } from "../columns/sample-events.ts";

type Rows = readonly (readonly (string | null)[])[];

/** Words and numbers that programs and people write for a case that they don't know. */
const PLACEHOLDER =
  /^(?:unknown|undefined|unspecified|dummy|test|default|other|various|misc|missing|tbd|unbekannt|sonstige|diverse|ohne|inconnue?|divers|autre|sans|desconocido|otro|sin|sconosciuto|altro|desconhecido|outro|onbekend|overig|nieznany|inne|brak|неизвестно|прочее|bilinmeyen|ukendt|okänd|ukjent|不明|未知|なし|無|无|-?0+|-1|-?9{3,}|x{2,}|[0-]{20,})$/iu;
/** Rows of the sample that are looked at. */
const MOST_ROWS = 4000;
/** Rows of such a case, as a multiple of those of most. */
const MANY_TIMES = 2;
const [LEAST_CASES, LEAST_RESTARTS] = [5, 5];
/** Share of the cases that start again, and of the new beginnings that come after a long rest. */
const [MOST_CASES, NEARLY_ALL] = [0.6, 0.8];
/** A rest before a new beginning, as a multiple of the longest one before and behind it. */
const LONG_REST = 3;
/** Most rows per event, and the least number of such events that is evidence. */
const [MOST_TIMES, LEAST_EVENTS] = [50, 10];
const ALMOST_ALL = 0.95;
const POINTS = { catchAll: 5, restarts: 10, repeated: 10 } as const;

/** What of the cases of the sample hardly is one case each, or one event each. */
export function doubtCases(rows: Rows, sampled: readonly SampleEvent[], columns: CaseColumns): Doubt[] {
  const events = sampled.slice(0, MOST_ROWS);
  const cases = byCase(events);
  const activityOf = ({ at }: SampleEvent): string => rows[at]?.[columns.activity]?.trim() ?? "";
  const column = columns.names[columns.caseId] ?? "";
  const swapped = doubtSwappedColumns(rows, columns);
  if (swapped.length > 0) return swapped;
  const snapshots = columns.isTimed ? doubtSnapshots(rows, cases, { column, activity: columns.activity }) : [];
  if (snapshots.length > 0) return [...snapshots, ...doubtCatchAll(column, cases)];
  const several = [
    ...doubtRepeatedSteps(rows, columns),
    ...(columns.isTimed ? doubtRepeated(rows, events, columns) : []),
  ];
  // Events that stand several times seem to be of several cases.
  const lists = doubtListCases(column, events);
  if (several.length > 0) return [...lists, ...doubtCatchAll(column, cases), ...several];
  return [
    ...lists,
    ...doubtCatchAll(column, cases),
    ...doubtSplit(rows, cases, columns, activityOf),
    ...(columns.isTimed ? doubtRestarts(column, cases, activityOf) : []),
  ];
}

/** One case that has a word for no case, and the events of many. */
function doubtCatchAll(column: string, cases: readonly (readonly SampleEvent[])[]): Doubt[] {
  if (cases.length < LEAST_CASES) return [];
  const sizes = cases.map(({ length }) => length).toSorted((a, b) => a - b);
  const median = sizes[Math.floor(sizes.length / 2)] ?? 1;
  return cases.flatMap((members) => {
    const key = members[0]?.caseKey ?? "";
    if (members.length < MANY_TIMES * median || !PLACEHOLDER.test(key)) return [];
    return [
      {
        kind: "MissingWords" as const,
        column,
        detail: `The case ${JSON.stringify(key)} has ${members.length} of the ${cases.reduce((sum, { length }) => sum + length, 0)} rows looked at, most others about ${median}: it seems to stand for an unknown case, and counts as one. Leave its rows out, or correct the source.`,
        count: members.length,
        examples: [{ column, value: key }],
        points: POINTS.catchAll,
      },
    ];
  });
}

/** Cases that begin again and again after a long rest, as numbers do that start from 1 each day, year or place. */
function doubtRestarts(
  column: string,
  cases: readonly (readonly SampleEvent[])[],
  activityOf: (event: SampleEvent) => string,
): Doubt[] {
  let [restarts, rested, several] = [0, 0, 0];
  for (const members of cases) {
    const ordered = members.toSorted((a, b) => (a.time ?? 0) - (b.time ?? 0));
    const [first] = ordered;
    if (first === undefined) continue;
    const begins = ordered.flatMap((event, at) => (activityOf(event) === activityOf(first) ? [at] : []));
    if (begins.length > 1) several++;
    for (const [place, begin] of begins.entries()) {
      if (place === 0) continue;
      restarts++;
      const from = begins[place - 1] ?? 0;
      const to = begins[place + 1] ?? ordered.length;
      const rest = gapBefore(ordered, begin);
      const longest = ordered
        .slice(from, to)
        .reduce((most, _, at) => (at === 0 || from + at === begin ? most : Math.max(most, gapBefore(ordered, from + at))), 0); // prettier-ignore
      if (begin - from > 1 && to - begin > 1 && rest > LONG_REST * longest) rested++;
    }
  }
  const isUsual = cases.length >= LEAST_CASES && several >= MOST_CASES * cases.length;
  if (!isUsual || rested < LEAST_RESTARTS || rested < NEARLY_ALL * restarts) return [];
  return [
    {
      kind: "RoleUncertain",
      column,
      detail: `${several} of the ${cases.length} cases of "${column}" looked at begin anew after a long rest, as numbers do that start again each day, each year or at each place: several cases may have become one. Export a number that is used once, or one column of the number and what it starts again with.`,
      count: several,
      points: POINTS.restarts,
    },
  ];
}

/** Values of a column that may be a part of the case. */
const MOST_VALUES = 50;

/** Cases that another column divides into several, each with a beginning of its own, as sites with numbers of their own do. */
function doubtSplit(
  rows: Rows,
  cases: readonly (readonly SampleEvent[])[],
  { names, caseId, used }: CaseColumns,
  activityOf: (event: SampleEvent) => string,
): Doubt[] {
  const ordered = cases.map((members) => members.toSorted((a, b) => (a.time ?? 0) - (b.time ?? 0)));
  const found = names.findIndex((_, index) => !used.has(index) && dividesCases(rows, ordered, index, activityOf));
  if (found < 0) return [];
  const [column, other] = [names[caseId] ?? "", names[found] ?? ""];
  return [
    {
      kind: "RoleUncertain",
      column,
      detail: `Most cases of "${column}" begin anew for each "${other}", as numbers do that each site or company gives itself: several cases may have become one. Export one column of both, and name it as caseId, if that is so.`,
      points: POINTS.restarts,
    },
  ];
}

function dividesCases(
  rows: Rows,
  ordered: readonly (readonly SampleEvent[])[],
  index: number,
  activityOf: (event: SampleEvent) => string,
): boolean {
  const values = new Set<string>();
  let [several, parts, begun, again] = [0, 0, 0, 0];
  for (const members of ordered) {
    const [first] = members;
    if (first === undefined) continue;
    const byValue = Map.groupBy(members, ({ at }) => rows[at]?.[index]?.trim() ?? "");
    for (const value of byValue.keys()) if (values.add(value).size > MOST_VALUES || value === "") return false;
    if (byValue.size < 2) continue;
    several++;
    for (const [begin, ...others] of byValue.values()) {
      if (begin === undefined || others.length === 0) return false;
      parts++;
      if (activityOf(begin) === activityOf(first)) begun++;
      if (others.some((event) => activityOf(event) === activityOf(first))) again++;
    }
  }
  const isUsual = ordered.length >= LEAST_CASES && several >= MOST_CASES * ordered.length;
  return isUsual && parts >= LEAST_EVENTS && begun >= ALMOST_ALL * parts && again <= (1 - ALMOST_ALL) * parts;
}

const gapBefore = (ordered: readonly SampleEvent[], at: number): number =>
  (ordered[at]?.time ?? 0) - (ordered[at - 1]?.time ?? 0);

/** Events of which nearly each stands in the same number of rows that differ in other columns: joined with their parts. */
function doubtRepeated(rows: Rows, events: readonly SampleEvent[], { names, activity, used }: CaseColumns): Doubt[] {
  const groups = Map.groupBy(events, ({ at, caseKey, time }) =>
    JSON.stringify([caseKey, rows[at]?.[activity]?.trim() ?? "", time]),
  );
  const sizes = new Map<number, number>();
  for (const { length } of groups.values()) sizes.set(length, (sizes.get(length) ?? 0) + 1);
  const [size = 1, count = 0] = [...sizes].toSorted((a, b) => b[1] - a[1])[0] ?? [];
  if (size < 2 || size > MOST_TIMES || groups.size < LEAST_EVENTS || count < ALMOST_ALL * groups.size) return [];
  const differing = names.findIndex((_, index) => !used.has(index) && differsInside(rows, groups.values(), index));
  if (differing < 0) return [];
  return [
    {
      kind: "RoleUncertain",
      column: names[differing] ?? "",
      detail: `Nearly each event stands in ${size} rows that differ in "${names[differing] ?? ""}", as a table has that is joined with items: each counts as an event. Export each event once, or make the case of both columns.`,
      count: events.length - groups.size,
      points: POINTS.repeated,
    },
  ];
}

/** Whether a column has another value in each row of nearly all groups. */
function differsInside(rows: Rows, groups: Iterable<readonly SampleEvent[]>, index: number): boolean {
  let [all, differing] = [0, 0];
  for (const group of groups) {
    if (group.length < 2) continue;
    all++;
    if (new Set(group.map(({ at }) => rows[at]?.[index]?.trim() ?? "")).size === group.length) differing++;
  }
  return all > 0 && differing >= ALMOST_ALL * all;
}
