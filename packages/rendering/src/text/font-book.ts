import { isThai, thaiWordsOf } from "@longhaul/domain";
import { create, type Font } from "fontkit";
import { fontFiles, type Weight } from "./font-files.ts";
import { isSetWhole, isSign, lettersOf, partsSetWhole } from "./joined-letters.ts";
import { keepSigns } from "./keep-signs.ts";
import { readFont } from "./fonts.ts";
import { inVisualOrder, isFromRight } from "./visual-order.ts";

/** How a text looks; sizes in points. */
export interface TextStyle {
  readonly size: number;
  readonly color: string;
  readonly weight?: Weight;
}

/** One font of the book. */
export interface Face {
  readonly name: string;
  readonly bytes: Buffer;
  readonly font: Font;
}

/** Characters that follow each other in one font. */
export interface Run {
  readonly face: Face;
  readonly text: string;
  /** Features of the font that are switched off. */
  readonly features?: typeof WITHOUT_MARKS;
}

/** The library fails where a font has no place for a mark on a rare letter. */
const WITHOUT_MARKS = { mark: false, mkmk: false } as const;

/** A line that fits its width, as runs of one font each. */
export type Line = readonly Run[];

const FILES = { 400: fontFiles(400), 700: fontFiles(700) };

/** Of what fits: less isn't kept so as not to break a word. */
const LEAST_KEPT = 0.6;
/** Characters between which a line may break without a space. */
const IDEOGRAPH = /[\u3000-\u30ff\u3400-\u9fff\uac00-\ud7af\uff00-\uffef]/u;

/** The fonts of reports: each character is written in the first font that has it. A font is opened when it is needed. */
export class FontBook {
  readonly #faces = new Map<string, Face>();
  readonly #faceOf = new Map<string, Face>();
  /** Width of a character, or of a word of joined letters, as a share of the font size, by weight and text. */
  readonly #emsOf = new Map<string, number>();

  /** Splits a text by the fonts that have its characters, in the order in which it stands from left to right. */
  runs(text: string, weight: Weight = 400): Run[] {
    if (!isFromRight(text)) return this.#runsOf(text, weight);
    return inVisualOrder(text).flatMap((part) => {
      const runs = this.#runsOf(part, weight);
      return isFromRight(part) ? runs.toReversed() : runs;
    });
  }

