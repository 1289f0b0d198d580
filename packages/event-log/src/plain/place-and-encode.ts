import type { ParquetColumn } from "../parquet/parquet-column.ts";
import type { EncodedElsewhere } from "../parquet/write-parquet.ts";
import type { ColumnThreads } from "./column-threads.ts";
import { placeColumn, type PlacedColumn, type UnplacedColumn } from "./place-column.ts";

/** Rows of a table from which columns are handed to other threads. */
const LEAST_ROWS = 100_000;
/** Rough cost of a column; the calling thread's other work costs as much as a column of texts. */
const COST = { time: 2, other: 1, calling: 1 };

interface Placed {
  readonly column: ParquetColumn;
  /** What encodes the column: it itself, or its thread. */
  readonly encoder: ParquetColumn | EncodedElsewhere;
}

/** Puts the rows of columns at their places, each column by the thread that will encode it. */
export async function placeAndEncode(
  columns: readonly UnplacedColumn[],
  places: Int32Array,
  threads: ColumnThreads,
): Promise<readonly Placed[]> {
  const owners = places.length < LEAST_ROWS ? [] : divide(columns, threads.count);
  // Those of other threads first, which work while this one does.
  const elsewhere = new Map(
    columns.flatMap((of, column) => {
      const thread = owners[column] ?? null;
      if (thread === null) return [];
      return [[column, threads.run(thread, { kind: "place", column, of, places })] as const];
    }),
  );
  const all = Promise.all(elsewhere.values());
  all.catch(() => undefined);
  const here = columns.map((of, column) => (elsewhere.has(column) ? null : placeColumn(of, places)));
  await all;
  return Promise.all(
    columns.map(async (of, column): Promise<Placed> => {
      const own = here[column];
      if (own !== null && own !== undefined) return { column: own, encoder: own };
      const placed = withTexts(await elsewhere.get(column), of);
      const thread = owners[column] ?? 0;
      const chunk: EncodedElsewhere["chunk"] = async (from, to) =>
        threads.run(thread, { kind: "encode", column, from, to });
      return { column: placed, encoder: { name: placed.name, type: placed.type, chunk } };
    }),
  );
}

/** The thread of each column, null for the calling one: the column that takes most goes to whom has least to do. */
function divide(columns: readonly UnplacedColumn[], threads: number): readonly (number | null)[] {
  const owners: (number | null)[] = columns.map(() => null);
  const work = [COST.calling, ...Array.from({ length: threads }, () => 0)];
  const costOf = ({ type }: UnplacedColumn): number => (type.startsWith("TIMESTAMP") ? COST.time : COST.other);
  const dearest = columns.map((column, index) => ({ index, cost: costOf(column) })).toSorted((a, b) => b.cost - a.cost);
  for (const { index, cost } of dearest) {
    const least = work.lastIndexOf(Math.min(...work));
    work[least] = (work[least] ?? 0) + cost;
    owners[index] = least === 0 ? null : least - 1;
  }
  return owners;
}

function withTexts(placed: PlacedColumn | undefined, of: UnplacedColumn): ParquetColumn {
  if (placed?.type === "VARCHAR" && of.type === "VARCHAR") return { ...placed, texts: of.texts };
  if (placed === undefined || placed.type === "VARCHAR") throw new Error("a column of another kind than was asked for");
  return placed;
}
