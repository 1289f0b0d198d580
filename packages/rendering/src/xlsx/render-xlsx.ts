import writeXlsxFile, { type Cell as SheetCell, type Sheet } from "write-excel-file/node";
import { footerOf, paintOf, type Paint } from "../report/brand.ts";
import { COLORS } from "../report/colors.ts";
import { printable } from "../text/printable.ts";
import type { Block, Brand, KeyFigure, Report } from "../report/report.ts";
import { textsIn } from "../texts/report-texts.ts";
import type { ReportTexts } from "../texts/en.ts";
import { figureCell, headingCell, textCell } from "./xlsx-cells.ts";
import { chartSheet } from "./xlsx-charts.ts";
import { linksFeature, type SheetLink } from "./xlsx-links.ts";
import { PRINTED, printFeature } from "./xlsx-print.ts";
import { withHeights } from "./xlsx-rows.ts";
import { tableSheets } from "./xlsx-tables.ts";

/** Room for a logo above the title, in pixels of 96 an inch. */
const LOGO = { width: 240, height: 48, dpi: 96, margin: 2 };
const POINTS_PER_PIXEL = 0.75;

/**
 * The report as an Excel workbook: a sheet with what is said in words and key figures, one with all charts as native ones
 * beside their figures, and a sheet for each section with its tables, which have filters. Figures are numbers, durations are Excel's
 * own; texts that a spreadsheet would run get an apostrophe in front. Printed, each sheet is as wide as a page.
 */
export async function renderXlsx(report: Report): Promise<Uint8Array> {
  const texts = textsIn(report.language);
  const paint = paintOf(report);
  const charts = chartSheet(report, texts.charts, paint);
  const tables = tableSheets(report, texts, [texts.overview, texts.charts], paint);
  const list = [...(charts === null ? [] : [{ name: texts.charts, caption: texts.chartsCaption }]), ...tables.list];
  const first = overview(report, texts, list, paint);
  const sheets = [{ ...first, sheet: texts.overview }, ...(charts === null ? [] : [charts.sheet]), ...tables.sheets];
  const printed = [
    { name: texts.overview, isUpright: true },
    ...(charts === null ? [] : [charts.printed]),
    ...tables.printed,
  ];
  const features = [
    tables.feature,
    ...(charts === null ? [] : [charts.feature]),
    printFeature(printed, footerOf(report)),
    linksFeature(texts.overview, linksTo(list, first.data.length)),
  ];
  return writeXlsxFile(sheets, { fontFamily: "Calibri", fontSize: 11, features }).toBuffer();
}

interface Listed {
  readonly name: string;
  readonly caption: string;
}

function overview(
  report: Report,
  texts: ReportTexts,
  list: readonly Listed[],
  paint: Paint,
): Sheet<Buffer> & { readonly data: SheetCell[][] } {
  const color = paint(COLORS.navy);
  const figureLine = ({ label, value }: KeyFigure): SheetCell[] => [textCell(label), figureCell(value, texts.units)];
  const line = (block: Block): SheetCell[][] => {
    switch (block.kind) {
      case "text":
        return [
          [
            block.lead === undefined ? null : textCell(block.lead, { wrap: true }),
            textCell(block.text, { wrap: true }),
          ],
        ];
      case "figures":
        return block.figures.map(figureLine);
      case "advice":
        return [
          [
            textCell(texts.priority[block.priority], { fontWeight: "bold" }),
            textCell(block.title, { wrap: true, fontWeight: "bold" }),
          ],
          ...[block.effect, ...block.notes, ...block.evidence]
            .filter(Boolean)
            .map((one) => [null, textCell(one, { wrap: true })]),
        ];
      case "chart":
        return (block.reading ?? []).map((sentence) => [null, textCell(sentence, { wrap: true })]);
      case "picture":
      case "table":
        return [];
    }
  };
  const sections = report.sections.flatMap(({ heading: section, blocks }) => {
    const lines = blocks.flatMap(line);
    return lines.length === 0 ? [] : [[], [headingCell(section, color)], ...lines];
  });
  const logo = logoImage(report.brand);
  const logoRow = [textCell("", { height: (LOGO.height + 4 * LOGO.margin) * POINTS_PER_PIXEL })];
  const data = [
    ...(logo === null ? [] : [logoRow]),
    [textCell(report.title, { fontWeight: "bold", fontSize: 18, height: 26, textColor: color })],
    ...(report.brand?.company === undefined ? [] : [[textCell(report.brand.company, { fontWeight: "bold" })]]),
    [textCell(`${report.kind} · ${texts.day(report.createdAt)}`)],
    [textCell(report.subtitle)],
    [],
    ...report.figures.map(figureLine),
    ...sections,
    ...sheetList(list, texts, color),
  ];
  const images = logo === null ? {} : { images: [logo] };
  const widths = [30, 100];
  const columns = widths.map((width) => ({ width }));
  return { data: withHeights(data, widths), columns, showGridLines: false, ...PRINTED, ...images };
}

/** The logo in the first cell, as large as there is room for. */
function logoImage(brand: Brand | undefined) {
  if (brand?.logo === undefined) return null;
  const { logo, company = "" } = brand;
  const scale = Math.min(LOGO.width / logo.width, LOGO.height / logo.height);
  return {
    content: Buffer.from(logo.base64, "base64"),
    contentType: logo.mediaType,
    width: Math.max(1, Math.round(logo.width * scale)),
    height: Math.max(1, Math.round(logo.height * scale)),
    dpi: LOGO.dpi,
    anchor: { row: 1, column: 1 },
    offsetX: LOGO.margin,
    offsetY: LOGO.margin,
    title: "Logo",
    description: printable(company),
  };
}

/** Which sheet holds what. */
function sheetList(list: readonly Listed[], texts: ReportTexts, color: string): SheetCell[][] {
  if (list.length === 0) return [];
  return [
    [],
    [headingCell(texts.sheets, color)],
    ...list.map(({ name, caption }) => [textCell(name, linkLook(color)), textCell(caption, { wrap: true })]),
  ];
}

const linkLook = (color: string) => ({ textColor: color, textDecoration: { underline: true as const } });

/** From the names of the sheets, which are the last rows of the first. */
function linksTo(list: readonly Listed[], rows: number): SheetLink[] {
  const above = rows - list.length;
  return list.flatMap(({ name }, at) => (name === "" ? [] : [{ cell: `A${above + at + 1}`, to: name }]));
}
