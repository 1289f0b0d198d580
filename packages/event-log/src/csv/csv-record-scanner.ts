import { isRunaway } from "./runaway-quote.ts";
import type { CsvDialect } from "./csv-dialect.ts";

export interface CsvRecord {
  /** Physical line, from 1, on which the record begins. */
  readonly line: number;
  /** Physical line on which it ends. */
  readonly lastLine: number;
  readonly fields: readonly string[];
  /** How many of the fields stood in quotes. */
  readonly quotedFields: number;
  /** A quote that isn't closed or is followed by other text, or too many characters; `fields` then holds what was read before. */
  readonly fault: "Malformed Quotes" | "Record Too Long" | null;
  /** True when a quote in it was taken as text, because it would have swallowed the records that follow. */
  readonly hasStrayQuote?: boolean;
}

const lineFeed = 10;
const carriageReturn = 13;
const space = 32;

/**
 * Splits CSV text into records, tolerant and with exact line numbers: line ends may be mixed, quoted fields may hold
 * line ends, blank lines are passed over. After a quote that is never closed it goes on with the next line, so that
 * one bad quote costs one record.
 */
export class CsvRecordScanner {
  readonly #dialect: CsvDialect;
  readonly #onRecord: (record: CsvRecord) => void;
  readonly #maxLength: number;
  #text = "";
  #line = 1;
  #isEnd = false;
  /** True while the rest of a line that is too long is passed over. */
  #isSkipping = false;
  /** Length from which it is worth scanning again after a record was cut off by the end of the text. */
  #wanted = 0;

  /** Whether the record that was read last ended, or was cut off, within quotes. */
  #isInQuotes = false;

  /** Columns of the table, where quotes that swallow records are looked for; else 0. */
  readonly #width: number;
  /** Place of a quote that ends nothing, in the text at hand. */
  #strayQuote = -1;

  /**
   * @param maxLength characters of a record; a longer one is passed over up to the end of its line
   * @param width columns of the table; given, a quote that swallows records is taken as text
   */
  constructor(dialect: CsvDialect, onRecord: (record: CsvRecord) => void, maxLength: number, width = 0) {
    this.#width = width;
    this.#dialect = dialect;
    this.#onRecord = onRecord;
    this.#maxLength = maxLength;
  }

  push(text: string): void {
    this.#text += text;
    if (this.#isSkipping) this.#skipLine(0);
    if (this.#text.length >= this.#wanted) this.#scan();
  }

  end(): void {
    this.#isEnd = true;
    if (this.#isSkipping) this.#skipLine(0);
    this.#scan();
  }

  #scan(): void {
    let position = 0;
    while (position < this.#text.length && !this.#isSkipping) {
      const next = this.#scanRecord(position);
      if (next >= 0) position = next;
      else if (this.#text.length - position < this.#maxLength) break;
      else {
        this.#onRecord({
          line: this.#line,
          lastLine: this.#line,
          fields: [],
          quotedFields: 0,
          fault: this.#isInQuotes ? "Malformed Quotes" : "Record Too Long",
        });
        this.#skipLine(position);
        position = 0;
      }
    }
    this.#text = this.#text.slice(position);
    this.#strayQuote -= position;
    // Doubling keeps the cost of a record that spans many chunks linear.
    this.#wanted = Math.min(this.#text.length * 2, this.#maxLength);
  }

  /** Drops the text up to the end of the line that `start` is in, now or with the text still to come. */
  #skipLine(start: number): void {
    const end = this.#endOfLine(start);
    const next = end < this.#text.length ? this.#afterLineEnd(end) : -1;
    this.#isSkipping = next < 0 && !this.#isEnd;
    // A CR at the very end is kept: it may be half of a CR LF.
    this.#text = this.#text.slice(next < 0 ? end : next);
    if (next >= 0) this.#line++;
  }

