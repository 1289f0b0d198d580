import type { Cell as SheetCell, CellObject } from "write-excel-file/node";
import { NO_BREAK_SPACE } from "../report/bin-label.ts";
import { COLORS } from "../report/colors.ts";
import { printable } from "../text/printable.ts";
import type { Cell, Column, Quantity } from "../report/report.ts";
import { timeUnit } from "../report/time-unit.ts";
import { spreadsheetText } from "../text/spreadsheet-text.ts";
import type { ReportTexts } from "../texts/en.ts";
import { withHeights } from "./xlsx-rows.ts";

const MOST_WIDTH = 80;
/** What a cell and a head of a table may hold; Excel takes a workbook with more for damaged. */
const MOST_TEXT = 32_767;
const MOST_LABEL = 255;
/** Excel counts times in days. */
export const SECONDS_PER_DAY = 86_400;
const LEAST_IN_DAYS = 2 * SECONDS_PER_DAY;
/** As texts write it. */
const PERCENT = `0.0"${NO_BREAK_SPACE}"%`;
/** A longer head is wrapped where the column needs less. */
const MOST_HEAD = 18;

type CellStyle = Omit<CellObject, "value" | "type">;

/** How a spreadsheet holds the figures of one unit. */
export interface NumberForm {
  /** What a value is divided by. */
  readonly size: number;
  readonly format: string;
  /** How the head of the column names the unit. */
  readonly unit?: string;
}

/** The cells of a table: its head, its rows, and how wide its columns are, in characters. */
interface TableCells {
  readonly data: SheetCell[][];
  /** What the head says, each once, as Excel's tables need it. */
  readonly labels: readonly string[];
  readonly widths: readonly number[];
  readonly forms: readonly NumberForm[];
}

type UnitNames = ReportTexts["units"];

/**
 * Shares become Excel's percentages. Durations become Excel's own, which it adds up and draws, long ones shown in days; it
 * can't show those below zero, which are plain numbers. A column of differences shows the sign of each.
 */
function numberForm(figures: readonly Quantity[], unit: string | undefined, names: UnitNames): NumberForm {
  const values = figures.map(({ value }) => value);
  const withSigns = (format: string): string =>
    figures.some(({ text }) => text.startsWith("+")) ? `+${format};-${format};${format}` : format;
  if (unit === "%") return { size: 100, format: withSigns(PERCENT) };
  if (unit !== "s")
    return { ...(unit === undefined ? {} : { unit }), size: 1, format: withSigns(numberFormat(values)) };
  if (values.some((value) => value < 0)) {
    const [name, size] = timeUnit(Math.max(...values.map(Math.abs)));
    return { unit: names[name], size, format: withSigns("#,##0.0") };
  }
  if (values.every((value) => value < 60))
    return { size: SECONDS_PER_DAY, unit: "h:mm:ss.000", format: "[h]:mm:ss.000" };
  const isLong = values.some((value) => value >= LEAST_IN_DAYS);
  const format = isLong ? `[>=2]${daysForm(names).format};[h]:mm:ss` : "[h]:mm:ss";
  return { size: SECONDS_PER_DAY, unit: "h:mm:ss", format };
}

/** With as many decimals for all as one of them has, three at most. */
function numberFormat(values: readonly number[]): string {
  const decimals =
    [0, 1, 2].find((most) => values.every((value) => Math.abs(value - Number(value.toFixed(most))) < 1e-9)) ?? 3;
  return decimals === 0 ? "#,##0" : `#,##0.${"0".repeat(decimals)}`;
}

/** How a figure is held whose unit no head names: with its unit, and long times in days, which are read more easily. */
function loneForm(figure: Quantity, names: UnitNames): NumberForm {
  const { value, unit } = figure;
  const form = numberForm([figure], unit, names);
  if (unit === "s" && value >= LEAST_IN_DAYS) {
    const { size, format } = daysForm(names);
    return { size, format: figure.text.startsWith("+") ? `+${format}` : format };
  }
  return (unit === "s" && value >= 0) || form.unit === undefined ? form : named(form, form.unit);
}

/** Lengths of time in days, which hours of many days are read worse than. */
export function daysForm({ days }: UnitNames): NumberForm {
  return named({ size: SECONDS_PER_DAY, format: "#,##0.0" }, days);
}

/** With the unit behind the figure. */
const named = ({ size, format }: NumberForm, unit: string): NumberForm => ({
  size,
  format: format
    .split(";")
    .map((part) => `${part}"${NO_BREAK_SPACE}${unit}"`)
    .join(";"),
});

