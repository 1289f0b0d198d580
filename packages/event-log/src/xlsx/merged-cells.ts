import { readXmlMember } from "./read-xml-member.ts";
import { columnOf } from "./column-of.ts";
import type { WorkbookSheet } from "./workbook.ts";

const END_OF_ROWS = "</sheetData>";
/** Far more than the list of all cells that people merge. */
const MOST_CHARACTERS = 16 * 1024 * 1024;
const MERGED = /<(?:\w+:)?mergeCell\s[^<>]*?ref="([A-Z]{1,3})(\d{1,7}):[A-Z]{1,3}(\d{1,7})"/g;

/** Cells that several rows of a sheet share; only the first of them holds the value. */
export class MergedCells {
  readonly #ranges: readonly { readonly column: number; readonly first: number; readonly last: number }[];
  /** The next range to begin, and those that have begun with their values. */
  #next = 0;
  #open: { readonly column: number; readonly last: number; readonly value: string }[] = [];

  constructor(list: string) {
    this.#ranges = Array.from(list.matchAll(MERGED), ([, letters, first, last]) => ({
      column: columnOf(letters) ?? 0,
      first: Number(first),
      last: Number(last),
    }))
      .filter(({ first, last }) => last > first)
      .toSorted((a, b) => a.first - b.first);
  }

  /** Gives the cells of a row what they share with rows above it. Rows come from top to bottom. */
  fill(row: number, cells: string[]): void {
    this.#open = this.#open.filter(({ last }) => last >= row);
    for (const { column, value } of this.#open) if ((cells[column] ?? "") === "") cells[column] = value;
    for (let range = this.#ranges[this.#next]; range !== undefined && range.first <= row;) {
      const value = range.first === row ? (cells[range.column] ?? "") : "";
      if (value !== "") this.#open.push({ column: range.column, last: range.last, value });
      range = this.#ranges[++this.#next];
    }
  }
}

/** The cells that rows of a sheet share, which stand behind its rows. */
export async function readMergedCells(sheet: WorkbookSheet, signal: AbortSignal): Promise<MergedCells> {
  let before = "";
  let list: string | null = null;
  for await (const part of readXmlMember(sheet.member)) {
    signal.throwIfAborted();
    if (list !== null) {
      if (list.length < MOST_CHARACTERS) list += part;
      continue;
    }
    const text = before + part;
    const end = text.indexOf(END_OF_ROWS);
    if (end >= 0) list = text.slice(end);
    else before = text.slice(-END_OF_ROWS.length);
  }
  return new MergedCells(list ?? "");
}
