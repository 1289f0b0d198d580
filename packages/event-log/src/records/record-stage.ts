import { storableText } from "@longhaul/domain";
import type { ErrorTally } from "../terms/error-tally.ts";
import type { ImportBounds } from "../terms/import-bounds.ts";
import type { ImportErrorExample } from "../terms/import-error.ts";
import type { StagedColumn, StagedLog } from "../staging/staged-log.ts";
import { columnSql, RecordColumns } from "./record-columns.ts";
import { stageRecords, type RecordReading } from "./stage-records.ts";

/** What one field of a record is called, and its value as text. */
export type RecordField = readonly [name: string, value: string];

export interface RecordStageOptions extends RecordReading {
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
 * them, and a record may lack any.
 */
export class RecordStage {
  readonly #options: RecordStageOptions;
  readonly #records: RecordColumns;
  readonly #indexes = new Map<string, number>();

  constructor(options: RecordStageOptions) {
    this.#options = options;
    this.#records = new RecordColumns(options);
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
    for (const [index, value] of row.entries()) if (value !== undefined) this.#records.setText(index, value);
    this.#records.endRow(place);
  }

  /** Hands records that don't fit into memory to the file system. */
  async flush(): Promise<void> {
    if (this.#records.isFull) await this.#records.toFile();
  }

  hasField(name: string): boolean {
    return this.#indexes.has(name);
  }

  /** Makes a log of all records. */
  async finish(log: Pick<StagedLog, "format" | "details" | "doubts" | "isTimed">): Promise<StagedLog> {
    const { tally, describePlace, sortByPlace } = this.#options;
    const columns: StagedColumn[] = [...this.#indexes.keys()].map((name, index) => ({
      name,
      sql: columnSql(index),
      type: "VARCHAR",
    }));
    return stageRecords(this.#options, this.#records, {
      ...log,
      columns,
      tally,
      isDelimiterGiven: false,
      describePlace,
      sortByPlace: sortByPlace === true,
    });
  }

  #indexOf(name: string, place: number): number {
    const known = this.#indexes.get(name);
    if (known !== undefined) return known;
    const index = this.#indexes.size;
    const { line, row, element = row === undefined ? undefined : `row ${row}` } = this.#options.describePlace(place);
    const where = { ...(line === undefined ? {} : { line }), ...(element === undefined ? {} : { element }) };
    this.#options.bounds.checkColumns(index + 1, where, name);
    this.#indexes.set(name, index);
    return index;
  }
}
