import type { Doubt } from "../terms/doubt.ts";
import type { SampleEvent } from "../columns/sample-events.ts";

/** Lists as Python and JSON write them: `['o1', 'o2']`. */
const LIST = /^\[.*\]$/s;
/** Lists with more than one item. */
const OF_SEVERAL = /["'\]}\d]\s*,/;
const LEAST = 0.5;
const POINTS = 10;

/** The doubt about case ids that are lists of objects, as in tables of object-centric logs: an event of several objects belongs to none of their cases. */
export function doubtListCases(column: string, events: readonly SampleEvent[]): Doubt[] {
  const lists = events.filter(({ caseKey }) => LIST.test(caseKey));
  if (lists.length === 0 || lists.length < LEAST * events.length) return [];
  const several = lists.filter(({ caseKey }) => OF_SEVERAL.test(caseKey));
  const example = (several[0] ?? lists[0])?.caseKey ?? "";
  const seen =
    several.length === 0
      ? "each was taken as a case as it stands"
      : `${several.length} of the ${events.length} rows looked at name several, and each such list counts as a case of its own`;
  return [
    {
      kind: "RoleUncertain",
      column,
      detail: `The cases of "${column}" are lists of objects, such as ${example}: ${seen}. Export one row for each event and object of one type, with the object as the case, or the whole log as OCEL 2.0 (JSON, XML or SQLite).`,
      count: several.length,
      examples: [{ column, value: example }],
      points: several.length === 0 ? 0 : POINTS,
    },
  ];
}
