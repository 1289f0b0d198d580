import { buffer } from "node:stream/consumers";
import { footerOf, logoUrl } from "../report/brand.ts";
import { captionNumbers } from "../report/captions.ts";
import { COLORS } from "../report/colors.ts";
import {
  PdfPage,
  PORTRAIT as BOX,
  STYLES,
  TIGHT,
  TIGHTER,
  USUAL,
  type LayoutChoices,
  type Spacing,
} from "./pdf-page.ts";
import {
  heightWithAnswer,
  isOnSide,
  needsNewPage,
  nextBlock,
  startHeight,
  writeBlock,
  writeFigures,
} from "./pdf-blocks.ts";
import { PdfWriter } from "./pdf-writer.ts";
import { spokenSections } from "../report/spoken-sections.ts";
import type { Line, TextStyle } from "../text/font-book.ts";
import type { Report, Section } from "../report/report.ts";

/** Room for a logo on the cover, in points. */
const LOGO = { width: 110, height: 40 };
const CONTENTS_LINE = 20;
const HEADING_ROOM = 38;
/** Contents of no more lines in each column stand on one page. */
const LEAST_LINES = 12;
/**
 * A page that is written on less isn't left for a picture that needs the next one, while other sections can follow. Which
 * of these leaves the fewest pages half empty is tried.
 */
const LEAST_FILLED = [0.55, 0.75, 0];
/** A page that is written on less is half empty. */
const HALF_EMPTY = 0.62;
/** On a page that is written on more, a question that the table of its answer doesn't fit below begins the next. */
const MOST_BEFORE_ANSWER = 0.55;
/** Sections that go before such a picture, at most. */
const MOST_BEFORE = 5;
/** A last page that is written on less is one to save. */
const LEAST_ON_LAST = 0.4;
/** A page that is written on less has room for larger charts. */
const MOST_ROOMY = 0.75;
const COLUMN_GAP = 24;
const COLUMN = (BOX.width - COLUMN_GAP) / 2;

/**
 * The report as a PDF on A4: cover, contents with page numbers and links, numbered pages, bookmarks. Drawings are vectors
 * with texts that can be searched, rows of tables stay whole, and their headers stand on each page. A section that begins
 * with a picture which needs a new page goes behind those that follow it, rather than leave a page half empty. Where the last
 * page has little on it, all is set tighter, if that saves the page; charts only where room is short.
 */
export async function renderPdf(report: Report): Promise<Uint8Array> {
  let page = bestLayout(report, USUAL);
  for (const spacing of [TIGHT, TIGHTER]) {
    if (page.number === 1 || page.filled >= LEAST_ON_LAST) break;
    const tighter = bestLayout(report, spacing);
    if (tighter.number < page.number) page = tighter;
  }
  if (page.spacing !== USUAL) page = withLargeCharts(report, page);
  const { doc } = page.writer;
  const whole = buffer(doc);
  doc.end();
  return whole;
}

/** The layout with the fewest pages that are half empty. */
function bestLayout(report: Report, spacing: Spacing): PdfPage {
  let best: PdfPage | null = null;
  for (const leastFilled of LEAST_FILLED) {
    const page = layOut(report, spacing, { leastFilled });
    if (best === null || page.cost(HALF_EMPTY) < best.cost(HALF_EMPTY)) best = page;
    if (best.cost(HALF_EMPTY) === best.number) break;
  }
  return best ?? layOut(report, spacing);
}

/** The report with charts as large as ever on pages that have room for it, where no page is lost by that. */
function withLargeCharts(report: Report, page: PdfPage): PdfPage {
  const roomy = page.charts.filter(({ number }) => page.filledOn(number) < MOST_ROOMY);
  if (roomy.length === 0) return page;
  const larger = layOut(report, page.spacing, {
    leastFilled: page.leastFilled,
    largeCharts: new Set(roomy.map(({ block }) => block)),
  });
  return larger.number <= page.number ? larger : page;
}

