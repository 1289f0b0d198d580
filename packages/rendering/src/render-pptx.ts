import { createPresentation, type Presentation } from "./pptx-library.ts";
import { numberCaptions } from "./captions.ts";
import { COLORS } from "./colors.ts";
import { FontBook } from "./font-book.ts";
import { Deck } from "./pptx-deck.ts";
import { writeSlideBlock } from "./pptx-blocks.ts";
import { printable } from "./printable.ts";
import { hex, SLIDE, slideText } from "./pptx-text.ts";
import type { Report } from "./report.ts";

const TILES_PER_ROW = 3;
const CONTENTS_PER_COLUMN = 14;

/**
 * The report as a PowerPoint presentation (16:9): cover, contents with links, a heading and a number on each slide. Texts
 * and tables can be edited; charts and maps are pictures with a description.
 */
export async function renderPptx(report: Report): Promise<Uint8Array> {
  const pptx = createPresentation();
  pptx.layout = "LAYOUT_WIDE";
  pptx.title = printable(report.title);
  pptx.author = "Longhaul";
  pptx.company = "Longhaul";
  pptx.theme = { headFontFace: SLIDE.font, bodyFontFace: SLIDE.font };
  writeCover(pptx, report);
  const contents = pptx.addSlide();
  const deck = new Deck(pptx, new FontBook(), report.title, 3);
  const captions = numberCaptions(report);
  const starts: number[] = [];
  for (const [section, { heading, blocks }] of report.sections.entries()) {
    deck.begin(heading);
    starts.push(deck.number);
    for (const [idx, block] of blocks.entries()) {
      await writeSlideBlock(deck, block, captions[section]?.[idx] ?? "");
    }
  }
  deck.decorate(contents, "Contents", 2);
  for (const [idx, { heading }] of report.sections.entries()) {
    const column = Math.floor(idx / CONTENTS_PER_COLUMN);
    const line = { x: SLIDE.left + column * 6.2, y: SLIDE.top + (idx % CONTENTS_PER_COLUMN) * 0.4, h: 0.36 };
    const link = { slide: starts[idx] ?? 1, tooltip: printable(heading) };
    const look = { fontSize: 14, color: hex(COLORS.text), margin: 0 };
    const name = deck.book.shorten(heading, 5 * 72, { size: 14 });
    contents.addText([{ text: printable(name), options: { hyperlink: link, color: hex(COLORS.text) } }], {
      ...look,
      ...line,
      w: 5.2,
    });
    contents.addText(String(starts[idx]), { ...look, ...line, x: line.x + 5.2, w: 0.5, align: "right" });
  }
  const bytes = await pptx.write({ outputType: "nodebuffer" });
  if (!(bytes instanceof Uint8Array)) throw new Error("the presentation was not written as bytes");
  return bytes;
}

function writeCover(pptx: Presentation, { title, kind, subtitle, createdAt, figures }: Report): void {
  const slide = pptx.addSlide();
  slide.background = { color: hex(COLORS.navy) };
  const size = title.length > 80 ? 26 : 36;
  const box = { x: SLIDE.left, w: SLIDE.width, margin: 0 };
  slideText(slide, kind.toUpperCase(), { ...box, y: 0.9, h: 0.35, fontSize: 14, bold: true, color: "B8D4EE" });
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
  const date = new Date(createdAt).toLocaleDateString("en-GB", { dateStyle: "long", timeZone: "UTC" });
  slideText(slide, date, { ...box, y: 3.5, h: 0.4, fontSize: 14, bold: true, color: "B8D4EE" });
  const width = (SLIDE.width - 0.2 * (TILES_PER_ROW - 1)) / TILES_PER_ROW;
  figures.slice(0, 9).forEach(({ label, value }, idx) => {
    const x = SLIDE.left + (idx % TILES_PER_ROW) * (width + 0.2);
    const y = 4.2 + Math.floor(idx / TILES_PER_ROW) * 1;
    slide.addShape("rect", { x, y, w: width, h: 0.88, fill: { color: "1D4A78" } });
    slideText(slide, value, {
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
      color: "B8D4EE",
      margin: 0,
    });
  });
}