  /** Reads one record from `start`; returns where the next begins, or -1 when the text ends before the record does. */
  #scanRecord(start: number): number {
    const text = this.#text;
    const { delimiter, quote, escape } = this.#dialect;
    const fields: string[] = [];
    let lines = 0;
    let quotedFields = 0;
    let position = start;
    let hasStrayQuote = false;
    this.#isInQuotes = false;
    for (;;) {
      let open = position;
      while (quote !== "" && text.charCodeAt(open) === space) open++;
      if (quote === "" || !text.startsWith(quote, open)) {
        const end = this.#endOfPlainField(position);
        if (end === text.length && !this.#isEnd) return -1;
        const isStray = this.#strayQuote >= position && this.#strayQuote < end;
        hasStrayQuote ||= isStray;
        fields.push(isStray ? without(text, position, end, this.#strayQuote) : text.slice(position, end));
        position = end;
      } else {
        this.#isInQuotes = true;
        let value = "";
        let from = open + 1;
        let at = from;
        for (;;) {
          at = nextQuoteOrEscape(text, at, quote, escape);
          if (at < 0) {
            if (!this.#isEnd) return -1;
            return this.#takeAsText(start, open) ?? this.#giveUp(start, fields);
          }
          if (at + 1 >= text.length && !this.#isEnd) return -1;
          if (text.startsWith(escape, at) && text.startsWith(quote, at + 1)) {
            value += text.slice(from, at) + quote;
            from = at + 2;
            at = from;
          } else if (text.startsWith(quote, at)) break;
          else at++;
        }
        this.#isInQuotes = false;
        value += text.slice(from, at);
        const linesOfValue = countLines(text, open, at);
        if (this.#width > 0 && linesOfValue > 0) {
          const end = this.#endOfLine(at + 1);
          if (end === text.length && !this.#isEnd) return -1;
          const rest = text.slice(at + 1, end);
          if (isRunaway(value, { delimiter, width: this.#width, fieldsBefore: fields.length, rest })) {
            this.#strayQuote = at;
            const endOfField = this.#endOfPlainField(open + 1);
            fields.push(text.slice(open + 1, endOfField));
            hasStrayQuote = true;
            position = endOfField;
            if (text.startsWith(delimiter, position)) position += delimiter.length;
            else return this.#endRecord(position, { fields, lines, quotedFields, hasStrayQuote });
            continue;
          }
        }
        lines += linesOfValue;
        position = at + 1;
        while (text.charCodeAt(position) === space && delimiter !== " ") position++;
        if (position >= text.length && !this.#isEnd) return -1;
        if (position < text.length && !text.startsWith(delimiter, position) && !isLineEnd(text.charCodeAt(position))) {
          return this.#giveUp(start, fields);
        }
        fields.push(value);
        quotedFields++;
      }
      if (position < text.length && text.startsWith(delimiter, position)) {
        position += delimiter.length;
        continue;
      }
      return this.#endRecord(position, { fields, lines, quotedFields, hasStrayQuote });
    }
  }

  #endRecord(
    position: number,
    read: { fields: readonly string[]; lines: number; quotedFields: number; hasStrayQuote: boolean },
  ): number {
    const next = this.#afterLineEnd(position);
    if (next < 0) return -1;
    const { fields, lines, quotedFields, hasStrayQuote } = read;
    if (fields.length > 1 || fields[0]?.trim() !== "") {
      const lastLine = this.#line + lines;
      this.#onRecord({ line: this.#line, lastLine, fields, quotedFields, fault: null, hasStrayQuote });
    }
    this.#line += lines + 1;
    return next;
  }

  /** Reads a line with a quote that is never closed, where it has the width of the table without that. */
  #takeAsText(start: number, quoteAt: number): number | null {
    const end = this.#endOfLine(start);
    const fields = without(this.#text, start, end, quoteAt).split(this.#dialect.delimiter);
    if (fields.length !== this.#width || fields.some((field) => field.includes(this.#dialect.quote))) return null;
    return this.#endRecord(end, { fields, lines: 0, quotedFields: 0, hasStrayQuote: true });
  }

  #giveUp(start: number, fields: readonly string[]): number {
    const next = this.#afterLineEnd(this.#endOfLine(start));
    if (next < 0) return -1;
    this.#onRecord({ line: this.#line, lastLine: this.#line, fields, quotedFields: 0, fault: "Malformed Quotes" });
    this.#line++;
    return next;
  }

  #endOfLine(start: number): number {
    let end = start;
    while (end < this.#text.length && !isLineEnd(this.#text.charCodeAt(end))) end++;
    return end;
  }

  #endOfPlainField(start: number): number {
    const text = this.#text;
    const { delimiter } = this.#dialect;
    const first = delimiter.charCodeAt(0);
    let position = start;
    for (; position < text.length; position++) {
      const code = text.charCodeAt(position);
      if (isLineEnd(code) || (code === first && text.startsWith(delimiter, position))) break;
    }
    return position;
  }

  #afterLineEnd(position: number): number {
    const text = this.#text;
    if (text.charCodeAt(position) !== carriageReturn) return position + 1;
    // A CR at the end of the text may be half of a CR LF.
    if (position + 1 >= text.length && !this.#isEnd) return -1;
    return text.charCodeAt(position + 1) === lineFeed ? position + 2 : position + 1;
  }
}

const isLineEnd = (code: number): boolean => code === lineFeed || code === carriageReturn;

function nextQuoteOrEscape(text: string, from: number, quote: string, escape: string): number {
  const quoteAt = text.indexOf(quote, from);
  if (escape === quote) return quoteAt;
  const escapeAt = text.indexOf(escape, from);
  return escapeAt < 0 || (quoteAt >= 0 && quoteAt < escapeAt) ? quoteAt : quoteAt < 0 ? -1 : escapeAt;
}

/** A part of the text without one of its characters. */
const without = (text: string, from: number, to: number, at: number): string =>
  text.slice(from, at) + text.slice(at + 1, to);

function countLines(text: string, from: number, to: number): number {
  let lines = 0;
  for (let position = from; position < to; position++) {
    const code = text.charCodeAt(position);
    if (code === lineFeed || (code === carriageReturn && text.charCodeAt(position + 1) !== lineFeed)) lines++;
  }
  return lines;
}
