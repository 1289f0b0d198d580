import { COLORS } from "../report/colors.ts";
import { drawChart } from "../charts/draw-chart.ts";
import { drawPng } from "../charts/draw-png.ts";
import { lineHeight, type FontBook } from "../text/font-book.ts";
import { fittingScale } from "../charts/picture-room.ts";
import { canBeNative, nativeUnit, writeNativeChart } from "./pptx-chart.ts";
import type { Slide } from "./text/pptx-library.ts";
import { hex, SLIDE, slideText } from "./text/pptx-text.ts";
import { printable } from "../text/printable.ts";
import { readSvg } from "../charts/read-svg.ts";
import type { Block, Chart } from "../report/report.ts";
import type { SlideBox, SlideItem, SlideLook } from "./slide-item.ts";

const POINTS = 72;
const PICTURE_PX = 1600;
const CAPTION_LINES = 3;
const CAPTION = { size: 11, color: COLORS.muted };
const READING = { size: 13, color: COLORS.text };
/** Where there is room. */
const LARGER_READINGS = [20, 18, 16, 14] as const;
const READING_WIDTH = 3.9;
const READING_PADDING = 0.15;
const READING_HEADING = 0.3;
const SENTENCE_GAP = 6;
const GAP = 0.3;
/** Width of a drawn chart at which its texts are a little more than 7 points high. */
const LEAST_DRAWN = 5.8;
/** A tall chart leaves so much of a slide to a text above it. */
const LEFT_ABOVE = 0.85;
/** Pictures are enlarged this far at most. */
const MOST_ENLARGED = 1.35;

/** A chart, native where that says as much, beside what it says. */
export async function chartItem(
  { chart, caption, reading = [] }: Extract<Block, { readonly kind: "chart" }>,
  label: string,
  room: number,
  look: SlideLook,
): Promise<SlideItem> {
  const { book, texts } = look;
  const width = reading.length === 0 ? SLIDE.width : SLIDE.width - READING_WIDTH - GAP;
  const drawn = canBeNative(chart, width, look) ? null : await chartPicture(chart, look);
  const unit = drawn === null ? nativeUnit(chart) : null;
  const whole = texts.caption(label, caption);
  const text = unit === null ? whole : texts.inUnit(whole, texts.units[unit]);
  const top = captionHeight(text, book, width);
  const [least, most] =
    drawn === null
      ? nativeHeights(chart)
      : [Math.min(LEFT_ABOVE * room - top, drawn.ratio * LEAST_DRAWN), drawn.ratio * width];
  const readingTop = readingHeight(reading, book);
  return {
    least: Math.min(room, Math.max(top + least, readingTop)),
    most: Math.min(room, Math.max(top + most, readingTop)),
    write: (slide, box) => {
      // Beside it stands what the chart says.
      writeCaption(slide, text, { ...box, w: width }, book);
      const area = { x: box.x, y: box.y + top, w: width, h: box.h - top };
      if (drawn === null) writeNativeChart(slide, chart, area, text, texts);
      else writePicture(slide, drawn, area, text, reading.length === 0);
      writeReading(slide, look, reading, { x: box.x + width + GAP, y: box.y, w: READING_WIDTH, h: box.h });
    },
  };
}

/** A picture as large as the slide allows, with its caption below, or beside it where it can be larger so. */
export async function pictureItem(
  { svg, caption, onSlide = { svg, caption } }: Extract<Block, { readonly kind: "picture" }>,
  label: string,
  room: number,
  look: SlideLook,
): Promise<SlideItem> {
  const { book, texts } = look;
  const drawing = readSvg(onSlide.svg);
  const text = texts.caption(label, onSlide.caption);
  const below = captionHeight(text, book, SLIDE.width);
  const whole = { width: SLIDE.width * POINTS, height: (room - below) * POINTS };
  const narrow = { width: (SLIDE.width - READING_WIDTH - GAP) * POINTS, height: room * POINTS };
  const [under, beside] = [whole, narrow].map((one) => Math.min(MOST_ENLARGED, fittingScale(one, drawing)));
  const isBeside = (beside ?? 0) > (under ?? 0);
  const height = (drawing.height * ((isBeside ? beside : under) ?? 1)) / POINTS;
  const png = await drawPng(drawing, PICTURE_PX, book);
  const picture = { png, ratio: drawing.height / drawing.width };
  if (isBeside) {
    const left = SLIDE.width - READING_WIDTH - GAP;
    return {
      least: height,
      most: height,
      write: (slide, { x, y, h }) => {
        writePicture(slide, picture, { x, y, w: left, h }, text, true);
        writeReading(slide, look, [text], { x: x + left + GAP, y, w: READING_WIDTH, h }, "");
      },
    };
  }
  return {
    least: height + below,
    most: height + below,
    write: (slide, box) => {
      writePicture(slide, picture, { ...box, h: box.h - below }, text, true);
      writeCaption(slide, text, { ...box, y: box.y + box.h - below + 0.05 }, book);
    },
  };
}

