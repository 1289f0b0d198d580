import type { Cell as SheetCell, Sheet } from "write-excel-file/node";
import { binLabel } from "../report/bin-label.ts";
import type { Paint } from "../report/brand.ts";
import { chartTable } from "../report/chart-table.ts";
import { COLORS } from "../report/colors.ts";
import { escapeMarkup } from "../text/escape-markup.ts";
import type { Cell, Chart, Column, Report } from "../report/report.ts";
import type { ReportTexts } from "../texts/en.ts";
import { textsIn } from "../texts/report-texts.ts";
import {
  columnName,
  daysForm,
  SECONDS_PER_DAY,
  sheetText,
  tableCells,
  textCell,
  type NumberForm,
} from "./xlsx-cells.ts";
import { chartXml, type CellRange, type SheetChart } from "./xlsx-chart-xml.ts";
import { pageBreaks, PIXELS_PER_CHARACTER, PRINTED, rowsOfPage, type PrintedSheet } from "./xlsx-print.ts";
import { quotedSheet, RELATIONSHIPS, workbookParts, type SheetFeature } from "./xlsx-feature.ts";

const SERIES_COLORS = [COLORS.blue, COLORS.orange, COLORS.green];
/** In rows of the sheet, which are 15 pt high unless told otherwise. */
const LEAST_ROWS = 16;
const ROWS_A_BAR = 1.4;
const ROWS_AROUND = 4;
const ROWS_BETWEEN = 4;
/** A line of a bar's label. */
const ROWS_A_LINE = 0.8;
const LINE_CHARACTERS = 36;
/** Excel cuts what is longer; the cell beside it has all. */
const MOST_LINES = 3;
const EMU_PER_ROW = 190_500;
const WIDTH_EMU = 6_800_000;
const EMU_PER_PIXEL = 9525;
const WIDTH_PIXELS = WIDTH_EMU / EMU_PER_PIXEL;
/** Rows that may be higher than most. */
const ROWS_SPARE = 2;
const MOST_COLUMN = 50;
const CHART = "http://schemas.openxmlformats.org/drawingml/2006/chart";

/** A chart where it lies on the sheet: its upper left cell, counted from 0, and how high it is. */
interface PlacedChart {
  readonly xml: string;
  readonly caption: string;
  readonly row: number;
  readonly column: number;
  readonly rows: number;
}

/** A sheet with all charts of a report as native ones, each beside the cells that it draws, and what writes them. */
export interface ChartSheet {
  readonly sheet: Sheet<never>;
  readonly printed: PrintedSheet;
  /** What writes the charts into the file. */
  readonly feature: SheetFeature;
}

/** @returns null for a report without charts */
export function chartSheet(report: Report, name: string, paint: Paint): ChartSheet | null {
  const charts = report.sections.flatMap(({ blocks }) => blocks.filter((block) => block.kind === "chart"));
  if (charts.length === 0) return null;
  const tables = charts.map(({ chart }) => cellsOf(chart, report, paint));
  const column = Math.max(...tables.map(({ widths }) => widths.length)) + 1;
  const data: SheetCell[][] = [];
  const placed: PlacedChart[] = [];
  charts.forEach(({ chart, caption }, at) => {
    const table = tables[at];
    if (table === undefined) return;
    const row = data.length;
    const rows = Math.max(LEAST_ROWS, Math.ceil(barRows(chart)) + ROWS_AROUND);
    const drawn = sheetChart(chart, caption, { ...table, name, row: row + 2, units: textsIn(report.language).units });
    placed.push({ xml: chartXml(drawn), caption, row, column, rows });
    data.push([textCell(caption, { fontWeight: "bold" })], ...table.data);
    while (data.length < row + rows + ROWS_BETWEEN || data.at(-1)?.length !== 0) data.push([]);
  });
  const widths = Array.from({ length: column }, (_, at) =>
    Math.min(MOST_COLUMN, Math.max(8, ...tables.map((table) => table.widths[at] ?? 0))),
  );
  const sheetWidth = widths.reduce((sum, one) => sum + one * PIXELS_PER_CHARACTER, WIDTH_PIXELS);
  const parts = placed.map(({ row, rows }) => ({ row, line: row, lines: rows }));
  const breaks = pageBreaks(parts, rowsOfPage(sheetWidth, "landscape") - ROWS_SPARE);
  return {
    sheet: {
      data,
      columns: widths.map((width) => ({ width })),
      sheet: name,
      showGridLines: false,
      ...PRINTED,
    },
    printed: { name, isUpright: false, breaks },
    feature: chartsFeature(placed, name),
  };
}

/** How many rows of the sheet bars and their labels need. */
function barRows(chart: Chart): number {
  if (chart.kind !== "bars") return 0;
  const heights = chart.bars.map(({ label }) =>
    Math.max(
      chart.series.length * ROWS_A_BAR,
      Math.min(MOST_LINES, Math.ceil(label.length / LINE_CHARACTERS)) * ROWS_A_LINE + 0.6,
    ),
  );
  return heights.length * Math.max(0, ...heights);
}

interface ChartCells extends ReturnType<typeof tableCells> {
  readonly columns: readonly Column[];
  readonly rows: readonly (readonly Cell[])[];
}