function layOut(report: Report, spacing: Spacing, choices: Partial<LayoutChoices> = {}): PdfPage {
  const writer = new PdfWriter(report);
  const { doc } = writer;
  const page = new PdfPage(writer, spacing, choices);
  const { sections } = report;
  const captionsOf = captionNumbers(report.language);
  /** The sections in the order in which they are written, each with the page on which it begins. */
  const written: { readonly section: number; readonly start: number }[] = [];

  const writeSection = (section: number): void => {
    const { heading, blocks } = sections[section] ?? NO_SECTION;
    const captions = captionsOf({ heading, blocks });
    const left = blocks.map((block, idx) => ({ block, caption: captions[idx] ?? "" }));
    const next = (above: number): number =>
      nextBlock(
        page,
        left.map(({ block }) => block),
        above,
      );
    const first = left[next(HEADING_ROOM)]?.block;
    if (isOnSide(first)) page.nextOnSide();
    else page.room(startHeight(page, first, HEADING_ROOM) + HEADING_ROOM);
    const start = page.number;
    doc.outline.addItem(heading);
    doc.addNamedDestination(`section-${section}`, "XYZ", page.box.left, page.y, 0);
    page.put(heading, STYLES.heading, "H2");
    page.fill(page.box.left, page.y + 1, page.box.width, 1.5, COLORS.blue);
    page.y += 12;
    while (left.length > 0) {
      for (const { block, caption } of left.splice(next(0), 1)) {
        if (page.filled >= MOST_BEFORE_ANSWER) page.room(heightWithAnswer(page, block, left[0]?.block));
        writeBlock(page, block, caption);
      }
    }
    page.y += spacing.section;
    written.push({ section, start });
  };
  const isToWait = (section: number): boolean =>
    page.filled < page.leastFilled && needsNewPage(page, sections[section]?.blocks[0], HEADING_ROOM);

  page.next();
  writeCover(page, report);
  const spoken = spokenSections(sections);
  for (let section = 0; section < spoken; section++) writeSection(section);
  const contents = placeContents(page, sections.length);
  const contentsTag = writer.tags.reserve("TOC");
  let waiting: { readonly section: number; readonly until: number }[] = [];
  for (let section = spoken; section <= sections.length; section++) {
    const isOver = section === sections.length || sections[section]?.isAppendix === true;
    const due = waiting.filter((one) => isOver || section >= one.until || !isToWait(one.section));
    waiting = waiting.filter((one) => !due.includes(one));
    for (const one of due) writeSection(one.section);
    if (section === sections.length) break;
    if (!isOver && isToWait(section)) waiting.push({ section, until: section + 1 + MOST_BEFORE });
    else writeSection(section);
  }

  writer.tags.fill(contentsTag, () => {
    for (const [idx, at] of contents.entries()) {
      const { section, start } = written[idx] ?? { section: idx, start: 0 };
      doc.switchToPage(at.page);
      writer.tags.within("TOCI", () => writeContentsLine(writer, section, sections[section]?.heading ?? "", start, at));
    }
  });
  writer.tags.end();
  writeFooters(page, report);
  return page;
}

const NO_SECTION: Section = { heading: "", blocks: [] };

/** Where the lines of the contents go: in two columns, on as many pages as they need. */
function placeContents(page: PdfPage, count: number): ContentsLine[] {
  if (count === 0) return [];
  const lines: ContentsLine[] = [];
  page.room(CONTENTS_LINE + Math.min(Math.ceil(count / 2), LEAST_LINES) * CONTENTS_LINE);
  page.put(page.writer.texts.contents, STYLES.strong, "H2");
  page.y += 4;
  while (lines.length < count) {
    page.room(CONTENTS_LINE);
    const rows = Math.floor((page.box.bottom - page.y) / CONTENTS_LINE);
    const here = Math.min(count - lines.length, 2 * rows);
    const half = Math.ceil(here / 2);
    for (let idx = 0; idx < here; idx++) {
      const x = page.box.left + (idx < half ? 0 : COLUMN + COLUMN_GAP);
      lines.push({ page: page.number - 1, x, y: page.y + (idx % half) * CONTENTS_LINE, width: COLUMN });
    }
    page.y += half * CONTENTS_LINE;
  }
  page.y += 14;
  return lines;
}

