import { itemChunks } from "../item-chunks.ts";
import type { EventsByCase } from "../read/sort-events-by-case.ts";
import type { ScannedRange } from "./csv-range.ts";
import { unpackTexts, type PackedTexts, type TextTable } from "./text-table.ts";

/** The events of all ranges by case, then in the order of the file, with names that are those of the whole file. */
export interface MergedRanges {
  readonly events: EventsByCase;
  /** In the order in which cases first come. */
  readonly caseIds: readonly string[];
  /** In code point order. */
  readonly activities: readonly string[];
  readonly resources: readonly string[];
}

/**
 * Puts ranges, in the order of the file, together: one counting sort by case over all of them; stable and linear. The tables of
 * the first go on to be those of the whole file.
 */
export async function mergeRanges(
  first: ScannedRange<TextTable>,
  others: readonly ScannedRange<PackedTexts>[],
  signal: AbortSignal | undefined,
): Promise<MergedRanges> {
  const ranges = [first, ...others];
  const cases = mergeTexts(
    first.cases,
    others.map((range) => range.cases),
  );
  const activities = inCodePointOrder(
    mergeTexts(
      first.activities,
      others.map((range) => range.activities),
    ),
  );
  const resources = inCodePointOrder(
    mergeTexts(
      first.resources,
      others.map((range) => range.resources),
    ),
  );
  const next = new Uint32Array(cases.names.length + 1);
  for (const [index, { caseNumber }] of ranges.entries()) {
    const owners = cases.numbers[index] ?? new Int32Array();
    for await (const { from, to } of itemChunks(caseNumber.length, signal)) {
      for (let at = from; at < to; at++) {
        const owner = owners[caseNumber[at] ?? 0] ?? 0;
        next[owner + 1] = (next[owner + 1] ?? 0) + 1;
      }
    }
  }
  for (let owner = 1; owner < next.length; owner++) next[owner] = (next[owner] ?? 0) + (next[owner - 1] ?? 0);
  const eventCount = next.at(-1) ?? 0;
  const events: EventsByCase = {
    caseOffsets: next.slice(),
    activity: activities.names.length <= 65_536 ? new Uint16Array(eventCount) : new Uint32Array(eventCount),
    endMs: new Float64Array(eventCount),
    startMs: ranges.every(({ startMs }) => startMs === null) ? null : new Float64Array(eventCount),
    resource: ranges.every(({ resource }) => resource === null) ? null : new Int32Array(eventCount),
    lifecycle: null,
  };
  for (const [index, range] of ranges.entries()) {
    const numbers = {
      cases: cases.numbers[index] ?? new Int32Array(),
      activities: activities.numbers[index] ?? new Int32Array(),
      resources: resources.numbers[index] ?? new Int32Array(),
    };
    for await (const { from, to } of itemChunks(range.rowCount, signal))
      scatter(range, numbers, events, next, from, to);
  }
  return { events, caseIds: cases.names, activities: activities.names, resources: resources.names };
}

/** Move some rows of a range; `next` holds the row that the next event of each case goes to. */
function scatter(
  { caseNumber, activity, endMs, startMs, resource }: ScannedRange<TextTable | PackedTexts>,
  numbers: Readonly<Record<"cases" | "activities" | "resources", Int32Array>>,
  to: EventsByCase,
  next: Uint32Array,
  fromRow: number,
  toRow: number,
): void {
  for (let at = fromRow; at < toRow; at++) {
    const owner = numbers.cases[caseNumber[at] ?? 0] ?? 0;
    const row = next[owner] ?? 0;
    next[owner] = row + 1;
    to.activity[row] = numbers.activities[activity[at] ?? 0] ?? 0;
    to.endMs[row] = endMs[at] ?? 0;
    if (to.startMs !== null) to.startMs[row] = startMs?.[at] ?? Number.NaN;
    const who = resource?.[at] ?? -1;
    if (to.resource !== null) to.resource[row] = who < 0 ? -1 : (numbers.resources[who] ?? -1);
  }
}

/** Names of all ranges, and for each range the number of each of its own. */
interface MergedTexts {
  readonly names: readonly string[];
  readonly numbers: readonly Int32Array[];
}

function mergeTexts(table: TextTable, others: readonly PackedTexts[]): MergedTexts {
  const own = new Int32Array(table.count);
  for (let number = 0; number < own.length; number++) own[number] = number;
  const numbers = [own, ...others.map((texts) => table.addPacked(texts))];
  return { names: unpackTexts(table.pack()), numbers };
}

function inCodePointOrder({ names, numbers }: MergedTexts): MergedTexts {
  const bytesOf = names.map((name) => Buffer.from(name));
  const order = [...names.keys()].toSorted((a, b) =>
    Buffer.compare(bytesOf[a] ?? Buffer.alloc(0), bytesOf[b] ?? Buffer.alloc(0)),
  );
  const rank = new Int32Array(names.length);
  for (const [place, number] of order.entries()) rank[number] = place;
  return {
    names: order.map((number) => names[number] ?? ""),
    numbers: numbers.map((known) => known.map((number) => rank[number] ?? 0)),
  };
}
