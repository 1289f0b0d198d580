import { DEFAULT_IMPORT_LIMITS, GROWTH_ALLOWANCE_BYTES, type ImportLimits, type LimitNames } from "./import-limits.ts";
import { ImportRefusal } from "./import-refusal.ts";
import type { ImportRefused } from "./import-result.ts";
import type { ImportErrorType } from "./import-error.ts";
import { describeLongName, describeLongNames, MOST_OF_A_NAME } from "./long-names.ts";

/** A value or record that is longer than accepted; `value` says how long, and by which limit. */
export interface Excess {
  readonly type: Extract<ImportErrorType, "Value Too Long" | "Record Too Long">;
  /** Place of the value in the record; absent when it is the record as a whole. */
  readonly index?: number;
  readonly value: string;
}

type Where = Pick<ImportRefused, "line" | "element">;

/** The limits of one import: every reader of a format asks here, so that each says the same of the same fault. */
export class ImportBounds {
  readonly limits: ImportLimits;
  readonly #names: LimitNames;
  #readBytes = 0;
  #stagedBytes = 0;

  constructor(limits: Partial<ImportLimits> = {}, names: LimitNames = {}) {
    this.limits = { ...DEFAULT_IMPORT_LIMITS, ...limits };
    this.#names = names;
  }

  /** A limit as messages state it: what is limited, to how much, and by which setting. */
  moreThan(limit: keyof ImportLimits, what: string): string {
    return `more than ${this.limits[limit]} ${what}, the most accepted (${this.#names[limit] ?? limit})`;
  }

  /**
   * @param name of the last of them, where it is new
   * @throws ImportRefusal for a log of more columns than are accepted, or one with a longer name
   */
  checkColumns(count: number, where: Where = {}, name = ""): void {
    const place = where.line === undefined ? where.element : `line ${where.line}`;
    if (name.length > MOST_OF_A_NAME)
      throw new ImportRefusal("ColumnNamesTooLong", describeLongName(name, place), where);
    if (count <= this.limits.maxColumns) return;
    throw new ImportRefusal(
      "TooManyColumns",
      `The log has ${this.moreThan("maxColumns", "columns")}${place === undefined ? "" : `; the first too many is at ${place}`}. Leave out those that aren't needed; where each activity has a column of its own, export the log with one row for each event.`,
      where,
    );
  }

  /** The columns of a log as they will be listed. @throws ImportRefusal for too many, or for names that are too long */
  checkNames(names: readonly string[]): void {
    this.checkColumns(names.length);
    const fault = describeLongNames(names);
    if (fault !== null) throw new ImportRefusal("ColumnNamesTooLong", fault);
  }

  /** @throws ImportRefusal for a column of a role that has more different values than are accepted */
  checkDistinct(limit: "maxDistinctValues" | "maxCases", count: number, column: string, role: string): void {
    if (count <= this.limits[limit]) return;
    throw new ImportRefusal(
      "TooManyValues",
      `The column ${JSON.stringify(column)} (${role}) has ${count} different values: ${this.moreThan(limit, "values")}. Name another column as ${role} in the mapping, or split the log.`,
    );
  }

  /** What of a record is longer than accepted, null for nothing; asks before anybody puts the values together. */
  excess(values: readonly (string | undefined)[]): Excess | null {
    const { maxCellBytes, maxLineBytes } = this.limits;
    let length = 0;
    for (const [index, value] of values.entries()) {
      if (value === undefined) continue;
      length += value.length;
      // A code unit of UTF-16 is up to three bytes of UTF-8, so that short values need no count.
      if (value.length * 3 > maxCellBytes && isLonger(value, maxCellBytes))
        return { type: "Value Too Long", index, value: this.moreThan("maxCellBytes", "bytes") };
      if (length > maxLineBytes) return this.lineExcess();
    }
    if (length * 3 <= maxLineBytes) return null;
    const bytes = values.reduce((sum, value) => sum + (value === undefined ? 0 : Buffer.byteLength(value)), 0);
    return bytes > maxLineBytes ? this.lineExcess() : null;
  }

  lineExcess(): Excess {
    return { type: "Record Too Long", value: this.moreThan("maxLineBytes", "bytes") };
  }

  /** What is said of XML in which a tag or the text between two is too long. */
  get noTagEnds(): string {
    return `an element holds ${this.moreThan("maxLineBytes", "characters")}`;
  }

  scratchFull(): ImportRefusal {
    return new ImportRefusal(
      "ScratchFull",
      `Reading the file takes ${this.moreThan("maxScratchBytes", "bytes of disk")}. Split the log, leave out columns that aren't needed, or upload it as Parquet.`,
    );
  }

  /** Count bytes of the upload that were read, decompressed. */
  countRead(bytes: number): void {
    this.#readBytes += bytes;
  }

  /**
   * Count bytes that were written for DuckDB to read. What a file repeats by a word, such as an attribute of a case of many
   * events, may grow it without any compression.
   */
  countStaged(bytes: number): void {
    this.#stagedBytes += bytes;
    this.checkGrowth(this.#readBytes, this.#stagedBytes, "The records of the file, written out, take");
  }

  /** @throws ImportRefusal for what grows to more than is accepted, or to more times its size */
  checkGrowth(bytesBefore: number, bytesAfter: number, what: string): void {
    const { maxUncompressedBytes, maxRatio } = this.limits;
    if (bytesAfter > maxUncompressedBytes) {
      throw new ImportRefusal(
        "TooLarge",
        `${what} ${this.moreThan("maxUncompressedBytes", "bytes")}. Split the log, or leave out columns that aren't needed.`,
      );
    }
    if (bytesAfter <= GROWTH_ALLOWANCE_BYTES + maxRatio * bytesBefore) return;
    throw new ImportRefusal(
      "TooLarge",
      `${what} ${this.moreThan("maxRatio", "times its size")}. Upload the log uncompressed, or split it.`,
    );
  }
}

const isLonger = (value: string, bytes: number): boolean => value.length > bytes || Buffer.byteLength(value) > bytes;