function writeCover(page: PdfPage, report: Report): void {
  const { title, kind, subtitle, createdAt, figures, brand } = report;
  const { book, tags } = page.writer;
  const style = STYLES.title;
  const kicker = [...(brand?.company === undefined ? [] : [brand.company]), kind.toUpperCase()].join(" · ");
  const lines = book.lines(title, page.box.width - (brand?.logo === undefined ? 0 : LOGO.width + 24), style, 5);
  const below = book.lines(subtitle, page.box.width, STYLES.subtitle, 4);
  const top = 40;
  const band = top + 22 + lines.length * style.size * 1.4 + 8 + below.length * 18.2 + 32;
  page.fill(0, 0, 596, band, COLORS.navy);
  if (brand?.logo !== undefined) {
    const left = page.box.right - LOGO.width - 8;
    page.fill(left - 8, top - 8, LOGO.width + 16, LOGO.height + 16, COLORS.white);
    tags.text(
      "Figure",
      () =>
        page.writer.doc.image(logoUrl(report) ?? "", left, top, {
          fit: [LOGO.width, LOGO.height],
          align: "center",
          valign: "center",
        }),
      { alt: brand.company ?? title },
    );
  }
  let y = top;
  const put = (text: readonly Line[], look: TextStyle, tag: "H1" | "P" = "P"): void =>
    tags.text(tag, () => (y += page.writer.write(text, page.box.left, y, look)));
  const beside = page.box.width - (brand?.logo === undefined ? 0 : LOGO.width + 24);
  put(book.lines(kicker, beside, STYLES.kicker, 1), STYLES.kicker);
  y += 6;
  put(lines, style, "H1");
  y += 6;
  put(below, STYLES.subtitle);
  y += 4;
  put(book.lines(page.writer.texts.day(createdAt), page.box.width, STYLES.kicker), STYLES.kicker);
  page.y = band + 22;
  writeFigures(page, figures);
  page.y += 10;
}

interface ContentsLine {
  /** Index of the page. */
  readonly page: number;
  readonly x: number;
  readonly y: number;
  readonly width: number;
}

function writeContentsLine(
  writer: PdfWriter,
  section: number,
  heading: string,
  number: number,
  { x, y, width }: ContentsLine,
): void {
  const { book, doc, tags } = writer;
  tags.within("Link", () => {
    tags.content(() => {
      writer.write([book.runs(book.shorten(heading, width - 30, STYLES.body))], x, y, STYLES.body);
      writer.writeRight(String(number), x + width, y, STYLES.body);
    });
    tags.link([x, y, width, 16], `section-${section}`, heading);
  });
  tags.decoration(() => doc.rect(x, y + 16, width, 0.5).fill(COLORS.line));
}

function writeFooters({ writer, number: count }: PdfPage, report: Report): void {
  const { doc, book } = writer;
  const foot = footerOf(report);
  for (let idx = 0; idx < count; idx++) {
    doc.switchToPage(idx);
    const right = doc.page.width - BOX.left;
    const y = doc.page.height - 54;
    writer.tags.decoration(() => {
      doc.rect(BOX.left, y, right - BOX.left, 0.5).fill(COLORS.line);
      writer.write([book.runs(book.shorten(foot, 340, STYLES.small))], BOX.left, y + 7, STYLES.small);
      writer.writeRight(writer.texts.page(idx + 1, count), right, y + 7, STYLES.small);
    });
  }
}
