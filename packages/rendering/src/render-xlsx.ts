import writeXlsxFile, { type Cell as SheetCell, type CellObject, type Sheet } from "write-excel-file/node";
import { chartTable } from "./chart-table.ts";
import { COLORS } from "./colors.ts";
import { printable } from "./printable.ts";
import type { Block, Cell, Column, Report } from "./report.ts";
import { spreadsheetText } from "./spreadsheet-text.ts";
import { textsIn } from "./texts/report-texts.ts";
import type { ReportTexts } from "./texts/en.ts";

const MOST_NAME = 31;
const MOST_WIDTH = 80;

type CellStyle = Omit<CellObject, "value" | "type">;

interface Table {
  readonly section: string;
  readonly caption: string;
  readonly columns: readonly Column[];
  readonly rows: readonly (readonly Cell[])[];
}

/**
 * The report as an Excel workbook: a sheet with what is said in words and key figures, and a sheet for each table and
 * chart, with a filter in each column. Figures are numbers, in the unit of their column; texts that a spreadsheet would run get an apostrophe in front.
 */
export async function renderXlsx(report: Report): Promise<Uint8Array> {
  const texts = textsIn(report.language);
  const tables = report.sections.flatMap(({ heading, blocks }) =>
    blocks.flatMap((block): Table[] => {
      if (block.kind === "table") return [{ section: heading, ...block }];
      return block.kind === "chart"
        ? [{ section: heading, caption: block.caption, ...chartTable(block.chart, report.language) }]
        : [];
    }),
  );
  const names = sheetNames(
    tables.map(({ section }) => section),
    texts,
  );
  const sheets = [
    { ...overview(report, texts, sheetList(tables, names, texts)), sheet: texts.overview },
    ...tables.map((table, idx) => ({ ...tableSheet(table), sheet: names[idx] ?? texts.table(idx + 1) })),
  ];
  const transform = { "xl/worksheets/sheet{id}.xml": { transform: addFilters(tables, names) } };
  const options = { fontFamily: "Calibri", fontSize: 11, features: [{ files: { transform } }] };
  return writeXlsxFile(sheets, options).toBuffer();
}

/** Adds a filter over the head of each table's sheet. */
function addFilters(tables: readonly Table[], names: readonly string[]) {
  const areas = new Map(
    tables.map(({ columns, rows }, at) => [names[at] ?? "", `A1:${columnName(columns.length - 1)}${rows.length + 1}`]),
  );
  return (xml: string, { sheet = "" }: { readonly sheet?: string }): string => {
    const area = areas.get(sheet);
    return area === undefined ? xml : xml.replace("</sheetData>", `</sheetData><autoFilter ref="${area}"/>`);
  };
}

/** `A` for 0, `AA` for 26. */
function columnName(column: number): string {
  const letter = String.fromCharCode(65 + (column % 26));
  return column < 26 ? letter : columnName(Math.floor(column / 26) - 1) + letter;
}

function overview(report: Report, texts: ReportTexts, list: SheetCell[][]): Sheet<never> {
  const line = (block: Block): SheetCell[][] => {
    switch (block.kind) {
      case "text":
        return [[block.lead === undefined ? null : text(block.lead, { wrap: true }), text(block.text, { wrap: true })]];
      case "figures":
        return block.figures.map(({ label, value }) => [text(label), text(value)]);
      case "advice":
        return [
          [
            text(texts.priority[block.priority], { fontWeight: "bold" }),
            text(block.title, { wrap: true, fontWeight: "bold" }),
          ],
          ...[block.effect, ...block.notes, ...block.evidence]
            .filter(Boolean)
            .map((one) => [null, text(one, { wrap: true })]),
        ];
      case "chart":
        return (block.reading ?? []).map((sentence) => [null, text(sentence, { wrap: true })]);
      case "picture":
      case "table":
        return [];
    }
  };
  const sections = report.sections.flatMap(({ heading: section, blocks }) => {
    const lines = blocks.flatMap(line);
    return lines.length === 0 ? [] : [[], [headingCell(section)], ...lines];
  });
  const data = [
    [text(report.title, { fontWeight: "bold", fontSize: 18, height: 26, textColor: COLORS.navy })],
    ...(report.brand?.company === undefined ? [] : [[text(report.brand.company, { fontWeight: "bold" })]]),
    [text(`${report.kind} · ${texts.day(report.createdAt)}`)],
    [text(report.subtitle)],
    [],
    ...report.figures.map(({ label, value }) => [text(label), text(value, { fontWeight: "bold" })]),
    ...sections,
    ...list,
  ];
  return { data, columns: [{ width: 30 }, { width: 100 }], showGridLines: false };
}

/** Which sheet holds what. */
function sheetList(tables: readonly Table[], names: readonly string[], texts: ReportTexts): SheetCell[][] {
  if (tables.length === 0) return [];
  return [
    [],
    [headingCell(texts.sheets)],
    ...tables.map(({ caption }, idx) => [text(names[idx] ?? ""), text(caption, { wrap: true })]),
  ];
}

function headingCell(value: string): SheetCell {
  return text(value, { fontWeight: "bold", fontSize: 14, height: 20, textColor: COLORS.navy });
}

function tableSheet({ columns, rows }: Table): Sheet<never> {
  const labels = columns.map(({ label, unit }) => (unit === undefined ? label : `${label} (${unit})`));
  const header = labels.map((label) =>
    text(label, { fontWeight: "bold", textColor: COLORS.white, backgroundColor: COLORS.navy, wrap: true }),
  );
  const body = rows.map((row) => columns.map((_, idx) => cell(row[idx])));
  const widths = labels.map((label, idx) =>
    Math.min(MOST_WIDTH, Math.max(label.length, ...rows.map((row) => lengthOf(row[idx]))) + 3),
  );
  return { data: [header, ...body], columns: widths.map((width) => ({ width })), stickyRowsCount: 1 };
}

function cell(value: Cell | undefined): SheetCell {
  if (value === null || value === undefined) return null;
  if (typeof value === "string") return text(value, { wrap: value.length > MOST_WIDTH });
  return { type: Number, value: value.value, format: Number.isInteger(value.value) ? "#,##0" : "#,##0.0##" };
}

function lengthOf(value: Cell | undefined): number {
  if (value === null || value === undefined) return 0;
  return typeof value === "string" ? value.length : String(value.value).length + 2;
}

function text(value: string, look: CellStyle = {}): SheetCell {
  return {
    type: String,
    value: spreadsheetText(printable(value)),
    alignVertical: "top",
    ...look,
  };
}

/** Names that Excel takes: 31 characters at most, none of `[]:*?/\`, each once whatever its case. */
function sheetNames(sections: readonly string[], texts: ReportTexts): string[] {
  const taken = new Set([texts.overview.toLowerCase(), "history"]);
  return sections.map((section) => {
    const plain =
      section
        .replaceAll(/[[\]:*?/\\]|\p{Cc}/gu, " ")
        .replaceAll(/\s+/g, " ")
        .replaceAll(/^['\s]+|(?<!['\s])['\s]+$/g, "") || texts.tableName;
    for (let number = 1; ; number++) {
      const suffix = number === 1 ? "" : ` ${number}`;
      const name = `${plain.slice(0, MOST_NAME - suffix.length).trim()}${suffix}`;
      if (!taken.has(name.toLowerCase())) {
        taken.add(name.toLowerCase());
        return name;
      }
    }
  });
}