/** A figure beside its name. */
export function figureCell(value: Quantity, names: UnitNames): SheetCell {
  const { size, format } = loneForm(value, names);
  const look = { alignVertical: "top", align: "left", fontWeight: "bold" } as const;
  return { type: Number, value: value.value / size, format, ...look };
}

/** @param headColor behind the head, which is white @param names of units of time */
export function tableCells(
  columns: readonly Column[],
  rows: readonly (readonly Cell[])[],
  headColor: string,
  names: UnitNames,
): TableCells {
  const forms = columns.map(({ unit }, at) => numberForm(figuresOf(rows, at), unit, names));
  const labels = distinct(
    columns.map(({ label }, at) => {
      const unit = forms[at]?.unit;
      return spreadsheetText(
        printable(unit === undefined ? label : `${label} (${unit})`)
          .replaceAll(/\s+/g, " ")
          .trim(),
      );
    }),
  );
  const head = labels.map((label) =>
    textCell(label, { fontWeight: "bold", textColor: COLORS.white, backgroundColor: headColor, wrap: true }),
  );
  // A column of figures of several units has each with its own.
  const shared = forms.map((form, at) =>
    columns[at]?.unit === undefined && figuresOf(rows, at).some(({ unit }) => unit !== undefined) ? null : form,
  );
  const body = rows.map((row) => shared.map((form, at) => cell(row[at], form, names, at > 0)));
  const widths = labels.map((label, at) =>
    Math.min(MOST_WIDTH, Math.max(headWidth(label), ...rows.map((row) => lengthOf(row[at]))) + 3),
  );
  return { data: withHeights([head, ...body], widths), labels, widths, forms };
}

function figuresOf(rows: readonly (readonly Cell[])[], column: number): Quantity[] {
  return rows.flatMap((row) => {
    const value = row[column];
    return typeof value === "object" && value !== null ? [value] : [];
  });
}

/** What a head needs that may be wrapped. */
function headWidth(label: string): number {
  return Math.max(Math.min(MOST_HEAD, label.length), ...label.split(" ").map(({ length }) => length));
}

export function headingCell(value: string, color: string): SheetCell {
  return textCell(value, { fontWeight: "bold", fontSize: 14, height: 20, textColor: color });
}

/** A text that no spreadsheet runs. */
export function textCell(value: string, look: CellStyle = {}): SheetCell {
  return { type: String, value: sheetText(value), alignVertical: "top", ...look };
}

/** The text as a cell may hold it. */
export function sheetText(value: string): string {
  return shortened(spreadsheetText(printable(value)), MOST_TEXT);
}

/** Cut to so many of UTF-16's units, and never within a character. */
function shortened(text: string, most: number): string {
  return text.length <= most ? text : `${text.slice(0, most - 1).replace(/[\uD800-\uDBFF]$/, "")}…`;
}

/** @param form what the head of its column says of it @param isApart whether a text stands apart from a figure before it */
function cell(value: Cell | undefined, form: NumberForm | null, names: UnitNames, isApart: boolean): SheetCell {
  if (value === null || value === undefined) return null;
  if (typeof value === "string")
    return textCell(value, { wrap: value.length > MOST_WIDTH, ...(isApart ? { align: "left", indent: 1 } : {}) });
  const { size, format } = form ?? loneForm(value, names);
  return { type: Number, value: value.value / size, format, alignVertical: "top" };
}

function lengthOf(value: Cell | undefined): number {
  if (value === null || value === undefined) return 0;
  return typeof value === "string" ? value.length : value.text.length + 2;
}

/** The texts, with numbers behind those that would be one whatever their case. */
function distinct(texts: readonly string[]): string[] {
  const taken = new Set<string>();
  return texts.map((wanted) => {
    for (let number = 1; ; number++) {
      const suffix = number === 1 ? "" : ` ${number}`;
      const text = `${shortened(wanted, MOST_LABEL - suffix.length)}${suffix}`;
      if (text === "" || taken.has(text.toLowerCase())) continue;
      taken.add(text.toLowerCase());
      return text;
    }
  });
}

/** `A1:C9` for three columns and the rows from 1 to 9. */
export function areaOf(columns: number, from: number, to: number): string {
  return `A${from}:${columnName(columns - 1)}${to}`;
}

/** `A` for 0, `AA` for 26. */
export function columnName(column: number): string {
  const letter = String.fromCodePoint(65 + (column % 26));
  return column < 26 ? letter : columnName(Math.floor(column / 26) - 1) + letter;
}
