import { ownValue } from "@longhaul/domain";
import iconv from "iconv-lite";
import { FREQUENT_SIGNS, SIGNS_OF_WORK } from "./frequent-signs.ts";
import { LETTER_PAIRS } from "./letter-pairs.ts";

/** Says how unlikely it is that a text of the language goes on with a sign beyond ASCII: -ln of a probability. */
export interface LanguageModel {
  readonly name: string;
  /** Letters beyond ASCII that it needs, as far as they are known one by one. */
  readonly letters: string;
  /** `previous` is a letter in lower case, or a blank for all else; `sign` is in lower case too. */
  cost(previous: string, sign: string): number;
}

/** A letter that the language has, where it isn't known to stand. */
const COST_OF_RARE_PAIR = 8.5;
/** A letter that the language hasn't. */
const COST_OF_FOREIGN_LETTER = 12;
const COST_OF_ASCII = 2.7;
/** A Latin letter beside a sign of East Asia. */
const COST_OF_LATIN_NEIGHBOUR = 2;
const STEP = 0.8;

const models = new Map<string, LanguageModel>();

/** The model of a language, `de` or `zhHans`, built at its first use. */
export function languageModel(name: string): LanguageModel {
  const known = models.get(name);
  if (known !== undefined) return known;
  const pairs = ownValue(LETTER_PAIRS, name);
  const model = pairs === undefined ? signModel(name) : letterModel(name, pairs);
  models.set(name, model);
  return model;
}

function letterModel(name: string, pairs: string): LanguageModel {
  const costs = new Map<string, number>();
  const letters = new Set<string>();
  for (const entry of pairs.split("|")) {
    const [previous = "", ...followers] = entry;
    letters.add(previous);
    for (let at = 0; at < followers.length; at += 2) {
      const letter = followers[at] ?? "";
      letters.add(letter);
      costs.set(previous + letter, STEP * Number(followers[at + 1]));
    }
  }
  return {
    name,
    letters: [...letters].filter((letter) => letter > "\u007f").join(""),
    cost(previous, sign) {
      const cost = costs.get(previous + sign);
      if (cost !== undefined) return cost;
      if (sign < "\u0080") return previous < "\u0080" ? COST_OF_ASCII : COST_OF_RARE_PAIR;
      return letters.has(sign) ? COST_OF_RARE_PAIR : COST_OF_FOREIGN_LETTER;
    },
  };
}

/** The character sets of East Asia keep signs of everyday use apart from rare ones, by the first of two bytes. */
const EVERYDAY: Readonly<Record<string, { readonly encoding: string; readonly from: number; readonly to: number }>> = {
  ja: { encoding: "euc-jp", from: 0xb0, to: 0xcf },
  ko: { encoding: "euc-kr", from: 0xb0, to: 0xc8 },
  zhHans: { encoding: "gb2312", from: 0xb0, to: 0xd7 },
  zhHant: { encoding: "big5", from: 0xa4, to: 0xc6 },
};

function signModel(name: string): LanguageModel {
  const costs = new Map<string, number>();
  const set = ownValue(EVERYDAY, name);
  for (let lead = set?.from ?? 1; lead <= (set?.to ?? 0); lead++) {
    for (let trail = 0x40; trail <= 0xfe; trail++) {
      const sign = iconv.decode(Buffer.from([lead, trail]), set?.encoding ?? "");
      if (sign.length === 1 && sign > "\u00ff" && sign !== "\ufffd") costs.set(sign, 10.5);
    }
  }
  for (const sign of ownValue(SIGNS_OF_WORK, name) ?? "") costs.set(sign, 7.5);
  for (const [rank, sign] of Array.from(ownValue(FREQUENT_SIGNS, name) ?? "").entries())
    costs.set(sign, 3.3 + 0.75 * Math.log(1 + rank));
  return {
    name,
    letters: ownValue(SIGNS_OF_WORK, name) ?? "",
    cost(previous, sign) {
      if (sign < "\u0080") return COST_OF_ASCII + COST_OF_LATIN_NEIGHBOUR;
      const cost = costs.get(sign);
      if (cost !== undefined) return cost + (previous >= "a" && previous <= "z" ? COST_OF_LATIN_NEIGHBOUR : 0);
      if (/[\u3000-\u30ff\uff00-\uff5e]/.test(sign)) return 9;
      // Signs of the language's rarer set, and of other languages of the region.
      return /[\u4e00-\u9fff]/.test(sign) ? 13 : 15;
    },
  };
}

/** All languages that are known. */
export const LANGUAGES: readonly string[] = [...Object.keys(LETTER_PAIRS), ...Object.keys(FREQUENT_SIGNS)];
