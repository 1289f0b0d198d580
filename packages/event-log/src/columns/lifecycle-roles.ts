import { isStandardTransition, lifecycleWord } from "../text/lifecycle-words.ts";
import type { Doubt } from "../terms/doubt.ts";
import type { ImportMapping } from "../terms/import-options.ts";
import { isInTurn } from "../text/in-turn.ts";
import { isMissingWord } from "../text/missing-words.ts";
import type { SampleEvent } from "./sample-events.ts";
import { sqlText } from "../text/sql-text.ts";

/** Words of a life-cycle column that stand for the start and the completion of an activity. */
export interface LifecycleWords {
  readonly start: readonly string[];
  readonly complete: readonly string[];
}

export interface LifecycleReading {
  /** Words that are replaced by `start` and `complete` in the table; null when it keeps all as they are. */
  readonly words: LifecycleWords | null;
  readonly doubts: readonly Doubt[];
}

const POINTS = { byOrder: 2, states: 0, unknown: 10 } as const;
const MOST_WORDS = 50;
const MOST_NAMED = 5;

/**
 * Finds the meaning of the words of a life-cycle column: from the mapping, from their meaning in any language, or, of two
 * words, from which of them always comes first. Words without a known meaning are reported as a doubt, because each record then
 * counts as a step. The same is done and reported where starts and completions are of different activities, as `mergeLifecycle`
 * finds it in all rows.
 */
export function readLifecycle(
  column: string,
  rows: readonly (readonly (string | null)[])[],
  indexes: { readonly lifecycle: number; readonly activity: number },
  events: readonly SampleEvent[],
  { lifecycleStart = [], lifecycleComplete = [] }: ImportMapping,
): LifecycleReading {
  const given = { start: [lifecycleStart].flat(), complete: [lifecycleComplete].flat() };
  if (given.start.length + given.complete.length > 0) return { words: given, doubts: [] };
  const wordOf = (at: number): string => rows[at]?.[indexes.lifecycle]?.trim() ?? "";
  const words = new Set(rows.map((_, at) => wordOf(at)).filter((word) => word !== "" && !isMissingWord(word)));
  const strange = [...words].filter((word) => lifecycleWord(word) === null);
  const meant = new Set([...words].map((word) => lifecycleWord(word)));
  if (strange.length === 0 || (meant.has("start") && meant.has("complete"))) {
    const doubts = [...words].every(isStandardTransition)
      ? []
      : doubtStates(
          column,
          Map.groupBy(events, ({ caseKey }) => caseKey),
          ({ at }) => ({ word: wordOf(at), activity: rows[at]?.[indexes.activity]?.trim() ?? "" }),
        );
    return { words: null, doubts };
  }
  const steps = [...words].filter((word) => lifecycleWord(word) !== "other");
  const [first = "", second = ""] = steps;
  if (steps.length === 2) {
    const traces = Map.groupBy(
      events.filter(({ at }) => steps.includes(wordOf(at))),
      ({ at, caseKey }) => JSON.stringify([caseKey, rows[at]?.[indexes.activity]?.trim() ?? ""]),
    );
    const inTime = [...traces.values()].map((members) =>
      members.toSorted((a, b) => (a.time ?? 0) - (b.time ?? 0)).map(({ at }) => wordOf(at)),
    );
    const found = [
      [first, second],
      [second, first],
    ].find(([start = "", complete = ""]) => isInTurn(inTime, start, complete));
    if (found !== undefined) {
      const [start = "", complete = ""] = found;
      return {
        words: { start: [start], complete: [complete] },
        doubts: [
          {
            kind: "LifecycleWords",
            column,
            detail: `"${start}" was taken as the start of an activity and "${complete}" as its completion, because the one comes before the other for each activity of a case. Name them in the mapping as lifecycleStart and lifecycleComplete if that is wrong.`,
            points: POINTS.byOrder,
          },
        ],
      };
    }
  }
  if (words.size < 2 || words.size > MOST_WORDS) return { words: null, doubts: [] };
  const named = strange
    .slice(0, MOST_NAMED)
    .map((word) => `"${word}"`)
    .join(", ");
  return {
    words: null,
    doubts: [
      {
        kind: "LifecycleWords",
        column,
        detail: `The words ${named}${strange.length > MOST_NAMED ? ", …" : ""} are known neither as the start of an activity nor as its completion, so that no service times are known and each record may count as a step. Name them in the mapping, as {"lifecycleStart": ["…"], "lifecycleComplete": ["…"]}.`,
        points: POINTS.unknown,
      },
    ],
  };
}

/** A doubt where cases have starts and completions, but hardly any of the same activity. */
function doubtStates(
  column: string,
  cases: ReadonlyMap<string, readonly SampleEvent[]>,
  read: (event: SampleEvent) => { readonly word: string; readonly activity: string },
): Doubt[] {
  let pairs = 0;
  let possible = 0;
  let example: readonly [start: string, complete: string] | null = null;
  for (const members of cases.values()) {
    const open = new Map<string, number>();
    const seen = { start: [] as string[], complete: [] as string[] };
    for (const event of members.toSorted((a, b) => (a.time ?? 0) - (b.time ?? 0))) {
      const { word, activity } = read(event);
      const step = word === "" ? "complete" : lifecycleWord(word);
      if (step !== "start" && step !== "complete") continue;
      seen[step].push(word);
      const left = open.get(activity) ?? 0;
      if (step === "start") open.set(activity, left + 1);
      else if (left > 0) {
        open.set(activity, left - 1);
        pairs++;
      }
    }
    possible += Math.min(seen.start.length, seen.complete.length);
    const [start, complete] = [seen.start[0], seen.complete[0]];
    if (start !== undefined && complete !== undefined) example ??= [start, complete];
  }
  if (example === null || 2 * pairs >= possible) return [];
  return [
    {
      kind: "LifecycleStates",
      column,
      detail: `The words of "${column}" were read as states of a case, not as starts and completions of activities, because "${example[0]}" and "${example[1]}" seldom belong to the same activity of a case: each record is a step, and no service times are known. If a state is a step of its own, make it the activity.`,
      points: POINTS.states,
    },
  ];
}

/** SQL of a life-cycle text with the words replaced; it is trimmed and not missing. */
export function lifecycleSql(sql: string, words: LifecycleWords | null | undefined): string {
  if (words === null || words === undefined) return sql;
  const isAny = (list: readonly string[]): string =>
    list.length === 0
      ? "false"
      : `lower(${sql}) IN (${list.map((word) => sqlText(word.trim().toLowerCase())).join(", ")})`;
  return `CASE WHEN ${isAny(words.start)} THEN 'start' WHEN ${isAny(words.complete)} THEN 'complete' ELSE ${sql} END`;
}
