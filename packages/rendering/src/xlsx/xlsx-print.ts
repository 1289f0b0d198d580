import { escapeMarkup } from "../text/escape-markup.ts";
import { printable } from "../text/printable.ts";
import { quotedSheet, type SheetFeature } from "./xlsx-feature.ts";

/** In characters of columns: what stands on an upright page without being made small. */
const MOST_UPRIGHT = 135;
/** Excel takes a workbook with a footer of more than 255 for damaged; `&` is doubled. */
const MOST_FOOTER = 100;

/** How a sheet is printed: as wide as a page, on as many of them as it needs. */
export interface PrintedSheet {
  readonly name: string;
  readonly isUpright: boolean;
  /** Rows from the top that stand on each page. */
  readonly headRows?: number;
  /** Rows, counted from 0, with which a page begins. */
  readonly breaks?: readonly number[];
}

/** Of rows that say nothing of their own: in programs without the font of the workbook others would be too low for theirs. */
const ROW_HEIGHT = '<sheetFormatPr defaultRowHeight="15" customHeight="1"/>';

/** What the library needs to write how a sheet is printed; `printFeature` says the rest. */
export const PRINTED = { orientation: "landscape" } as const;

/** Whether columns of these widths are printed on an upright page. */
export function isUpright(widths: readonly number[]): boolean {
  return widths.reduce((sum, width) => sum + width, 0) <= MOST_UPRIGHT;
}

/** A page of A4 within its margins, in pixels. */
const PAGE = { portrait: { width: 660, height: 978 }, landscape: { width: 988, height: 649 } } as const;
const PIXELS_PER_ROW = 20;
export const PIXELS_PER_CHARACTER = 7;

/** How many rows of usual height a page has when a sheet of that width, in pixels, is as wide as it. */
export function rowsOfPage(width: number, orientation: keyof typeof PAGE): number {
  const page = PAGE[orientation];
  return Math.floor((page.height * Math.max(1, width / page.width)) / PIXELS_PER_ROW);
}

/** A part of a sheet: the row with which it begins and how many lines of usual height are above it, counted from 0. */
export interface SheetPart {
  readonly row: number;
  readonly line: number;
  readonly lines: number;
}

/**
 * Before which rows a page ends, so that none of these parts of a sheet is cut that is no longer than a page.
 * @param most - lines of a page
 */
export function pageBreaks(parts: readonly SheetPart[], most: number): number[] {
  const breaks: number[] = [];
  let first = 0;
  for (const { row, line, lines } of parts) {
    if (row === 0 || line + lines <= first + most) continue;
    breaks.push(row);
    first = line;
  }
  return breaks;
}

/** Writes how the sheets, in their order, are printed. At the foot of each page stand `foot` and its number. */
export function printFeature(sheets: readonly PrintedSheet[], foot: string): SheetFeature {
  const footer = escapeMarkup(`&L${footerText(foot)}&R&P / &N`);
  const byName = new Map(sheets.map((sheet) => [sheet.name, sheet]));
  const titles = sheets.map(titleRows).join("");
  return {
    files: {
      transform: {
        "xl/worksheets/sheet{id}.xml": {
          transformElementAttributes: (tag, attributes, _index, options) => {
            if (tag !== "pageSetup") return attributes;
            const orientation = nameOf(options, byName)?.isUpright === true ? "portrait" : "landscape";
            return { ...attributes, orientation, fitToWidth: "1", fitToHeight: "0" };
          },
          transform: (xml, options) => {
            const after = `<headerFooter><oddFooter>${footer}</oddFooter></headerFooter>${rowBreaks(nameOf(options, byName)?.breaks)}`;
            return xml
              .replace(/<worksheet [^>]*>/, (start) => `${start}<sheetPr><pageSetUpPr fitToPage="1"/></sheetPr>`)
              .replace(/(?=<cols>|<sheetData>)/, ROW_HEIGHT)
              .replace(/<pageSetup [^>]*\/>/, (setup) => `${setup}${after}`);
          },
        },
        "xl/workbook.xml": {
          transform: (xml) =>
            xml.replace("<definedNames/>", () => (titles === "" ? "" : `<definedNames>${titles}</definedNames>`)),
        },
      },
    },
  };
}

const nameOf = (options: unknown, sheets: ReadonlyMap<string, PrintedSheet>): PrintedSheet | undefined =>
  typeof options === "object" && options !== null && "sheet" in options ? sheets.get(String(options.sheet)) : undefined;

function titleRows({ name, headRows }: PrintedSheet, at: number): string {
  if (headRows === undefined) return "";
  const rows = escapeMarkup(`${quotedSheet(name)}!$1:$${headRows}`);
  return `<definedName name="_xlnm.Print_Titles" localSheetId="${at}">${rows}</definedName>`;
}

function rowBreaks(rows: readonly number[] = []): string {
  if (rows.length === 0) return "";
  const breaks = rows.map((row) => `<brk id="${row}" max="16383" man="1"/>`).join("");
  return `<rowBreaks count="${rows.length}" manualBreakCount="${rows.length}">${breaks}</rowBreaks>`;
}

/** A text as a footer may hold it, in which `&` begins a command; a figure at its start would be taken for a size. */
function footerText(text: string): string {
  const plain = Array.from(printable(text).replaceAll(/\s+/g, " ").trim());
  const short = plain.length <= MOST_FOOTER ? plain : [...plain.slice(0, MOST_FOOTER - 1), "…"];
  return ` ${short.join("").replaceAll("&", "&&")}`;
}
