import PdfDocument from "pdfkit";
import { readFonts, type Weight } from "./fonts.ts";

interface Glyphs {
  readonly font: { hasGlyphForCodePoint(code: number): boolean };
}

export interface TextStyle {
  readonly size: number;
  readonly color: string;
  readonly weight?: Weight;
}

interface Run {
  readonly face: string;
  readonly text: string;
}

/** A line that fits its width, as runs of one font each. */
export type Line = readonly Run[];

/** Characters between which a line may break without a space. */
const IDEOGRAPH = /[\u3000-\u30ff\u3400-\u9fff\uac00-\ud7af\uff00-\uffef]/u;

/** Text on PDF pages in several fonts, each character in the first that has it. */
export class PdfWriter {
  readonly doc: PDFKit.PDFDocument;
  readonly #faces = new Map<Weight, { readonly name: string; readonly has: (code: number) => boolean }[]>();
  /** Width of a character as a share of the font size, by weight and character. */
  readonly #ems = new Map<string, number>();

  constructor(title: string, createdAt: string) {
    this.doc = new PdfDocument({
      size: "A4",
      margin: 0,
      bufferPages: true,
      autoFirstPage: false,
      info: { Title: title, CreationDate: new Date(createdAt) },
    });
    for (const weight of [400, 700] as const) {
      const faces = readFonts(weight).map((bytes, idx) => {
        const name = `${weight}-${idx}`;
        this.doc.registerFont(name, bytes);
        const { font } = (this.doc.font(name) as unknown as { readonly _font: Glyphs })._font;
        return { name, has: (code: number) => font.hasGlyphForCodePoint(code) };
      });
      this.#faces.set(weight, faces);
    }
  }

  /** Breaks a text into lines of at most `width` points; words longer than a line are broken. */
  lines(text: string, width: number, style: TextStyle): Line[] {
    const lines: string[] = [];
    for (const paragraph of text.split("\n")) {
      let line = "";
      for (const word of words(paragraph)) {
        if (this.#width(line + word.trimEnd(), style) <= width) {
          line += word;
          continue;
        }
        if (line !== "") lines.push(line.trimEnd());
        line = "";
        for (const char of word) {
          if (line !== "" && this.#width(line + char.trimEnd(), style) > width) {
            lines.push(line);
            line = "";
          }
          line += char;
        }
      }
      lines.push(line.trimEnd());
    }
    return lines.map((line) => this.#runs(line, style));
  }

  /** Writes lines downwards from (x, y) and gives the height they took. */
  write(lines: readonly Line[], x: number, y: number, style: TextStyle): number {
    lines.forEach((line, idx) => {
      let left = x;
      for (const { face, text } of line) {
        this.doc.font(face).fontSize(style.size).fillColor(style.color);
        this.doc.text(text, left, y + idx * lineHeight(style) + style.size, {
          lineBreak: false,
          baseline: "alphabetic",
        });
        left += this.doc.widthOfString(text);
      }
    });
    return lines.length * lineHeight(style);
  }

  #width(text: string, style: TextStyle): number {
    let width = 0;
    for (const char of text) {
      const key = `${style.weight ?? 400}${char}`;
      let em = this.#ems.get(key);
      if (em === undefined) {
        const face = this.#runs(char, style)[0]?.face ?? "";
        em = this.doc.font(face).fontSize(1).widthOfString(char);
        this.#ems.set(key, em);
      }
      width += em * style.size;
    }
    return width;
  }

  #runs(text: string, style: TextStyle): Run[] {
    const faces = this.#faces.get(style.weight ?? 400) ?? [];
    const runs: { face: string; text: string }[] = [];
    for (const char of text) {
      const code = char.codePointAt(0) ?? 0;
      const face = (faces.find(({ has }) => has(code)) ?? faces[0])?.name ?? "";
      const last = runs.at(-1);
      if (last?.face === face) last.text += char;
      else runs.push({ face, text: char });
    }
    return runs;
  }
}

/** Distance of baselines in points. */
export function lineHeight(style: TextStyle): number {
  return style.size * 1.4;
}

function words(text: string): string[] {
  return text.split(/(?<= )/).flatMap((word) => (IDEOGRAPH.test(word) ? Array.from(word) : [word]));
}
