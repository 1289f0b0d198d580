import type { ImportBounds } from "../terms/import-bounds.ts";
import { readXmlMember } from "./read-xml-member.ts";
import { XmlEvents } from "../formats/xml-events.ts";
import { serialText } from "./cell-format.ts";
import type { MergedCells } from "./merged-cells.ts";
import { unescaped, type Workbook, type WorkbookSheet } from "./workbook.ts";
import { columnOf } from "./column-of.ts";

/** A row that has a value: its number on the sheet, from 1, and the text of its cells by column, from 0. */
export interface SheetRow {
  readonly number: number;
  readonly cells: readonly string[];
  /** True when it has more text than a record may have; `cells` then lacks some. */
  readonly isTooLong: boolean;
  /** Whether Excel doesn't show it, for a filter or by hand. */
  readonly isHidden: boolean;
}

/** The rightmost column of Excel, XFD. */
const MAX_COLUMNS = 16_384;

/** The rows of a sheet from top to bottom; those without any value are passed over, those that share a cell have its value. */
export async function* readSheetRows(
  workbook: Workbook,
  sheet: WorkbookSheet,
  bounds: ImportBounds,
  merged: MergedCells | null = null,
): AsyncGenerator<SheetRow> {
  let rows: SheetRow[] = [];
  let number = 0;
  let cells: string[] = [];
  let column = -1;
  let type = "";
  let style = 0;
  let text = "";
  let rowLength = 0;
  let isHidden = false;
  const xml = new XmlEvents(
    {
      onOpen(path, attributes) {
        const element = path.at(-1);
        if (element === "row") {
          const given = Number(attributes.get("r"));
          number = Number.isInteger(given) && given > number ? given : number + 1;
          cells = [];
          rowLength = 0;
          isHidden = /^(?:1|true)$/.test(attributes.get("hidden") ?? "");
          column = -1;
        } else if (element === "c") {
          column = columnOf(attributes.get("r")) ?? column + 1;
          type = attributes.get("t") ?? "n";
          style = Number(attributes.get("s") ?? 0);
          text = "";
        }
      },
      onClose(path, value) {
        const element = path.at(-1);
        if (element === "v" || (element === "t" && path.includes("is") && !path.includes("rPh"))) text += value;
        else if (element === "c" && text !== "" && column < MAX_COLUMNS) {
          const shown = cellText(workbook, type, style, text);
          rowLength += shown.length;
          if (shown !== "" && rowLength <= bounds.limits.maxLineBytes) cells[column] = shown;
        } else if (element === "row" && cells.length > 0) {
          merged?.fill(number, cells);
          const isTooLong = rowLength > bounds.limits.maxLineBytes;
          rows.push({ number, cells: Array.from(cells, (cell) => cell ?? ""), isTooLong, isHidden });
        }
      },
    },
    bounds,
  );
  for await (const part of readXmlMember(sheet.member)) {
    xml.push(part);
    yield* rows;
    rows = [];
  }
  xml.end();
  yield* rows;
}

function cellText(
  { sharedTexts, kindOfStyle, isFrom1904 }: Workbook,
  type: string,
  style: number,
  value: string,
): string {
  if (type === "s") return sharedTexts[Number(value)] ?? "";
  if (type === "b") return value === "1" ? "TRUE" : "FALSE";
  // An error such as #N/A is no value.
  if (type === "e") return "";
  if (type !== "n") return unescaped(value);
  const kind = kindOfStyle[style] ?? "number";
  const number = Number(value);
  if (kind !== "number") return serialText(number, kind, isFrom1904) ?? value;
  return plainNumber(number, value);
}

/** Figures that a double keeps for sure; those behind them are noise. */
const SURE_FIGURES = 15;

/** Excel writes 1.2345678901E10 where the cell shows 12345678901, and 1.1000000000000001 where it shows 1.1. */
function plainNumber(number: number, text: string): string {
  const isNoisy = text.includes(".") && text.length > SURE_FIGURES + 1;
  if (!(isNoisy || /e/i.test(text)) || !Number.isFinite(number)) return text;
  return Number.isInteger(number) && Math.abs(number) < 1e21 ? BigInt(number).toString() : String(number);
}
