import { footerOf, logoUrl, paintOf, type Paint } from "../report/brand.ts";
import { numberCaptions } from "../report/captions.ts";
import { COLORS } from "../report/colors.ts";
import { escapeMarkup } from "../text/escape-markup.ts";
import { FontBook, lineHeight } from "../text/font-book.ts";
import { ledText } from "../text/led-text.ts";
import { planSlides, type ItemSection } from "./plan-slides.ts";
import { titleMessage, writeFrame, writeHeading, type SlideTitle } from "./pptx-frame.ts";
import { contentsLines, writeContents } from "./pptx-contents.ts";
import { headingItem, slideItems } from "./pptx-items.ts";
import { createPresentation, type Presentation, type Slide } from "./text/pptx-library.ts";
import { hex, paragraphRuns, SLIDE, slideText } from "./text/pptx-text.ts";
import { printable } from "../text/printable.ts";
import type { Block, Report, Section } from "../report/report.ts";
import type { SlideLook } from "./slide-item.ts";
import { graftSlides, roomOf, type SlideFrame } from "./template/graft-slides.ts";
import type { Template } from "./template/read-template.ts";
import { textsIn } from "../texts/report-texts.ts";

const TILES_PER_ROW = 3;
/** Beside the contents. */
const BESIDE = { x: SLIDE.left + 5.4, w: SLIDE.width - 5.4 };
/** From the best that texts beside the contents can have to the least. */
const SUMMARY_SIZES = [18, 16, 14];
const SUMMARY_HEADING = 0.4;
/** Where a logo stands on the cover, in inches. */
const LOGO = { x: 10.73, y: 0.5, w: 2, h: 0.8 };
const ROOM = SLIDE.bottom - SLIDE.top;

/** A section beside the contents; its height in inches, the size of its text in points. */
interface Summary {
  readonly heading: string;
  readonly texts: readonly Extract<Block, { readonly kind: "text" }>[];
  readonly size: number;
  readonly height: number;
}

/**
 * The report as a PowerPoint presentation (16:9): cover, contents with links (of a short report only where a text stands beside them), a heading and a number on each slide. Texts,
 * tables and charts can be edited; maps, and charts that say more than a native one could, are pictures with a description.
 * With a template slides are of its size and look; what is only on our own cover is on a slide of its own then.
 */
export async function renderPptx(given: Report, template?: Template): Promise<Uint8Array> {
  const report = template === undefined ? given : withFigures(given);
  const room = template === undefined ? ROOM : roomOf(template);
  const pptx = createPresentation();
  pptx.layout = "LAYOUT_WIDE";
  pptx.title = printable(report.title);
  pptx.author = "Longhaul";
  pptx.company = escapeMarkup(printable(report.brand?.company ?? "Longhaul"));
  pptx.theme = { headFontFace: SLIDE.font, bodyFontFace: SLIDE.font };
  const book = new FontBook();
  const texts = textsIn(report.language);
  const look = { book, texts, paint: paintOf(report) };
  const foot = footerOf(report);
  const frames: SlideFrame[] = [];
  const addSlide = (title: SlideTitle): Slide => {
    const slide = pptx.addSlide();
    frames.push({ isCover: false, heading: title.message ?? title.heading, paragraphs: [], foot });
    if (template === undefined) writeFrame(slide, title, foot, frames.length, look);
    else if (template.chosen.heading === undefined) writeHeading(slide, title, look);
    return slide;
  };
  frames.push({ isCover: true, heading: report.title, paragraphs: coverTexts(report), foot });
  if (template === undefined) writeCover(pptx, report, look.paint);
  else writePlainCover(pptx.addSlide(), report, template, look);
  const summaries = besideContents(report.sections, room, book);
  // Few slides need no list of them that leaves most of one empty.
  const contents = report.isShort && summaries.length === 0 ? null : addSlide({ heading: texts.contents });
  const captions = numberCaptions(report);
  const sections: ItemSection[] = [];
  for (const [idx, section] of report.sections.entries()) {
    if (idx < summaries.length) continue;
    // The place that a template has for titles is made for a few words.
    const title = template === undefined ? titleMessage(section, book) : {};
    const told = withoutMessage(section, captions[idx] ?? [], title);
    const items = await slideItems(told.blocks, told.labels, room, look);
    sections.push({ heading: section.heading, ...title, items });
  }
  const { slides, starts } = planSlides(sections, room, (section) => headingItem(section, look), texts.continued);
  for (const { items, ...title } of slides) {
    const slide = addSlide(title);
    for (const { item, top, height } of items) {
      item.write(slide, { x: SLIDE.left, y: SLIDE.top + top, w: SLIDE.width, h: height });
    }
  }
  if (contents !== null) {
    const numbers = starts.map((start) => start + 3);
    const lines = report.sections.map((section, idx) => {
      const slide = idx < summaries.length ? 2 : (numbers[idx - summaries.length] ?? 1);
      return { heading: section.heading, ...titleMessage(section, book), slide };
    });
    const width = summaries.length === 0 ? SLIDE.width : BESIDE.x - SLIDE.left - 0.4;
    writeContents(contents, lines, { room, width }, book);
    writeSummaries(contents, summaries, room, look.paint);
  }
  const bytes = await pptx.write({ outputType: "nodebuffer" });
  if (!(bytes instanceof Uint8Array)) throw new Error("the presentation was not written as bytes");
  return template === undefined ? bytes : graftSlides(template, bytes, frames, book);
}

