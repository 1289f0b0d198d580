import { both } from "../text/both.ts";
import { writeParquet } from "../parquet/write-parquet.ts";
import { createTimeReader } from "../time/time-reader.ts";
import type { TimeFormat } from "../time/time-format.ts";
import type { TimeZone } from "../time/time-zone.ts";
import type { EventTablePlan } from "./table-rows.ts";
import type { EventTableCounts } from "./check-rows.ts";
import type { ValueType } from "../text/detect-value-type.ts";
import type { DuckDbSession } from "../duckdb/duckdb-session.ts";
import { MAX_LISTED_ROWS } from "../terms/error-tally.ts";
import { columnRoles, type ColumnRole, type ImportedColumn } from "../terms/import-result.ts";
import type { FoundDoubt } from "./row-lists.ts";
import { isRole } from "../columns/settle-types.ts";
import { sqlText } from "../text/sql-text.ts";
import { tableFields } from "./write-event-table.ts";
import { codeTexts, MOST_DISTINCT_TIMES } from "../plain/code-texts.ts";
import type { ColumnThreads } from "../plain/column-threads.ts";
import { firstRowsAt } from "./doubted-rows.ts";
import { NotPlain } from "../plain/not-plain.ts";
import { placeAndEncode } from "../plain/place-and-encode.ts";
import type { UnplacedColumn } from "../plain/place-column.ts";
import type { PlainRows } from "../plain/plain-rows.ts";
import { checkRoleTexts } from "../plain/role-texts.ts";
import { countTableFacts, type TableFacts } from "./table-facts.ts";

export interface PlainTableOptions {
  readonly plan: EventTablePlan;
  readonly rows: PlainRows;
  /** Format of each column that is read as a time. */
  readonly formats: readonly (TimeFormat | null)[];
  readonly zone: TimeZone;
  /** Whether a time stands in two columns. */
  readonly hasClocks: boolean;
}

/** Values of the distinct texts of a column; null where the texts are the values, or the rows have times of their own. */
type CodedColumn = Float64Array | BigInt64Array | Uint8Array | null;

/** The event table of a plain file, all of whose rows are good. */
export class PlainTable {
  readonly counts: EventTableCounts;
  readonly #options: PlainTableOptions;
  readonly #coded: readonly CodedColumn[];
  /** Place of each row of the file in the written table. */
  #places: Int32Array = new Int32Array();

  /** @throws NotPlain when a row is bad, or has to be repaired or put elsewhere than its place in the file says */
  constructor(options: PlainTableOptions) {
    this.#options = options;
    const { plan, rows, hasClocks } = options;
    if (plan.orderSql !== null || hasClocks) throw new NotPlain("its times, or their order, take several columns");
    const readable: Partial<Record<ColumnRole, number>> = {};
    for (const role of columnRoles) {
      const index = plan.roles[role];
      if (index === undefined) continue;
      const filled = rows.filled(index);
      readable[role] = filled;
      const isNeeded = role === "caseId" || role === "activity" || role === "timestamp";
      if (isNeeded && filled < rows.rowCount) throw new NotPlain(`a row without ${role}`);
      const texts = rows.texts(index);
      if (role !== "timestamp" && role !== "startTimestamp" && texts !== null) checkRoleTexts(texts);
    }
    const mismatches = new Map<number, number>();
    const types = plan.types.map((): ValueType => "VARCHAR");
    this.#coded = plan.log.columns.map((_, index) => this.#code(index, types, mismatches));
    this.counts = { rows: rows.rowCount, badRows: 0, readable, types, mismatches };
  }

