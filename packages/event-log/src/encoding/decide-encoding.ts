import type { Doubt } from "../terms/doubt.ts";
import type { Cells } from "./cell-evidence.ts";
import { costOfCells, judgeEncoding, type EncodingJudgement } from "./judge-encoding.ts";
import { LANGUAGES } from "./language-model.ts";

/** How a text that isn't wholly UTF-8 is to be read. */
export interface EncodingDecision {
  readonly encoding: string;
  /** With `utf-8`: the encoding of the lines that aren't; null when they are UTF-8 that is damaged. */
  readonly strays: string | null;
  readonly doubts: readonly Doubt[];
}

/** That a text is written in two encodings: -ln of its probability. */
const COST_OF_MIXTURE = 6;
/** Least number of bytes of a cell that show its encoding; a single letter is more likely damaged. */
const SHORTEST_WORD = 3;
const POINTS = 10;

/** Decides how a text is written by cells of it that aren't ASCII. */
export function decideEncoding({ utf8, other }: Cells): EncodingDecision {
  if (other.length === 0) return { encoding: "utf-8", strays: null, doubts: [] };
  const whole = judgeEncoding([...other, ...utf8]);
  if (utf8.length > 0) {
    const rest = judgeEncoding(other);
    const texts = utf8.map((cell) => cell.toString("utf8"));
    if (rest.cost + costOfCells(texts, LANGUAGES) + COST_OF_MIXTURE < whole.cost) {
      if (rest.isStrange || other.every(({ length }) => length < SHORTEST_WORD))
        return { encoding: "utf-8", strays: null, doubts: [] };
      return { encoding: "utf-8", strays: rest.encoding, doubts: doubtsOf(rest) };
    }
  }
  return { encoding: whole.encoding, strays: null, doubts: doubtsOf(whole) };
}

function doubtsOf({ encoding, rival, isStrange }: EncodingJudgement): Doubt[] {
  const remedy = "Name the right one in `mapping.encoding` where it is another.";
  if (rival !== null) {
    const pairs = rival.differing.map(([taken, otherwise]) => `${quoted(taken)} or ${quoted(otherwise)}`);
    return [
      {
        kind: "Encoding",
        detail: `The text isn't UTF-8. It was read as ${encoding}, and ${rival.encoding} fits about as well: ${pairs.slice(0, 3).join("; ")}. ${remedy}`,
        count: rival.differing.length,
        examples: rival.differing.map(([value]) => ({ value })),
        points: POINTS,
      },
    ];
  }
  if (!isStrange) return [];
  const detail = `The text isn't UTF-8, and reads like no known language in any encoding. ${encoding} was taken. ${remedy}`;
  return [{ kind: "Encoding", detail, points: POINTS }];
}

const quoted = (text: string): string => JSON.stringify(text.slice(0, 60));
