import { sqlText } from "../text/sql-text.ts";
import type { EventTable } from "./event-table.ts";
import { isAbortWord, isStandardTransition, lifecycleWord } from "../text/lifecycle-words.ts";

/**
 * What an event says of the life cycle of its activity, as one number: the step (of `LIFECYCLE_STEPS`) × 2^32 + 32 bits of
 * the hash of its instance, 0 where it names none. Two instances that share these bits matter only when both are open in
 * one case and activity.
 */
export type LifecycleMark = number;

export const LIFECYCLE_STEPS = { other: 0, start: 1, complete: 2, abort: 3 } as const;

const INSTANCE_COLUMN = "concept:instance";
const WORD = 4_294_967_296;
/** A column of more words holds no life cycle. */
const MOST_WORDS = 1000;

export function stepOfMark(mark: LifecycleMark): number {
  return Math.floor(mark / WORD);
}

export interface LifecycleMarks {
  /** SQL for the mark of a row. */
  readonly sql: string;
  /** Whether a word of the column is none of the standard. */
  readonly hasOwnStates: boolean;
}

/**
 * How the rows of a table are marked. An event without a transition is a completion, the default of the XES standard's lifecycle
 * extension (IEEE 1849-2023).
 */
export async function markLifecycle(table: EventTable): Promise<LifecycleMarks> {
  const words = await table.texts(
    `SELECT lifecycle FROM ${table.relation} WHERE lifecycle IS NOT NULL GROUP BY 1 LIMIT ${MOST_WORDS}`,
  );
  const isAny = (isMeant: (word: string) => boolean): string => {
    const known = words.filter(isMeant);
    return known.length === 0 ? "false" : `lifecycle IN (${known.map(sqlText).join(", ")})`;
  };
  const isStart = isAny((word) => lifecycleWord(word) === "start");
  const isComplete = isAny((word) => lifecycleWord(word) === "complete");
  const step = `CASE WHEN ${isStart} THEN ${LIFECYCLE_STEPS.start}
    WHEN lifecycle IS NULL OR ${isComplete} THEN ${LIFECYCLE_STEPS.complete}
    WHEN ${isAny(isAbortWord)} THEN ${LIFECYCLE_STEPS.abort}
    ELSE ${LIFECYCLE_STEPS.other} END`;
  const instance = table.columns.has(INSTANCE_COLUMN)
    ? ` + coalesce(hash("${INSTANCE_COLUMN}"::VARCHAR) % ${WORD}, 0)::DOUBLE`
    : "";
  return {
    sql: `(${step})::DOUBLE * ${WORD}${instance}`,
    hasOwnStates: !words.every(isStandardTransition),
  };
}
