import { ImportRefusal } from "../terms/import-refusal.ts";
import { enoughRows } from "./rank-candidates.ts";
import { isTime, type ColumnFacts } from "./column-facts.ts";
import { pairSpans } from "../text/span-words.ts";
import { nameFit } from "./name-fit.ts";

/** Fewer rows of different values may be cases of one event each. */
const leastRows = 4;
const fewNamed = 20;
const MOST_NAMED = 10;

/** What is known of the best case that could be found. */
export interface BestCase {
  readonly column: ColumnFacts | undefined;
  readonly isNamed: boolean;
  readonly evidence: number;
}

/**
 * Refuses a table of one row for each ticket, order, … with the times of its steps in columns, and says how it can be read.
 * Its rows each have a value of their own in a column, several columns hold times, and no column behaves like a case.
 */
export function refuseOneRowPerCase(columns: readonly ColumnFacts[], best: BestCase, rows: number): void {
  if (rows < leastRows) return;
  const times = columns.filter((column) => isTime(column) && column.time?.isWeak === false);
  const hasSteps = columns.some(({ name }) => nameFit(name, "activity") >= 0.5);
  const object = objectOf(columns, rows);
  if (object === undefined || best.evidence >= 0.6) return;
  const isNamed = nameFit(object.name, "caseId") >= 0.75;
  const isOther = best.column !== object && best.isNamed && best.evidence >= 0.3;
  const isClear = isNamed && rows >= fewNamed && times.length >= 2 && !isOther;
  const isLikely =
    best.evidence < 0.3 && times.length >= (hasSteps ? 3 : 2) && (isNamed || rows >= enoughRows || !hasSteps);
  if (!isClear && !isLikely) return;
  const names = times.map(({ name }) => name);
  const named = names
    .slice(0, MOST_NAMED)
    .map((name) => `"${name}"`)
    .join(", ");
  const mapping = { caseId: object.name, unpivot: names };
  const [[end, pair] = []] = pairSpans(names);
  const spans =
    end === undefined || pair === undefined
      ? ""
      : ` "${names[pair.start] ?? ""}" and "${names[end] ?? ""}" become the start and the end of one event, "${pair.label}", and so do others of such names.`;
  throw new ImportRefusal(
    "OneRowPerCase",
    `Each row has its own "${object.name}": the table has one row for each case and its times in columns (${named}${names.length > MOST_NAMED ? ", …" : ""}), not one row for each event. To take each of these times for an event named after its column, give them in the mapping as unpivot: ${mappingText(mapping)}.${spans} Or export the history of its events: a row for each step, with the case, the step and its time.`,
    { columns: columns.map(({ name }) => name), mapping },
  );
}

/** A mapping in a message, short; all of it is beside the message. */
function mappingText({ caseId, unpivot }: { caseId: string; unpivot: readonly string[] }): string {
  const shown = unpivot.slice(0, MOST_NAMED).map((name) => JSON.stringify(name));
  return `{"caseId": ${JSON.stringify(caseId)}, "unpivot": [${shown.join(", ")}${unpivot.length > MOST_NAMED ? ", …" : ""}]}`;
}

/** The column that distinguishes the rows; of several, the best named one. */
function objectOf(columns: readonly ColumnFacts[], rows: number): ColumnFacts | undefined {
  const unique = columns.filter(
    ({ distinct, filled, time, fractions }) =>
      distinct > filled * 0.95 && filled > rows * 0.9 && time?.isWeak !== false && fractions <= 0.02,
  );
  return unique.toSorted((a, b) => nameFit(b.name, "caseId") - nameFit(a.name, "caseId"))[0];
}