interface Picture {
  readonly png: Uint8Array;
  /** Height by width. */
  readonly ratio: number;
}

async function chartPicture(chart: Chart, { book, texts }: SlideLook): Promise<Picture> {
  const drawing = drawChart(chart, book, texts.number);
  return { png: await drawPng(drawing, PICTURE_PX, book), ratio: drawing.height / drawing.width };
}

/** Least and most height of a native chart, in inches. */
function nativeHeights(chart: Chart): [number, number] {
  if (chart.kind !== "bars") return [2.05, 5];
  const rows = chart.bars.length * Math.max(1, 0.9 * chart.series.length);
  const legend = chart.series.length > 1 ? 0.5 : 0;
  return [Math.max(1.3, 0.25 * rows + legend), Math.max(1.8, 1.05 * rows + legend)];
}

function writePicture(
  slide: Slide,
  { png, ratio }: Picture,
  { x, y, w, h }: SlideBox,
  text: string,
  isCentred = false,
): void {
  const width = Math.min(w, h / ratio);
  slide.addImage({
    data: `image/png;base64,${Buffer.from(png).toString("base64")}`,
    x: isCentred ? x + (w - width) / 2 : x,
    y,
    w: width,
    h: width * ratio,
    altText: printable(text),
  });
}

function captionHeight(text: string, book: FontBook, width: number): number {
  return (book.wrap(text, width * POINTS, CAPTION, CAPTION_LINES).length * lineHeight(CAPTION)) / POINTS + 0.1;
}

function writeCaption(slide: Slide, text: string, { x, y, w }: SlideBox, book: FontBook): void {
  const lines = book.wrap(text, w * POINTS, CAPTION, CAPTION_LINES);
  const box = { x, y, w, h: captionHeight(text, book, w) - 0.05, margin: 0 };
  slideText(slide, lines.join(" "), { ...box, fontSize: CAPTION.size, color: hex(CAPTION.color), valign: "top" });
}

function readingHeight(reading: readonly string[], book: FontBook, size: number = READING.size): number {
  if (reading.length === 0) return 0;
  const width = (READING_WIDTH - 2 * READING_PADDING) * POINTS;
  const style = { ...READING, size };
  const lines = reading.reduce((sum, sentence) => sum + book.wrap(sentence, width, style).length, 0);
  const points = lines * lineHeight(style) + (reading.length - 1) * SENTENCE_GAP;
  return points / POINTS + 2 * READING_PADDING + READING_HEADING;
}

function writeReading(
  slide: Slide,
  { book, texts, paint }: SlideLook,
  reading: readonly string[],
  { x, y, w, h }: SlideBox,
  heading = texts.whatItSays,
): void {
  if (reading.length === 0) return;
  const size = LARGER_READINGS.find((one) => readingHeight(reading, book, one) <= h) ?? READING.size;
  slide.addShape("rect", { x, y, w, h, fill: { color: hex(COLORS.tile) } });
  const inner = { x: x + READING_PADDING, w: w - 2 * READING_PADDING, margin: 0 };
  if (heading !== "")
    slideText(slide, heading, {
      ...inner,
      y: y + READING_PADDING - 0.05,
      h: READING_HEADING,
      fontSize: 12,
      bold: true,
      color: hex(paint(COLORS.navy)),
      valign: "top",
    });
  const sentences = reading.map((text, idx) => ({
    text: printable(text),
    options: {
      fontSize: size,
      color: hex(READING.color),
      fontFace: SLIDE.font,
      breakLine: idx < reading.length - 1,
      paraSpaceAfter: SENTENCE_GAP,
    },
  }));
  const top = y + READING_PADDING + (heading === "" ? 0 : READING_HEADING - 0.05);
  slide.addText(sentences, { ...inner, y: top, h: y + h - top - 0.1, valign: "top", fit: "shrink" });
}
