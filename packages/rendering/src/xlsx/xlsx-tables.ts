import type { Cell as SheetCell, Sheet } from "write-excel-file/node";
import type { Paint } from "../report/brand.ts";
import { COLORS } from "../report/colors.ts";
import { escapeMarkup } from "../text/escape-markup.ts";
import type { Cell, Column, Report } from "../report/report.ts";
import type { ReportTexts } from "../texts/en.ts";
import { areaOf, tableCells, textCell } from "./xlsx-cells.ts";
import {
  isUpright,
  pageBreaks,
  PIXELS_PER_CHARACTER,
  PRINTED,
  rowsOfPage,
  type PrintedSheet,
  type SheetPart,
} from "./xlsx-print.ts";
import { workbookParts, type SheetFeature } from "./xlsx-feature.ts";

const MOST_NAME = 31;
const MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main";

interface Table {
  readonly caption: string;
  readonly columns: readonly Column[];
  readonly rows: readonly (readonly Cell[])[];
}

interface PlacedTable {
  readonly sheet: string;
  readonly xml: string;
}

/** Rows of a table that isn't put on a sheet with others: printed, its head couldn't stand on each of its pages. */
const LONG = 40;
const LINE_POINTS = 15;
/** Of a sheet with one table: its caption and its head. */
const HEAD_ROWS = 2;

/**
 * A sheet for each section that has tables, where they lie below each other as Excel's own, each with its filters; a long
 * table has one to itself.
 */
export interface TableSheets {
  readonly sheets: readonly (Sheet<never> & { readonly sheet: string })[];
  /** Which sheet holds what. */
  readonly list: readonly { readonly name: string; readonly caption: string }[];
  readonly printed: readonly PrintedSheet[];
  readonly feature: SheetFeature;
}

/** @param taken names of other sheets */
export function tableSheets(
  { sections }: Report,
  texts: ReportTexts,
  taken: readonly string[],
  paint: Paint,
): TableSheets {
  const filled = sections
    .map(({ heading, blocks }) => ({ heading, tables: blocks.filter((block) => block.kind === "table") }))
    .flatMap(({ heading, tables }) => sheetsOf(tables).map((some) => ({ heading, tables: some })));
  const names = sheetNames(
    filled.map(({ heading }) => heading),
    texts,
    taken,
  );
  const placed: PlacedTable[] = [];
  const sheets = filled.map(({ tables }, at) => {
    const sheet = names[at] ?? texts.table(at + 1);
    return tableSheet(tables, sheet, placed, paint, texts.units);
  });
  const list = filled.flatMap(({ tables }, at) =>
    tables.map(({ caption }, idx) => ({ name: idx === 0 ? (names[at] ?? "") : "", caption })),
  );
  const [written, printed] = [sheets.map(({ sheet }) => sheet), sheets.map(({ printed: one }) => one)];
  return { sheets: written, list, printed, feature: tablesFeature(placed) };
}

/** Tables of a section by the sheets on which they lie. */
function sheetsOf(tables: readonly Table[]): Table[][] {
  const sheets: Table[][] = [];
  let isOpen = false;
  for (const table of tables) {
    const isLong = table.rows.length > LONG;
    const last = sheets.at(-1);
    if (last !== undefined && isOpen && !isLong) last.push(table);
    else sheets.push([table]);
    isOpen = !isLong;
  }
  return sheets;
}

/** Lays the tables below each other, and adds them to `placed`. */
function tableSheet(
  tables: readonly Table[],
  sheet: string,
  placed: PlacedTable[],
  paint: Paint,
  units: ReportTexts["units"],
): { readonly sheet: Sheet<never> & { readonly sheet: string }; readonly printed: PrintedSheet } {
  const data: SheetCell[][] = [];
  const widths: number[] = [];
  const parts: SheetPart[] = [];
  let line = 0;
  for (const { caption, columns, rows } of tables) {
    const cells = tableCells(columns, rows, paint(COLORS.navy), units);
    if (data.length > 0) {
      data.push([]);
      line++;
    }
    const lines = 1 + linesOf(cells.data);
    parts.push({ row: data.length, line, lines });
    line += lines;
    data.push([textCell(caption, { fontWeight: "bold" })]);
    // Excel wants a row below the head.
    const area = areaOf(columns.length, data.length + 1, data.length + 1 + Math.max(1, rows.length));
    placed.push({ sheet, xml: tableXml(area, cells.labels, placed.length + 1) });
    data.push(...cells.data, ...(rows.length === 0 ? [[]] : []));
    cells.widths.forEach((width, at) => (widths[at] = Math.max(width, widths[at] ?? 0)));
  }
  const upright = isUpright(widths);
  const width = widths.reduce((sum, one) => sum + one * PIXELS_PER_CHARACTER, 0);
  const most = rowsOfPage(width, upright ? "portrait" : "landscape");
  const head = tables.length === 1 ? HEAD_ROWS : undefined;
  return {
    sheet: {
      data,
      columns: widths.map((one) => ({ width: one })),
      sheet,
      ...PRINTED,
      ...(head === undefined ? {} : { stickyRowsCount: head }),
    },
    printed: {
      name: sheet,
      isUpright: upright,
      ...(head === undefined ? { breaks: pageBreaks(parts, most) } : { headRows: head }),
    },
  };
}

