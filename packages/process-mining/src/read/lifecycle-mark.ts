/**
 * What an event says of the life cycle of its activity, as one number: the step (of `LIFECYCLE_STEPS`) × 2^32 + 32 bits of
 * the hash of its instance, 0 where it names none. Two instances that share these bits matter only when both are open in
 * one case and activity.
 */
export type LifecycleMark = number;

export const LIFECYCLE_STEPS = { other: 0, start: 1, complete: 2 } as const;

const INSTANCE_COLUMN = "concept:instance";
const WORD = 4_294_967_296;

export function stepOfMark(mark: LifecycleMark): number {
  return Math.floor(mark / WORD);
}

/**
 * SQL for the mark of a row. An event without a transition is a completion, the default of the XES standard's lifecycle
 * extension (IEEE 1849-2023).
 */
export function lifecycleMarkSql(columns: ReadonlySet<string>): string {
  const step = `CASE WHEN lower(lifecycle) IN ('start', 'started', 'begin') THEN ${LIFECYCLE_STEPS.start}
    WHEN lifecycle IS NULL OR lower(lifecycle) IN ('complete', 'completed', 'end', 'finish', 'finished') THEN ${LIFECYCLE_STEPS.complete}
    ELSE ${LIFECYCLE_STEPS.other} END`;
  const instance = columns.has(INSTANCE_COLUMN)
    ? ` + coalesce(hash("${INSTANCE_COLUMN}"::VARCHAR) % ${WORD}, 0)::DOUBLE`
    : "";
  return `(${step})::DOUBLE * ${WORD}${instance}`;
}