/** With the figures of the cover as a section, behind those that may stand beside the contents. */
function withFigures(report: Report): Report {
  const { sections, figures, language } = report;
  if (figures.length === 0) return report;
  const at = sections.findIndex(({ blocks }) => blocks.some(({ kind }) => kind !== "text"));
  const own: Section = { heading: textsIn(language).keyFigures, blocks: [{ kind: "figures", figures }] };
  const place = at === -1 ? sections.length : at;
  return { ...report, sections: [...sections.slice(0, place), own, ...sections.slice(place)] };
}

/** The blocks of a section, each with its label, without what the title of its slide says. */
function withoutMessage(
  { blocks, message: whole }: Section,
  labels: readonly string[],
  { message }: { readonly message?: string },
): { readonly blocks: readonly Block[]; readonly labels: readonly string[] } {
  if (message === undefined || whole === undefined) return { blocks, labels };
  const left = blocks.map((block) => {
    if (block.kind === "text") return { ...block, text: withoutSentence(block.text, whole) };
    return block.kind === "chart" && block.reading !== undefined
      ? { ...block, reading: block.reading.filter((sentence) => sentence !== whole) }
      : block;
  });
  const isLeft = (_: unknown, idx: number): boolean => {
    const block = left[idx];
    return block === undefined || block.kind !== "text" || block.text !== "";
  };
  return { labels: labels.filter(isLeft), blocks: left.filter(isLeft) };
}

/** A text without the sentence that it begins with. */
function withoutSentence(text: string, sentence: string): string {
  const begun = `${sentence.replace(/\.$/, "")}.`;
  if (text === sentence) return "";
  return text.startsWith(`${begun} `) || text === begun ? text.slice(begun.length).trimStart() : text;
}

/** What stands below the title of a template's cover. */
function coverTexts({ subtitle, kind, createdAt, language, brand }: Report): string[] {
  const last = [brand?.company, kind, textsIn(language).day(createdAt)].filter((part) => part !== undefined);
  return [subtitle, last.join(" · ")].filter((text) => text !== "");
}

/** What a template's cover has no place for. */
function writePlainCover(slide: Slide, report: Report, { chosen: { cover } }: Template, look: SlideLook): void {
  const has = (...types: readonly string[]): boolean => cover.placeholders.some(({ type }) => types.includes(type));
  if (!has("title", "ctrTitle")) writeHeading(slide, { heading: report.title }, look);
  if (has("subTitle")) return;
  const box = { x: SLIDE.left, y: SLIDE.top, w: SLIDE.width, h: 2, margin: 0, valign: "top" as const };
  slideText(slide, coverTexts(report).join("\n"), { ...box, fontSize: 18, color: hex(COLORS.text), fit: "shrink" });
}

/** The first sections, as far as they are nothing but texts and fit beside the contents, in one column of them. */
function besideContents(sections: readonly Section[], room: number, book: FontBook): Summary[] {
  if (sections.length > contentsLines(room)) return [];
  const fitting = SUMMARY_SIZES.map((size) => summariesOf(sections, size, room, book));
  const most = Math.max(...fitting.map(({ length }) => length));
  return fitting.find(({ length }) => length === most) ?? [];
}