/** Lines that rows are high together. */
function linesOf(rows: readonly SheetCell[][]): number {
  const heights = rows.map((row) =>
    Math.max(
      LINE_POINTS,
      ...row.map((cell) => (typeof cell === "object" && cell !== null && "height" in cell ? (cell.height ?? 0) : 0)),
    ),
  );
  return heights.reduce((sum, height) => sum + height / LINE_POINTS, 0);
}

/** The part of a workbook that is a table (ECMA-376, part 1, 18.5.1.2). */
function tableXml(area: string, labels: readonly string[], id: number): string {
  const columns = labels.map((label, at) => `<tableColumn id="${at + 1}" name="${escapeMarkup(label)}"/>`).join("");
  return (
    `<?xml version="1.0" encoding="UTF-8" standalone="yes"?><table xmlns="${MAIN}" id="${id}" name="Table${id}" displayName="Table${id}" ` +
    `ref="${area}" totalsRowShown="0"><autoFilter ref="${area}"/><tableColumns count="${labels.length}">${columns}</tableColumns>` +
    '<tableStyleInfo name="TableStyleLight1" showFirstColumn="0" showLastColumn="0" showRowStripes="1" showColumnStripes="0"/></table>'
  );
}

function tablesFeature(tables: readonly PlacedTable[]): SheetFeature {
  const parts = workbookParts(
    "table",
    "spreadsheetml.table+xml",
    tables.map(({ xml }) => xml),
  );
  const numbers = (name: string | undefined): number[] =>
    tables.flatMap(({ sheet }, at) => (sheet === name ? [at + 1] : []));
  return {
    files: {
      transform: {
        "[Content_Types].xml": { insert: parts.types },
        "xl/worksheets/sheet{id}.xml": {
          insert: ({ sheet }) => {
            const own = numbers(sheet).map((number) => `<tablePart r:id="${parts.refer(number)}"/>`);
            return own.length === 0 ? undefined : `<tableParts count="${own.length}">${own.join("")}</tableParts>`;
          },
        },
        "xl/worksheets/_rels/sheet{id}.xml.rels": {
          insert: ({ sheet }) => numbers(sheet).map(parts.relationship).join(""),
        },
      },
      write: { files: parts.files },
    },
  };
}

/** Names that Excel takes: 31 characters at most, none of `[]:*?/\`, each once whatever its case. */
function sheetNames(sections: readonly string[], texts: ReportTexts, others: readonly string[]): string[] {
  const taken = new Set([...others.map((name) => name.toLowerCase()), "history"]);
  return sections.map((section) => {
    const plain =
      section
        .replaceAll(/[[\]:*?/\\]|\p{Cc}/gu, " ")
        .replaceAll(/\s+/g, " ")
        .replaceAll(/^['\s]+|(?<!['\s])['\s]+$/g, "") || texts.tableName;
    for (let number = 1; ; number++) {
      const suffix = number === 1 ? "" : ` ${number}`;
      const name = `${shortened(plain, MOST_NAME - suffix.length)}${suffix}`;
      if (!taken.has(name.toLowerCase())) {
        taken.add(name.toLowerCase());
        return name;
      }
    }
  });
}

/** With an ellipsis, and without the last word where that would be cut, if enough is left. */
function shortened(text: string, most: number): string {
  if (text.length <= most) return text;
  const end = text.lastIndexOf(" ", most - 1);
  return `${text.slice(0, end > most / 2 ? end : most - 1).trim()}…`;
}
