import { itemChunks } from "../log/item-chunks.ts";
import type { Dictionary } from "../parquet/parquet-column.ts";
import { CARRIAGE_RETURN, QUOTE } from "./csv-bytes.ts";
import type { ScannedColumn, ScannedRange } from "./csv-range.ts";
import { MOST_DISTINCT_TIMES, textOf } from "./code-texts.ts";
import { dictionaryOf } from "./dictionary.ts";
import { NotPlain } from "./not-plain.ts";
import { sharedIntegers, type NumberedPart } from "./place-column.ts";
import type { PackedTexts, TextTable } from "./text-table.ts";

const SPACE = 32;
const EQUALS = 61;

/** Texts of a column over the whole file. */
interface WholeTexts {
  readonly dictionary: Dictionary;
  /** For each range the number of each of its texts. */
  readonly numbers: readonly Int32Array[];
}

/** Whole records of the file, and the requested ones of its rows. */
export interface FilePart {
  readonly firstRow: number;
  readonly fromByte: number;
  readonly toByte: number;
  readonly rows: readonly number[];
}

/** The rows of a plain CSV file: its ranges, in the order of the file, put together. */
export class PlainRows {
  readonly rowCount: number;
  readonly #ranges: readonly ScannedRange<TextTable | PackedTexts>[];
  readonly #texts: readonly (WholeTexts | null)[];

  /** @throws NotPlain when a text holds what only the careful way reads, such as a carriage return inside */
  constructor(first: ScannedRange<TextTable>, others: readonly ScannedRange<PackedTexts>[], hasQuotes: boolean) {
    this.#ranges = [first, ...others];
    this.rowCount = this.#ranges.reduce((sum, { rowCount }) => sum + rowCount, 0);
    this.#texts = first.columns.map((column, index) => {
      if (column.kind === "time") return null;
      const own = new Int32Array(column.texts.count).map((_, number) => number);
      const numbers = [own, ...others.map((range) => column.texts.addPacked(textsOf(range.columns[index])))];
      const dictionary = dictionaryOf(column.texts.pack());
      checkTexts(dictionary, hasQuotes);
      return { dictionary, numbers };
    });
  }

  /** Distinct texts of a column; null for a column of times. */
  texts(column: number): Dictionary | null {
    return this.#texts[column]?.dictionary ?? null;
  }

  /** Rows that have a value in a column. */
  filled(column: number): number {
    let count = 0;
    for (const { columns } of this.#ranges) {
      const part = columns[column];
      count += part?.filled ?? 0;
    }
    return count;
  }

  /** Rows by the number of their text in a column. */
  counts(column: number): Int32Array {
    const whole = this.#texts[column];
    const counts = new Int32Array(whole?.dictionary.count ?? 0);
    for (const [index, { columns }] of this.#ranges.entries()) {
      const part = columns[column];
      const numbers = whole?.numbers[index];
      if (part?.kind !== "text" || numbers === undefined) continue;
      for (let at = 0; at < part.numbers.length; at++) {
        const number = part.numbers[at] ?? -1;
        if (number < 0) continue;
        const place = numbers[number] ?? 0;
        counts[place] = (counts[place] ?? 0) + 1;
      }
    }
    return counts;
  }

  /** How the texts of a column begin behind blanks, and how many rows do each way. */
  starts(column: number, characters: number): Map<string, number> {
    const starts = new Map<string, number>();
    const texts = this.texts(column);
    if (texts === null || texts.count > MOST_DISTINCT_TIMES) throw new NotPlain("too many times of its format");
    for (const [number, count] of this.counts(column).entries()) {
      const start = textOf(texts, number).replace(/^ +/, "").slice(0, characters);
      starts.set(start, (starts.get(start) ?? 0) + count);
    }
    return starts;
  }

  /**
   * Place of each row in a table in which the rows of a case stand next to each other, cases by their first record and the
   * rows of each in the order of the file: a counting sort. Every row must name its case.
   */
  async placesByCase(column: number, signal: AbortSignal): Promise<Int32Array> {
    const counts = this.counts(column);
    // Cases are numbered as they first come, so that their numbers are their order.
    let next = 0;
    for (let owner = 0; owner < counts.length; owner++) {
      const count = counts[owner] ?? 0;
      counts[owner] = next;
      next += count;
    }
    const places = sharedIntegers(this.rowCount);
    let row = 0;
    for (const [index, range] of this.#ranges.entries()) {
      const part = range.columns[column];
      const owners = this.#texts[column]?.numbers[index];
      if (part?.kind !== "text" || owners === undefined) throw new Error("cases are texts");
      for await (const { from, to } of itemChunks(range.rowCount, signal)) {
        for (let at = from; at < to; at++) {
          const owner = owners[part.numbers[at] ?? 0] ?? 0;
          const place = counts[owner] ?? 0;
          counts[owner] = place + 1;
          places[row++] = place;
        }
      }
    }
    return places;
  }

  /** The parts of the file, about a megabyte each, that hold rows of it, ascending, with those rows. */
  partsOf(rows: readonly number[]): FilePart[] {
    const parts: FilePart[] = [];
    let next = 0;
    let rowsBefore = 0;
    for (const { places, rowCount } of this.#ranges) {
      for (const [at, { row, byte }] of places.entries()) {
        const end = places[at + 1];
        if (end === undefined) break;
        const firstRow = rowsBefore + row;
        const from = next;
        while (next < rows.length && (rows[next] ?? 0) < rowsBefore + end.row) next++;
        if (next > from) parts.push({ firstRow, fromByte: byte, toByte: end.byte, rows: rows.slice(from, next) });
      }
      rowsBefore += rowCount;
    }
    return parts;
  }

  /** Rows of a column of texts, as they were scanned. */
  numbered(column: number): NumberedPart[] {
    return this.#ranges.map(({ columns }, index) => {
      const part = columns[column];
      const whole = this.#texts[column]?.numbers[index];
      if (part?.kind !== "text" || whole === undefined) throw new Error("a column of times has no texts");
      return { numbers: part.numbers, whole };
    });
  }

  /** Rows of a column of times, as they were scanned. */
  micros(column: number): Float64Array[] {
    return this.#ranges.map(({ columns }) => {
      const part = columns[column];
      if (part?.kind !== "time") throw new Error("a column of texts has no times");
      return part.micros;
    });
  }
}

function textsOf(column: ScannedColumn<PackedTexts> | undefined): PackedTexts {
  if (column?.kind !== "text") throw new Error("ranges of one file have columns of one kind");
  return column.texts;
}

/** @throws NotPlain for texts that the careful way reads otherwise, or only that way can tell */
function checkTexts({ count, bytes, starts, lengths }: Dictionary, hasQuotes: boolean): void {
  for (let number = 0; number < count; number++) {
    const start = starts[number] ?? 0;
    const end = start + (lengths[number] ?? 0);
    // Marks of spreadsheets, `="000123"`, are taken off by the careful way.
    if (bytes[start] === EQUALS && bytes[start + 1] === QUOTE && end - start > 2)
      throw new NotPlain("a text is written as a formula");
    let isBlank = hasQuotes;
    for (let at = start; at < end; at++) {
      const byte = bytes[at] ?? 0;
      if (byte === 0 || byte === CARRIAGE_RETURN)
        throw new NotPlain("a carriage return or a NUL stands inside a field");
      if (isBlank && byte === QUOTE && at > start) throw new NotPlain("blanks stand before a quote");
      isBlank &&= byte === SPACE;
    }
  }
}
