import { buffer } from "node:stream/consumers";
import { PdfWriter, lineHeight, type TextStyle } from "./pdf-writer.ts";
import type { Block, Report } from "./report.ts";

const LEFT = 56;
const WIDTH = 483;
const TOP = 64;
const BOTTOM = 770;
const NAVY = "#12355b";
const BLUE = "#2f6fad";
const TITLE: TextStyle = { size: 28, color: NAVY, weight: 700 };
const HEADING: TextStyle = { size: 17, color: NAVY, weight: 700 };
const FIGURE: TextStyle = { size: 15, color: NAVY, weight: 700 };
const BODY: TextStyle = { size: 10, color: "#1f2933" };
const SMALL: TextStyle = { size: 8.5, color: "#52606d" };
const CELL: TextStyle = { size: 8.5, color: "#1f2933" };
const HEAD_CELL: TextStyle = { size: 8.5, color: "#ffffff", weight: 700 };

/** The report as a PDF on A4: title page, contents, numbered pages, bookmarks; table headers repeat on each page. */
export async function renderPdf(report: Report): Promise<Uint8Array> {
  const writer = new PdfWriter(report.title, report.createdAt);
  const { doc } = writer;
  const whole = buffer(doc);
  let y = TOP;
  const newPage = (): void => {
    doc.addPage();
    y = TOP;
  };
  const room = (height: number): void => {
    if (y + height > BOTTOM) newPage();
  };
  const put = (text: string, style: TextStyle): void => {
    for (const line of writer.lines(text, WIDTH, style)) {
      room(lineHeight(style));
      y += writer.write([line], LEFT, y, style);
    }
  };
  const table = (columns: readonly string[], rows: readonly (readonly string[])[]): void => {
    const weights = columns.map((name, idx) =>
      Math.min(40, Math.max(8, name.length, ...rows.map((row) => row[idx]?.length ?? 0))),
    );
    const total = weights.reduce((sum, weight) => sum + weight, 0);
    const widths = weights.map((weight) => (weight / total) * WIDTH);
    const row = (cells: readonly string[], style: TextStyle): void => {
      const lines = widths.map((width, idx) => writer.lines(cells[idx] ?? "", width - 10, style).slice(0, 12));
      const height = Math.max(...lines.map((cell) => cell.length)) * lineHeight(style) + 6;
      if (style === CELL && y + height > BOTTOM) {
        newPage();
        row(columns, HEAD_CELL);
      }
      if (style === HEAD_CELL) doc.rect(LEFT, y, WIDTH, height).fill(NAVY);
      else doc.rect(LEFT, y + height - 0.5, WIDTH, 0.5).fill("#d5dde5");
      let x = LEFT;
      lines.forEach((cell, idx) => {
        writer.write(cell, x + 5, y + 2, style);
        x += widths[idx] ?? 0;
      });
      y += height;
    };
    room(60);
    row(columns, HEAD_CELL);
    for (const cells of rows) row(cells, CELL);
  };
  const draw = (block: Block): void => {
    if (block.kind === "text") put(block.text, BODY);
    if (block.kind === "table") {
      table(block.columns, block.rows);
      y += 3;
      put(block.caption, SMALL);
    }
    if (block.kind === "figures") {
      for (let first = 0; first < block.figures.length; first += 3) {
        room(52);
        block.figures.slice(first, first + 3).forEach(({ label, value }, idx) => {
          const x = LEFT + idx * (WIDTH / 3);
          doc.rect(x, y, WIDTH / 3 - 8, 46).fill("#eef4fa");
          writer.write(writer.lines(value, WIDTH / 3 - 24, FIGURE).slice(0, 1), x + 8, y + 5, FIGURE);
          writer.write(writer.lines(label, WIDTH / 3 - 24, SMALL).slice(0, 1), x + 8, y + 28, SMALL);
        });
        y += 54;
      }
    }
    if (block.kind === "bars") {
      const longest = Math.max(0, ...block.bars.map((bar) => bar.value));
      for (const { label, value, text } of block.bars) {
        const lines = writer.lines(label, 165, CELL).slice(0, 3);
        const height = Math.max(1, lines.length) * lineHeight(CELL) + 4;
        room(height);
        writer.write(lines, LEFT, y, CELL);
        const length = longest > 0 ? (value / longest) * 220 : 0;
        doc.rect(LEFT + 175, y + 2, Math.max(0.5, length), 9).fill(BLUE);
        writer.write(writer.lines(text, 80, CELL).slice(0, 1), LEFT + 181 + length, y, CELL);
        y += height;
      }
      put(block.caption, SMALL);
    }
    y += 12;
  };

  newPage();
  doc.rect(0, 0, 596, 14).fill(BLUE);
  y = 250;
  put(report.title, TITLE);
  y += 10;
  put(report.subtitle, { ...BODY, size: 13 });
  put(report.createdAt.slice(0, 10), SMALL);
  newPage();
  const contentsPage = doc.bufferedPageRange().count - 1;
  const starts: number[] = [];
  for (const { heading, blocks } of report.sections) {
    if (starts.length === 0 || y > BOTTOM - 160) newPage();
    starts.push(doc.bufferedPageRange().count);
    doc.outline.addItem(heading);
    put(heading, HEADING);
    doc.rect(LEFT, y + 1, WIDTH, 1.5).fill(BLUE);
    y += 12;
    blocks.forEach(draw);
    y += 10;
  }
  const { count } = doc.bufferedPageRange();
  doc.switchToPage(contentsPage);
  y = TOP;
  put("Contents", HEADING);
  y += 10;
  report.sections.slice(0, 40).forEach(({ heading }, idx) => {
    writer.write(writer.lines(String(starts[idx]), 40, BODY), LEFT + WIDTH - 20, y, BODY);
    y += writer.write(writer.lines(heading, WIDTH - 60, BODY).slice(0, 1), LEFT, y, BODY) + 3;
  });
  for (let page = 1; page < count; page++) {
    doc.switchToPage(page);
    writer.write(writer.lines(`Page ${page + 1} of ${count}`, 120, SMALL), LEFT + WIDTH - 60, 795, SMALL);
  }
  doc.end();
  return whole;
}