  #runsOf(text: string, weight: Weight): Run[] {
    const runs: { face: Face; text: string }[] = [];
    for (const char of text) {
      const last = runs.at(-1);
      const isOfLast =
        last !== undefined && isSign(char) && last.face.font.hasGlyphForCodePoint(char.codePointAt(0) ?? 0);
      const face = isOfLast ? last.face : this.#face(char, weight);
      if (last?.face === face) last.text += char;
      else runs.push({ face, text: char });
    }
    return isSetWhole(text) ? runs.map(layable) : runs;
  }

  /** Width of a text in one line, in points. */
  width(text: string, { size, weight = 400 }: Omit<TextStyle, "color">): number {
    if (!isSetWhole(text)) return this.#ems(text, weight) * size;
    const parts = isFromRight(text) ? inVisualOrder(text) : partsSetWhole(text);
    return parts.reduce(
      (sum, part) => sum + size * (isSetWhole(part) ? this.#shapedEms(part, weight) : this.#ems(part, weight)),
      0,
    );
  }

  /** Letters that take another shape beside others are as wide as the font sets them. */
  #shapedEms(word: string, weight: Weight): number {
    const key = `${weight}${word}`;
    let ems = this.#emsOf.get(key);
    if (ems === undefined) {
      ems = this.#runsOf(word, weight).reduce(
        (sum, { face: { font }, text, features }) => sum + font.layout(text, features).advanceWidth / font.unitsPerEm,
        0,
      );
      this.#emsOf.set(key, ems);
    }
    return ems;
  }

  #ems(text: string, weight: Weight): number {
    let ems = 0;
    for (const char of text) {
      const key = `${weight}${char}`;
      let em = this.#emsOf.get(key);
      if (em === undefined) {
        const { font } = this.#face(char, weight);
        em = font.glyphForCodePoint(char.codePointAt(0) ?? 0).advanceWidth / font.unitsPerEm;
        this.#emsOf.set(key, em);
      }
      ems += em;
    }
    return ems;
  }

  /** The text, or as much of its beginning as fits the width with an ellipsis: whole words, where that is most of it. */
  shorten(text: string, width: number, style: Omit<TextStyle, "color">): string {
    if (this.width(text, style) <= width) return text;
    let kept = "";
    for (const letter of lettersOf(text)) {
      if (this.width(`${kept}${letter}…`, style) > width) break;
      kept += letter;
    }
    const isInWord = /^[\p{L}\p{N}]/u.test(text.slice(kept.length));
    const end = isInWord ? kept.lastIndexOf(" ") : -1;
    return `${(end > LEAST_KEPT * kept.length ? kept.slice(0, end) : kept).trimEnd()}…`;
  }

  /** Breaks a text into lines of at most `width` points, at most `most` of them; words longer than a line are broken. */
  wrap(text: string, width: number, style: TextStyle, most = Number.POSITIVE_INFINITY): string[] {
    const lines: string[] = [];
    for (const paragraph of keepSigns(text).split("\n")) {
      let line = "";
      for (const word of words(paragraph)) {
        if (this.width(line + word.trimEnd(), style) <= width) {
          line += word;
          continue;
        }
        if (line !== "") lines.push(line.trimEnd());
        line = "";
        for (const piece of this.#pieces(word, width, style)) {
          if (line !== "" && this.width(line + piece.trimEnd(), style) > width) {
            lines.push(line);
            line = "";
          }
          line += piece;
        }
      }
      lines.push(line.trimEnd());
    }
    if (lines.length <= most) return lines;
    const last = this.shorten(`${lines[most - 1] ?? ""} ${lines[most] ?? ""}`, width, style);
    return [...lines.slice(0, most - 1), last.endsWith("…") ? last : this.shorten(`${last}……`, width, style)];
  }

  /** What a word that is longer than a line may be broken into: the parts of a compound, or characters. */
  #pieces(word: string, width: number, style: TextStyle): string[] {
    if (this.width(word.trimEnd(), style) <= width) return [word];
    return word
      .split(/(?<=[._/-])|(?<=[\p{Ll}\d])(?=\p{Lu})/u)
      .flatMap((part) => (this.width(part.trimEnd(), style) <= width ? [part] : lettersOf(part)));
  }

  /** As `wrap`, ready to write. */
  lines(text: string, width: number, style: TextStyle, most?: number): Line[] {
    return this.wrap(text, width, style, most).map((line) => this.runs(line, style.weight));
  }

  #face(char: string, weight: Weight): Face {
    const key = `${weight}${char}`;
    let face = this.#faceOf.get(key);
    if (face === undefined) {
      const code = char.codePointAt(0) ?? 0;
      for (const { path, mayHave } of FILES[weight]) {
        if (face !== undefined || !mayHave.test(char)) continue;
        const candidate = this.#open(path);
        if (candidate.font.hasGlyphForCodePoint(code)) face = candidate;
      }
      face ??= this.#open(FILES[weight][0]?.path ?? "");
      this.#faceOf.set(key, face);
    }
    return face;
  }

  #open(name: string): Face {
    let face = this.#faces.get(name);
    if (face === undefined) {
      const bytes = readFont(name);
      const font = create(bytes);
      if (!("glyphForCodePoint" in font)) throw new Error(`${name} is a collection of fonts`);
      face = { name, bytes, font };
      this.#faces.set(name, face);
    }
    return face;
  }
}

/** The run with what must be switched off for it to be laid out. */
function layable(run: Run): Run {
  try {
    run.face.font.layout(run.text);
    return run;
  } catch {
    return { ...run, features: WITHOUT_MARKS };
  }
}

/** Distance of baselines in points. */
export function lineHeight({ size }: Pick<TextStyle, "size">): number {
  return size * 1.4;
}

function words(text: string): string[] {
  return text.split(/(?<= )/).flatMap((word) => {
    if (IDEOGRAPH.test(word)) return Array.from(word);
    return isThai(word) ? thaiWordsOf(word) : [word];
  });
}
