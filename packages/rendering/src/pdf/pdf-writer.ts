import PdfDocument from "pdfkit";
import type { Drawing, PathShape, TextShape } from "../charts/drawing.ts";
import { paintOf, type Paint } from "../report/brand.ts";
import { FontBook, lineHeight, type Face, type Line, type TextStyle } from "../text/font-book.ts";
import type { Report } from "../report/report.ts";
import { textsIn } from "../texts/report-texts.ts";
import type { ReportTexts } from "../texts/en.ts";
import { PdfTags } from "./pdf-tags.ts";

/** Texts and drawings on PDF pages, in the fonts of the report. */
export class PdfWriter {
  readonly doc: PDFKit.PDFDocument;
  readonly book = new FontBook();
  readonly texts: ReportTexts;
  readonly tags: PdfTags;
  readonly #registered = new Set<Face>();

  readonly paint: Paint;

  constructor(report: Report) {
    const { title, createdAt, language } = report;
    this.paint = paintOf(report);
    this.texts = textsIn(language);
    this.doc = new PdfDocument({
      size: "A4",
      margin: 0,
      bufferPages: true,
      autoFirstPage: false,
      pdfVersion: "1.7",
      tagged: true,
      lang: language,
      displayTitle: true,
      info: { Title: title, CreationDate: new Date(createdAt), Creator: "Longhaul" },
    });
    this.tags = new PdfTags(this.doc);
  }

  /** Writes lines downwards from (x, y) and gives the height they took. */
  write(lines: readonly Line[], x: number, y: number, style: TextStyle): number {
    lines.forEach((line, idx) => {
      this.#runs(line, x, y + idx * lineHeight(style) + style.size, style);
    });
    return lines.length * lineHeight(style);
  }

  /** Writes one line, shortened to the width, that ends at `right`. */
  writeRight(text: string, right: number, y: number, style: TextStyle, width = 200): void {
    const short = this.book.shorten(text, width, style);
    this.write([this.book.runs(short, style.weight)], right - this.book.width(short, style), y, style);
  }

  /** Draws a picture with its upper left corner at (x, y); its texts stay texts that can be searched. */
  draw({ shapes }: Drawing, x: number, y: number, scale: number): void {
    const { doc } = this;
    for (const shape of shapes) {
      if (shape.kind === "path" && shape.fill === null && shape.stroke === null) continue;
      doc
        .save()
        .translate(x, y)
        .scale(scale)
        .transform(...shape.matrix);
      if (shape.kind === "path") this.#path(shape);
      else this.#text(shape);
      doc.restore();
    }
  }

  #path({ d, fill, stroke, strokeWidth, dash, opacity, isRound }: PathShape): void {
    const { doc } = this;
    doc.path(d).opacity(opacity);
    if (stroke !== null) doc.lineWidth(strokeWidth).lineJoin(isRound ? "round" : "miter");
    const [on, off = on] = dash;
    if (on !== undefined && on > 0) doc.dash(on, off === undefined ? {} : { space: off });
    if (fill !== null && stroke !== null) doc.fillAndStroke(fill, stroke);
    else if (fill !== null) doc.fill(fill);
    else if (stroke !== null) doc.stroke(stroke);
  }

  #text({ text, x, y, anchor, size, weight, fill }: TextShape): void {
    const style = { size, weight, color: fill };
    const width = this.book.width(text, style);
    const left = anchor === "middle" ? x - width / 2 : anchor === "end" ? x - width : x;
    this.#runs(this.book.runs(text, weight), left, y, style);
  }

  #runs(line: Line, x: number, baseline: number, style: TextStyle): void {
    let left = x;
    for (const { face, text, features } of line) {
      if (!this.#registered.has(face)) {
        this.doc.registerFont(face.name, face.bytes);
        this.#registered.add(face);
      }
      this.doc.font(face.name).fontSize(style.size).fillColor(this.paint(style.color));
      // The types know features that are switched on alone.
      const off = features === undefined ? {} : { features: features as unknown as PDFKit.Mixins.OpenTypeFeatures[] };
      this.doc.text(text, left, baseline, { lineBreak: false, baseline: "alphabetic", ...off });
      left += this.doc.widthOfString(text, off);
    }
  }
}