function summariesOf(sections: readonly Section[], size: number, room: number, book: FontBook): Summary[] {
  const style = { size, color: COLORS.text };
  const summaries: Summary[] = [];
  let left = room - 0.3;
  for (const { heading, blocks } of sections) {
    const texts = blocks.filter((block) => block.kind === "text");
    if (texts.length === 0 || texts.length < blocks.length) break;
    const lines = book.wrap(texts.map(ledText).join("\n\n"), (BESIDE.w - 0.4) * 72, style).length;
    const height = SUMMARY_HEADING + (lines * lineHeight(style)) / 72 + 0.15;
    if (height > left) break;
    left -= height;
    summaries.push({ heading, texts, size, height });
  }
  return summaries;
}

function writeSummaries(slide: Slide, summaries: readonly Summary[], room: number, paint: Paint): void {
  if (summaries.length === 0) return;
  const { x, w } = BESIDE;
  slide.addShape("rect", { x, w, y: SLIDE.top, h: room, fill: { color: hex(COLORS.tile) } });
  const inner = { x: x + 0.2, w: w - 0.4, margin: 0, valign: "top" as const };
  let y = SLIDE.top + 0.15;
  for (const { heading, texts, size, height } of summaries) {
    slideText(slide, heading, { ...inner, y, h: 0.36, fontSize: 16, bold: true, color: hex(paint(COLORS.navy)) });
    const body = { y: y + SUMMARY_HEADING, h: height - SUMMARY_HEADING - 0.05 };
    const runs = paragraphRuns(texts, paint);
    const look = { fontFace: SLIDE.font, fontSize: size, color: hex(COLORS.text), fit: "shrink" as const };
    slide.addText(runs, { ...inner, ...body, ...look });
    y += height;
  }
}

function writeCover(pptx: Presentation, report: Report, paint: Paint): void {
  const { title, kind, subtitle, createdAt, figures, language, brand } = report;
  const slide = pptx.addSlide();
  slide.background = { color: hex(paint(COLORS.navy)) };
  const pale = hex(paint(COLORS.onCover));
  const logo = logoUrl(report);
  if (logo !== null) {
    slide.addShape("rect", {
      ...LOGO,
      x: LOGO.x - 0.1,
      y: LOGO.y - 0.1,
      w: LOGO.w + 0.2,
      h: LOGO.h + 0.2,
      fill: { color: "FFFFFF" },
    });
    slide.addImage({
      data: logo.slice("data:".length),
      ...LOGO,
      sizing: { type: "contain", w: LOGO.w, h: LOGO.h },
      altText: printable(brand?.company ?? ""),
    });
  }
  const kicker = [...(brand?.company === undefined ? [] : [brand.company]), kind.toUpperCase()].join(" · ");
  const size = title.length > 80 ? 26 : 36;
  const box = { x: SLIDE.left, w: SLIDE.width, margin: 0 };
  slideText(slide, kicker, { ...box, y: 0.9, h: 0.35, fontSize: 14, bold: true, color: pale });
  slideText(slide, title, {
    ...box,
    y: 1.3,
    h: 1.5,
    fontSize: size,
    bold: true,
    color: "FFFFFF",
    valign: "top",
    fit: "shrink",
  });
  slideText(slide, subtitle, { ...box, y: 2.9, h: 0.6, fontSize: 18, color: "FFFFFF", valign: "top", fit: "shrink" });
  const date = textsIn(language).day(createdAt);
  slideText(slide, date, { ...box, y: 3.5, h: 0.4, fontSize: 14, bold: true, color: pale });
  const width = (SLIDE.width - 0.2 * (TILES_PER_ROW - 1)) / TILES_PER_ROW;
  figures.slice(0, 9).forEach(({ label, value }, idx) => {
    const x = SLIDE.left + (idx % TILES_PER_ROW) * (width + 0.2);
    const y = 4.2 + Math.floor(idx / TILES_PER_ROW) * 1;
    slide.addShape("rect", { x, y, w: width, h: 0.88, fill: { color: hex(paint(COLORS.coverTile)) } });
    slideText(slide, value.text, {
      x: x + 0.15,
      y: y + 0.08,
      w: width - 0.3,
      h: 0.42,
      fontSize: 20,
      bold: true,
      color: "FFFFFF",
      margin: 0,
    });
    slideText(slide, label, {
      x: x + 0.15,
      y: y + 0.5,
      w: width - 0.3,
      h: 0.3,
      fontSize: 12,
      color: pale,
      margin: 0,
    });
  });
}
