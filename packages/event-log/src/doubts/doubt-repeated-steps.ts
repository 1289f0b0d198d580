import type { DetectedColumns } from "../columns/detect-columns.ts";
import type { ColumnProfile } from "../columns/column-profile.ts";
import type { Doubt } from "../terms/doubt.ts";
import type { ColumnMapping } from "../terms/import-result.ts";
import { namesPlan } from "../roles/name-fit.ts";

/** The checked rows of the sample. */
const MOST_ROWS = 4000;
/** The least number of steps that occur with both words. */
const LEAST_STEPS = 10;
const NEARLY_ALL = 0.8;
/** The most rows with one word per step: with more, any step occurs with both words. */
const MOST_TIMES = 3;
const POINTS = 10;

/** The columns of a log in which its cases are looked at. */
export interface CaseColumns {
  readonly names: readonly string[];
  readonly caseId: number;
  readonly activity: number;
  readonly isTimed: boolean;
  /** Columns of the roles and times, which are no parts of an event. */
  readonly used: ReadonlySet<number>;
}

/**
 * The doubt about a column with two words, when nearly each step of each case occurs equally often with both, as in lists of planned
 * and of completed steps: both were read as events.
 */
export function doubtRepeatedSteps(
  rows: readonly (readonly (string | null)[])[],
  { names, caseId, activity, used }: CaseColumns,
): Doubt[] {
  const sample = rows.slice(0, MOST_ROWS);
  return names.flatMap((name, index) => {
    const words = used.has(index) ? null : twoWords(sample, index);
    if (words === null || !standsTwice(sample, { caseId, activity, index }, words)) return [];
    const [first, second] = words.toSorted((left, right) => Number(namesPlan(right)) - Number(namesPlan(left)));
    return [
      {
        kind: "RoleUncertain" as const,
        column: name,
        detail: `Nearly each step of a case stands twice, with "${first}" and with "${second}" in "${name}", and both were read as events. Leave out those that were only planned, or name "${name}" as lifecycle in the mapping if they are the start and the end of a step.`,
        points: POINTS,
      },
    ];
  });
}

/** A second table beside the first, with its columns: of both, one was read. */
export function doubtSecondTable(
  columns: readonly ColumnProfile[],
  { roles }: Pick<DetectedColumns, "roles">,
  given: ColumnMapping,
): Doubt[] {
  const nameOf = (index: number | undefined): string => columns[index ?? -1]?.name.trim().toLowerCase() ?? "";
  // A workbook's second column of a name has a number behind it.
  const isTwice = (index: number | undefined): boolean =>
    columns.some(
      (_, at) => at !== index && nameOf(index) !== "" && [nameOf(index), `${nameOf(index)}_2`].includes(nameOf(at)),
    );
  const { caseId, activity } = roles;
  if (given.caseId !== undefined || !isTwice(caseId) || !isTwice(activity)) return [];
  const [owner, step] = [columns[caseId ?? -1]?.name ?? "", columns[activity ?? -1]?.name ?? ""];
  return [
    {
      kind: "RoleUncertain",
      column: owner,
      detail: `The file has several columns "${owner}" and "${step}", as two tables side by side have: only one of each was read. Put the rows of all tables one below the other.`,
      points: POINTS,
    },
  ];
}

type Rows = readonly (readonly (string | null)[])[];

/** The two values of a column that is filled in all rows; null for any other. */
function twoWords(rows: Rows, index: number): readonly string[] | null {
  const words = new Set<string>();
  for (const row of rows) {
    words.add(row[index]?.trim() ?? "");
    if (words.size > 2) return null;
  }
  return words.size === 2 && !words.has("") ? [...words] : null;
}

function standsTwice(
  rows: Rows,
  { caseId, activity, index }: { readonly caseId: number; readonly activity: number; readonly index: number },
  [first = "", second = ""]: readonly string[],
): boolean {
  const steps = new Map<string, [first: number, second: number]>();
  for (const row of rows) {
    const key = JSON.stringify([row[caseId]?.trim(), row[activity]?.trim()]);
    const counts = steps.get(key) ?? [0, 0];
    steps.set(key, counts);
    counts[row[index]?.trim() === first ? 0 : 1]++;
  }
  const of = (word: 0 | 1): [number, number][] => [...steps.values()].filter((counts) => counts[word] > 0);
  // Not all that was planned may have been done yet.
  const fewer = of(0).length < of(1).length ? of(0) : of(1);
  const alike = fewer.filter(([left, right]) => left === right && left <= MOST_TIMES);
  return second !== "" && fewer.length >= LEAST_STEPS && alike.length >= NEARLY_ALL * fewer.length;
}
