import type { EventColumns } from "../read/scan-events.ts";
import type { ScannedRange } from "./csv-range.ts";
import { TextTable, unpackTexts, type PackedTexts } from "./text-table.ts";

/** The events of all ranges in the order of the file, with names that are those of the whole file. */
export interface MergedRanges {
  readonly rows: EventColumns;
  readonly caseNumber: Int32Array;
  /** Rows of each case; cases are in the order in which they first come. */
  readonly rowCounts: Int32Array;
  readonly caseIds: readonly string[];
  /** In code point order. */
  readonly activities: readonly string[];
  readonly resources: readonly string[];
}

/** Puts ranges, in the order of the file, together. */
export function mergeRanges(ranges: readonly ScannedRange[]): MergedRanges {
  const cases = mergeTexts(ranges.map((range) => range.cases));
  const activities = inCodePointOrder(mergeTexts(ranges.map((range) => range.activities)));
  const resources = inCodePointOrder(mergeTexts(ranges.map((range) => range.resources)));
  const rowCount = ranges.reduce((sum, range) => sum + range.rowCount, 0);
  const rows = {
    activity: activities.names.length <= 65_536 ? new Uint16Array(rowCount) : new Uint32Array(rowCount),
    endMs: new Float64Array(rowCount),
    startMs: ranges.every(({ startMs }) => startMs === null) ? null : new Float64Array(rowCount),
    resource: ranges.every(({ resource }) => resource === null) ? null : new Int32Array(rowCount),
    lifecycle: null,
  };
  const caseNumber = new Int32Array(rowCount);
  const rowCounts = new Int32Array(cases.names.length);
  let first = 0;
  for (const [index, range] of ranges.entries()) {
    renumber(range.caseNumber, cases.numbers[index], caseNumber, first);
    renumber(range.activity, activities.numbers[index], rows.activity, first);
    if (range.resource !== null && rows.resource !== null)
      renumber(range.resource, resources.numbers[index], rows.resource, first);
    rows.endMs.set(range.endMs, first);
    if (range.startMs !== null) rows.startMs?.set(range.startMs, first);
    first += range.rowCount;
  }
  for (let row = 0; row < rowCount; row++) {
    const owner = caseNumber[row] ?? 0;
    rowCounts[owner] = (rowCounts[owner] ?? 0) + 1;
  }
  return {
    rows,
    caseNumber,
    rowCounts,
    caseIds: cases.names,
    activities: activities.names,
    resources: resources.names,
  };
}

/** Names of all ranges, and for each range the number of each of its own. */
interface MergedTexts {
  readonly names: readonly string[];
  readonly numbers: readonly Int32Array[];
}

function mergeTexts(parts: readonly PackedTexts[]): MergedTexts {
  const [only] = parts;
  if (parts.length === 1 && only !== undefined)
    return { names: unpackTexts(only), numbers: [Int32Array.from({ length: only.count }, (_, number) => number)] };
  const table = new TextTable();
  const numbers = parts.map(({ count, hashes, offsets, bytes }) => {
    const known = new Int32Array(count);
    for (let number = 0; number < count; number++)
      known[number] = table.addHashed(hashes[number] ?? 0, bytes, offsets[number] ?? 0, offsets[number + 1] ?? 0);
    return known;
  });
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

/** Copy numbers of a range, which may be -1, as those of the file. */
function renumber(
  from: Int32Array,
  numbers: Int32Array | undefined,
  to: Int32Array | Uint16Array | Uint32Array,
  first: number,
): void {
  if (numbers === undefined) return;
  for (let at = 0; at < from.length; at++) {
    const number = from[at] ?? -1;
    to[first + at] = number < 0 ? -1 : (numbers[number] ?? -1);
  }
}
