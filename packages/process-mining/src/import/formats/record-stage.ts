import { storableText } from "@longhaul/domain";
import type { DuckDbSession } from "../duckdb-session.ts";
import type { ErrorTally } from "../error-tally.ts";
import type { ImportBounds } from "../import-bounds.ts";
import type { ImportErrorExample } from "../import-result.ts";
import { loadRowSegments } from "../load-row-segments.ts";
import { RowSegments } from "../row-segments.ts";
import { stagedRelations, type StagedColumn, type StagedLog } from "../staged-log.ts";

/** What one field of a record is called, and its value as text. */
export type RecordField = readonly [name: string, value: string];

export interface RecordStageOptions {
  readonly session: DuckDbSession;
  readonly scratchDir: string;
  readonly signal: AbortSignal;
  readonly bounds: ImportBounds;
  readonly tally: ErrorTally;
  /** True when records are not written in the order of their places, and should be read in it. */
  readonly sortByPlace?: boolean;
  /** Says where a record is in the file, by the place that it was written with. */
  readonly describePlace: (place: number) => ImportErrorExample;
}

/**
 * Stages records that name their fields, one after another: columns stand in the order in which the file first names
 * them, and a record may lack any. Records go to text files first, from which DuckDB reads them.
 */
export class RecordStage {
  readonly #options: RecordStageOptions;
  readonly #segments: RowSegments;
  readonly #indexes = new Map<string, number>();

  constructor(options: RecordStageOptions) {
    this.#options = options;
    this.#segments = new RowSegments(options.scratchDir, options.bounds, options.signal);
  }

  /** Takes a record. `place` is a number that `describePlace` understands, such as its line. */
  write(place: number, fields: Iterable<RecordField>): void {
    const row: string[] = [];
    let isReplaced = false;
    for (const [name, value] of fields) {
      const storable = storableText(value);
      if (storable.includes("\uFFFD")) isReplaced = true;
      row[this.#indexOf(storableText(name), place)] = storable;
    }
    const { tally, bounds, describePlace } = this.#options;
    const excess = bounds.excess(row);
    if (excess !== null) {
      tally.addExcess(excess, describePlace(place), [...this.#indexes.keys()]);
      return;
    }
    if (isReplaced) tally.add("Invalid Encoding", describePlace(place), true);
    const text = `${place},"${Array.from(row, (value) => value?.replaceAll('"', '""') ?? "").join('","')}"`;
    this.#segments.write(text, Math.max(1, row.length));
  }

  /** Hands records to the file system once they are worth it; waits while it is busy. */
  flush(): Promise<void> {
    return this.#segments.flush();
  }

  /** Reads all records into the table `staged`. */
  async finish(details: Pick<StagedLog, "format" | "details">, onLoad: (fraction: number) => void): Promise<StagedLog> {
    const { session, tally, describePlace } = this.#options;
    const files = await this.#segments.end();
    const columns: StagedColumn[] = [...this.#indexes.keys()].map((name, index) => ({
      name,
      sql: `c${index}`,
      type: "VARCHAR",
    }));
    const names = columns.map(({ sql }) => sql);
    const rows = await loadRowSegments({
      session,
      segments: files,
      leading: { place: "BIGINT" },
      columns: names.length,
      onLoad,
    });
    if (this.#options.sortByPlace === true) {
      await session.query("CREATE OR REPLACE TABLE staged AS SELECT * FROM staged ORDER BY place");
    }
    return {
      ...details,
      ...stagedRelations(columns),
      columns,
      rows,
      tally,
      locate: async (indexes) => {
        if (indexes.length === 0) return [];
        const found = await session.query(
          `SELECT place FROM staged WHERE rowid IN (${indexes.join(", ")}) ORDER BY rowid`,
        );
        return found.map(([place]) => describePlace(Number(place)));
      },
      isDelimiterGiven: false,
    };
  }

  destroy(): void {
    this.#segments.destroy();
  }

  #indexOf(name: string, place: number): number {
    const known = this.#indexes.get(name);
    if (known !== undefined) return known;
    const index = this.#indexes.size;
    const { line, row, element = row === undefined ? undefined : `row ${row}` } = this.#options.describePlace(place);
    this.#options.bounds.checkColumns(index + 1, {
      ...(line === undefined ? {} : { line }),
      ...(element === undefined ? {} : { element }),
    });
    this.#indexes.set(name, index);
    return index;
  }
}
