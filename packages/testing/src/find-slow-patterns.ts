import { parseSync, Visitor } from "oxc-parser";
import { analyse } from "scslre";

/** Regular expressions of a file. */
export interface PatternFindings {
  /** Those whose time may grow faster than the text they meet, as `/pattern/ (line): where it tries again`. */
  readonly slow: readonly string[];
  /** Those made from text while the program runs, which can't be judged here, as code. */
  readonly computed: readonly string[];
  readonly count: number;
}

/**
 * Judges the regular expressions of a file by their own structure: one quantifier that can give characters to another, or that
 * is begun again at each of its own characters (`/\s+$/`), takes quadratic time or worse for a text that doesn't match.
 */
export function findSlowPatterns(path: string, text: string): PatternFindings {
  const { program, errors } = parseSync(path, text);
  if (errors[0] !== undefined) throw new Error(`${path}: ${errors[0].message}`);
  const [slow, computed]: [string[], string[]] = [[], []];
  let count = 0;
  const made = (callee: { readonly type: string; readonly name?: unknown }, start: number, end: number): void => {
    if (callee.type === "Identifier" && callee.name === "RegExp") computed.push(text.slice(start, end));
  };
  new Visitor({
    Literal(node) {
      if (!("regex" in node)) return;
      count++;
      const { pattern, flags } = node.regex;
      const [report] = analyse({ source: pattern, flags }).reports;
      const line = text.slice(0, node.start).split("\n").length;
      if (report !== undefined) slow.push(`/${pattern}/ (line ${line}): ${report.character.literal.source}`);
    },
    NewExpression: ({ callee, start, end }) => made(callee, start, end),
    CallExpression: ({ callee, start, end }) => made(callee, start, end),
  }).visit(program);
  return { slow, computed, count };
}
