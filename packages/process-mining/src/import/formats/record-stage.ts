import type { DuckDbSession } from "../duckdb-session.ts";
import type { ErrorTally } from "../error-tally.ts";
import { maxRecordLength } from "../csv-record-scanner.ts";
import type { ImportLimits } from "../import-options.ts";
import { ImportRefusal } from "../import-refusal.ts";
import type { ImportErrorExample } from "../import-result.ts";
import { longest, readBufferSql } from "../read-buffer.ts";
import { RowSegments } from "../row-segments.ts";
import { sqlText } from "../sql-text.ts";
import type { StagedColumn, StagedLog } from "../staged-log.ts";

/** What one field of a record is called, and its value as text. */
export type RecordField = readonly [name: string, value: string];

export interface RecordStageOptions {
  readonly session: DuckDbSession;
  readonly scratchDir: string;
  readonly signal: AbortSignal;
  readonly limits: Pick<ImportLimits, "maxColumns">;
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
    this.#segments = new RowSegments(options.scratchDir, options.signal);
  }

  /** Takes a record. `place` is a number that `describePlace` understands, such as its line. */
  write(place: number, fields: Iterable<RecordField>): void {
    const row: string[] = [];
    let isReplaced = false;
    for (const [name, value] of fields) {
      const storable = storableText(value);
      if (storable !== value) isReplaced = true;
      row[this.#indexOf(storableText(name))] = storable.replaceAll('"', '""');
    }
    if (isReplaced) this.#options.tally.add("Invalid Encoding", this.#options.describePlace(place), true);
    const text = `${place},"${row.join('","')}"`;
    if (text.length > maxRecordLength) {
      this.#options.tally.add("Record Too Long", this.#options.describePlace(place));
      return;
    }
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
    await session.query(`CREATE TABLE staged (place BIGINT${names.map((name) => `, ${name} VARCHAR`).join("")})`);
    for (const [at, { path, width }] of files.entries()) {
      const all = Array.from({ length: width }, (_, index) => `c${index}`);
      const declared = ["'place': 'BIGINT'", ...all.map((name) => `${sqlText(name)}: 'VARCHAR'`)];
      const present = ["place", ...all.slice(0, names.length)].join(", ");
      await session.query(
        `INSERT INTO staged (${present}) SELECT ${present} FROM read_csv(${sqlText(path)}, auto_detect = false,
          header = false, compression = 'none', columns = {${declared.join(", ")}}, delim = ',', quote = '"',
          escape = '"', nullstr = '', strict_mode = true, new_line = '\\n', ${readBufferSql(longest)})`,
        (fraction) => onLoad((at + fraction) / files.length),
      );
    }
    if (this.#options.sortByPlace === true) {
      await session.query("CREATE OR REPLACE TABLE staged AS SELECT * FROM staged ORDER BY place");
    }
    const [[count] = []] = await session.query("SELECT count(*) FROM staged");
    return {
      ...details,
      relation: `(SELECT ${["rowid AS row_index", ...names].join(", ")} FROM staged)`,
      columns,
      rows: Number(count),
      tally,
      locate: async (rows) => {
        if (rows.length === 0) return [];
        const found = await session.query(
          `SELECT place FROM staged WHERE rowid IN (${rows.join(", ")}) ORDER BY rowid`,
        );
        return found.map(([place]) => describePlace(Number(place)));
      },
      isDelimiterGiven: false,
    };
  }

  destroy(): void {
    this.#segments.destroy();
  }

  #indexOf(name: string): number {
    const known = this.#indexes.get(name);
    if (known !== undefined) return known;
    const index = this.#indexes.size;
    const { maxColumns } = this.#options.limits;
    if (index >= maxColumns) {
      throw new ImportRefusal(
        "TooManyColumns",
        `The records have more than ${maxColumns} different fields, the most accepted. Leave out those that aren't needed.`,
      );
    }
    this.#indexes.set(name, index);
    return index;
  }
}

/** Text that every store and every XML document can hold: U+0000 and lone surrogates become U+FFFD. */
const storableText = (text: string): string => text.replaceAll("\0", "\uFFFD").toWellFormed();
