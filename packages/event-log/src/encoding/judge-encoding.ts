import iconv from "iconv-lite";
import { LANGUAGES, languageModel } from "./language-model.ts";
import { LEGACY_ENCODINGS, type LegacyEncoding } from "./legacy-encodings.ts";
import { costOfText } from "./score-text.ts";

/** The encoding of a text, as far as its bytes show it. */
export interface EncodingJudgement {
  readonly encoding: string;
  /** How unlikely the cells are so decoded: -ln of a probability. */
  readonly cost: number;
  /** Another encoding that reads the cells otherwise and is about as likely. */
  readonly rival: { readonly encoding: string; readonly differing: readonly (readonly [string, string])[] } | null;
  /** True when the cells are words of no language that the encoding is known by. */
  readonly isStrange: boolean;
}

/** Cells by which all encodings are judged, and by which the best of these are. */
const FEW = 40;
const MANY = 600;
const FINALISTS = 8;
/** Odds, as a logarithm, from which one encoding counts as the only one. */
const CLEAR_LEAD = 8;
/** What a cell in another language than most costs. */
const COST_OF_OTHER_LANGUAGE = 4;
/** What a language costs that the encoding wasn't made for, and the share of its letters that the encoding must have. */
const COST_OF_OTHER_USE = 4;
const SHARE_OF_LETTERS = 0.9;
/** Cost of a character beyond ASCII above which a text is strange. */
const STRANGE_COST = 9;
const SHOWN = 5;

/** The likeliest encoding of cells that aren't UTF-8, each with a byte above 127. */
export function judgeEncoding(cells: readonly Buffer[]): EncodingJudgement {
  const first = rank(cells.slice(0, FEW), LEGACY_ENCODINGS).slice(0, FINALISTS);
  const ranked =
    cells.length <= FEW
      ? first
      : rank(
          cells.slice(0, MANY),
          first.map(({ candidate }) => candidate),
        );
  const [best, ...others] = ranked;
  if (best === undefined) throw new Error("there are encodings");
  const differing = (texts: readonly string[]): (readonly [string, string])[] =>
    texts.flatMap((text, at) => (text === best.texts[at] ? [] : [[best.texts[at] ?? "", text] as const]));
  const rival = others.find(({ cost, texts }) => cost - best.cost < CLEAR_LEAD && differing(texts).length > 0);
  const signs = best.texts.reduce((sum, text) => sum + text.replace(/[\0-\x7f]/g, "").length, 0);
  return {
    encoding: best.candidate.name,
    cost: best.cost,
    rival:
      rival === undefined
        ? null
        : { encoding: rival.candidate.name, differing: differing(rival.texts).slice(0, SHOWN) },
    isStrange: best.costOfSigns > STRANGE_COST * Math.max(1, signs),
  };
}

interface Ranked {
  readonly candidate: LegacyEncoding;
  readonly texts: readonly string[];
  readonly cost: number;
  readonly costOfSigns: number;
}

function rank(cells: readonly Buffer[], candidates: readonly LegacyEncoding[]): Ranked[] {
  return candidates
    .map((candidate) => {
      const texts = cells.map((cell) => iconv.decode(cell, candidate.name));
      const others = otherLanguages(candidate);
      const cost = Math.min(
        costOfCells(texts, candidate.languages),
        others.length === 0 ? Infinity : COST_OF_OTHER_USE + costOfCells(texts, others),
      );
      const ascii = texts.reduce((sum, text) => sum + text.replace(/[^\0-\x7f]/g, "").length, 0);
      return { candidate, texts, cost: cost + candidate.rarity, costOfSigns: cost - 2.7 * ascii };
    })
    .toSorted((a, b) => a.cost - b.cost);
}

const otherUses = new Map<string, readonly string[]>();

/** Languages that the encoding wasn't made for, but has the letters of. */
function otherLanguages({ name, languages }: LegacyEncoding): readonly string[] {
  const known = otherUses.get(name);
  if (known !== undefined) return known;
  const others = LANGUAGES.filter((language) => {
    if (languages.includes(language)) return false;
    const { letters } = languageModel(language);
    const kept = Array.from(letters).filter((letter) => iconv.decode(iconv.encode(letter, name), name) === letter);
    return kept.length > SHARE_OF_LETTERS * letters.length;
  });
  otherUses.set(name, others);
  return others;
}

/** Cost of cells in the one of the languages that suits best; single cells may be in another of them. */
export function costOfCells(texts: readonly string[], languages: readonly string[]): number {
  const costs = languages.map((language) => {
    const model = languageModel(language);
    return texts.map((text) => costOfText(text.normalize("NFC"), model));
  });
  const least = texts.map((_, at) => Math.min(...costs.map((row) => row[at] ?? 0)));
  return Math.min(
    ...costs.map((row) =>
      row.reduce((sum, cost, at) => sum + Math.min(cost, (least[at] ?? 0) + COST_OF_OTHER_LANGUAGE), 0),
    ),
  );
}