/** A chart's figures, what is on its axis first. */
function cellsOf(chart: Chart, { language }: Report, paint: Paint): ChartCells {
  const table = chartTable(chart, language);
  const labelled =
    chart.kind === "histogram"
      ? {
          columns: [{ label: chart.valueLabel }, ...table.columns],
          rows: table.rows.map((row, at) => [chart.bins[at] === undefined ? "" : binLabel(chart.bins[at]), ...row]),
        }
      : table;
  return {
    ...labelled,
    ...tableCells(labelled.columns, labelled.rows, paint(COLORS.navy), textsIn(language).units),
  };
}

/** @param table its head is in the sheet's row `row`, counted from 1 */
function sheetChart(
  chart: Chart,
  title: string,
  table: ChartCells & { readonly name: string; readonly row: number; readonly units: ReportTexts["units"] },
): SheetChart {
  const { units, columns, labels, rows, forms, name, row } = table;
  const place = (column: number, from: number, to: number): string =>
    `${quotedSheet(name)}!$${columnName(column)}$${from}:$${columnName(column)}$${to}`;
  const body = (column: number): string => place(column, row + 1, row + rows.length);
  const isHistogram = chart.kind === "histogram";
  const drawn = isHistogram ? [columns.length - 1] : columns.map((_, at) => at).slice(1);
  const form = axisForm(forms[drawn[0] ?? 0], numbersOf(rows, drawn), units);
  const textOf = (cell: Cell | undefined): string => (typeof cell === "string" ? sheetText(cell) : "");
  return {
    kind: chart.kind === "bars" ? "bars" : isHistogram ? "columns" : "lines",
    title,
    categories: { address: body(0), values: rows.map((cells) => textOf(cells[0])) },
    series: drawn.map((column, at) => ({
      name: { address: place(column, row, row), values: [labels[column] ?? ""] },
      values: {
        address: body(column),
        values: numbersOf(rows, [column]).map((value) => value / form.size),
      } satisfies CellRange<number>,
      color: SERIES_COLORS[at % SERIES_COLORS.length] ?? COLORS.blue,
    })),
    form,
    ...(isHistogram ? { categoryTitle: chart.valueLabel, valueTitle: chart.countLabel } : {}),
  };
}

function numbersOf(rows: readonly (readonly Cell[])[], columns: readonly number[]): number[] {
  return rows.flatMap((row) =>
    columns.map((column) => {
      const cell = row[column];
      return typeof cell === "object" && cell !== null ? cell.value : 0;
    }),
  );
}

/** How the axis writes its numbers: hours are read badly from some days on. */
function axisForm(form: NumberForm | undefined, values: readonly number[], units: ReportTexts["units"]): NumberForm {
  if (form === undefined) return { size: 1, format: "General" };
  if (form.size === SECONDS_PER_DAY && Math.max(...values) >= 10 * SECONDS_PER_DAY)
    return { ...form, ...daysForm(units) };
  return form;
}

function chartsFeature(charts: readonly PlacedChart[], name: string): SheetFeature {
  const parts = workbookParts(
    "chart",
    "drawingml.chart+xml",
    charts.map(({ xml }) => xml),
  );
  const onSheet =
    (write: (chart: PlacedChart, number: number) => string) =>
    ({ sheet }: { readonly sheet?: string }): string | undefined =>
      sheet === name ? charts.map((chart, at) => write(chart, at + 1)).join("") : undefined;
  return {
    files: {
      transform: {
        "[Content_Types].xml": { insert: parts.types },
        "xl/drawings/drawing{id}.xml": {
          insert: onSheet((chart, number) => frameXml(chart, number, parts.refer(number))),
        },
        "xl/drawings/_rels/drawing{id}.xml.rels": { insert: onSheet((_, number) => parts.relationship(number)) },
      },
      write: { files: parts.files },
    },
  };
}

/** Where a chart lies (ECMA-376, part 1, 20.5): a little below the row where a page may end. */
function frameXml({ caption, row, column, rows }: PlacedChart, number: number, reference: string): string {
  return (
    `<xdr:oneCellAnchor><xdr:from><xdr:col>${column}</xdr:col><xdr:colOff>0</xdr:colOff><xdr:row>${row}</xdr:row><xdr:rowOff>${EMU_PER_ROW / 5}</xdr:rowOff></xdr:from>` +
    `<xdr:ext cx="${WIDTH_EMU}" cy="${rows * EMU_PER_ROW}"/><xdr:graphicFrame macro=""><xdr:nvGraphicFramePr>` +
    `<xdr:cNvPr id="${number + 1}" name="Chart ${number}" descr="${escapeMarkup(caption)}"/><xdr:cNvGraphicFramePr/></xdr:nvGraphicFramePr>` +
    '<xdr:xfrm><a:off x="0" y="0"/><a:ext cx="0" cy="0"/></xdr:xfrm>' +
    `<a:graphic><a:graphicData uri="${CHART}"><c:chart xmlns:c="${CHART}" xmlns:r="${RELATIONSHIPS}" r:id="${reference}"/>` +
    "</a:graphicData></a:graphic></xdr:graphicFrame><xdr:clientData/></xdr:oneCellAnchor>"
  );
}