  /** Reads the distinct texts of a column as its type, and settles that. */
  #code(index: number, types: ValueType[], mismatches: Map<number, number>): CodedColumn {
    const { plan, rows, formats, zone } = this.#options;
    const { roles } = plan;
    const isTime = index === roles.timestamp || index === roles.startTimestamp;
    const type = isTime ? "TIMESTAMP" : isRole(plan, index) ? "VARCHAR" : (plan.types[index] ?? "VARCHAR");
    const texts = rows.texts(index);
    if (texts === null) {
      if (type !== "TIMESTAMP") throw new NotPlain("a column of times that is wanted as texts");
      if (!isTime) types[index] = type;
      return null;
    }
    if (type === "VARCHAR") return null;
    if (type === "TIMESTAMP" && texts.count > MOST_DISTINCT_TIMES) throw new NotPlain("too many times of its format");
    const format = formats[index] ?? null;
    const reader = type === "TIMESTAMP" && format !== null ? createTimeReader(format, zone) : null;
    const { values, unread } = codeTexts(texts, type, reader);
    if (unread.length === 0) {
      if (!isTime) types[index] = type;
      return values;
    }
    if (isTime) throw new NotPlain("a time that isn't one");
    const counts = rows.counts(index);
    mismatches.set(
      index,
      unread.reduce((sum, number) => sum + (counts[number] ?? 0), 0),
    );
    return null;
  }

  /**
   * Writes the table as `writeTable` does, with all available threads.
   * @returns its columns without their null counts, and what is known of them
   */
  async write(
    path: string,
    threads: ColumnThreads,
    signal: AbortSignal,
    onProgress: (fraction: number) => void,
  ): Promise<{ readonly columns: Omit<ImportedColumn, "nulls">[]; readonly facts: TableFacts | null }> {
    const { plan, rows } = this.#options;
    const { columns } = tableFields(plan, this.counts.types);
    const places = await rows.placesByCase(plan.roles.caseId, signal);
    this.#places = places;
    const rest = plan.log.columns.flatMap((_, index) => (isRole(plan, index) ? [] : [index]));
    const sources = [...columnRoles.flatMap((role) => plan.roles[role] ?? []), ...rest];
    const unplaced = columns.flatMap(({ name, type }, at): UnplacedColumn[] => {
      const index = sources[at];
      return index === undefined ? [] : [this.#unplaced(index, name, type)];
    });
    const placed = await placeAndEncode(unplaced, places, threads);
    const encoders = placed.map(({ encoder }) => encoder);
    const filled = columns.map((_, at) => rows.filled(sources[at] ?? -1));
    const parts = placed.map(({ column }) => column);
    // This counting uses the time in which the thread would wait for others.
    const [, facts] = await both(
      writeParquet({ path, rowCount: rows.rowCount, columns: encoders, signal, onProgress }),
      countTableFacts(columns, parts, filled),
    );
    return { columns, facts };
  }

  /** Finds in the written table the rows that the lists of doubts name, in the order of the file. */
  async rowsOf(session: DuckDbSession, path: string, doubts: readonly Pick<FoundDoubt, "rows">[]): Promise<number[]> {
    const { columns } = tableFields(this.#options.plan, this.counts.types);
    const found = new Set<number>();
    for (const { rows } of doubts) {
      const column = columns.find(({ role }) => role === rows?.role);
      if (rows === undefined || column === undefined) continue;
      const sql = `SELECT file_row_number FROM read_parquet(${sqlText(path)}, file_row_number = true) WHERE ${rows.holds(column.name)}`;
      for (const row of await firstRowsAt(session, sql, this.#places, MAX_LISTED_ROWS)) found.add(row);
    }
    return [...found].toSorted((a, b) => a - b);
  }

  #unplaced(index: number, name: string, type: string): UnplacedColumn {
    const { rows } = this.#options;
    const texts = rows.texts(index);
    if (texts === null) return { name, type: "TIMESTAMP", parts: rows.micros(index) };
    const parts = rows.numbered(index);
    const distinct = this.#coded[index] ?? null;
    if (distinct === null) return { name, type: "VARCHAR", parts, texts };
    const kind = type === "BIGINT" || type === "DOUBLE" || type === "BOOLEAN" ? type : "TIMESTAMP_BY_NUMBER";
    return { name, type: kind, parts, distinct };
  }
}
