import { lifecycleWord } from "../text/lifecycle-words.ts";
import { isInTurn } from "../text/in-turn.ts";
import type { ColumnRole } from "../terms/import-result.ts";
import type { ColumnFacts } from "./column-facts.ts";

const MOST_WORDS = 10;

/** Share of the records that have the other word of their activity right before or behind them in the case. */
const BESIDE = 0.8;

/**
 * Whether words come in turn one right after the other. Where they come in turn otherwise, they may number parts of the
 * case, each with all its activities.
 */
function followDirectly(rows: readonly number[], owners: Int32Array, steps: Int32Array, words: Int32Array): boolean {
  const last = new Map<number, number>();
  let beside = 0;
  for (const at of rows) {
    const before = last.get(owners[at] ?? -1);
    const isPair = before !== undefined && steps[before] === steps[at] && words[before] !== words[at];
    if (isPair) {
      beside += 2;
      last.delete(owners[at] ?? -1);
    } else last.set(owners[at] ?? -1, at);
  }
  return beside >= BESIDE * rows.length;
}

/**
 * The column of life-cycle steps by its values: words for start and completion, or any two words, that each activity of a
 * case has in turn.
 */
export function findLifecycle(
  columns: readonly ColumnFacts[],
  roles: Partial<Record<ColumnRole, number>>,
  taken: ReadonlySet<number>,
): number | null {
  const owner = columns[roles.caseId ?? -1];
  const step = columns[roles.activity ?? -1];
  const seconds = columns[roles.timestamp ?? -1]?.seconds ?? null;
  if (owner === undefined || step === undefined || roles.startTimestamp !== undefined) return null;
  const found = columns.findIndex((column, index) => {
    if (taken.has(index) || column.distinct < 2 || column.distinct > MOST_WORDS) return false;
    const meant = column.words.map((word) => lifecycleWord(word));
    const isKnown = meant.includes("start") && meant.includes("complete") && !meant.includes(null);
    if (!isKnown && column.distinct !== 2) return false;
    const order = Array.from(column.codes, (_, at) => at);
    if (seconds !== null) order.sort((a, b) => (seconds[a] ?? 0) - (seconds[b] ?? 0));
    const rows = order.filter((at) => (column.codes[at] ?? -1) >= 0 && meant[column.codes[at] ?? -1] !== "other");
    const traces = Map.groupBy(rows, (at) => (owner.codes[at] ?? -1) * 1e6 + (step.codes[at] ?? -1));
    const wordsOf = <Word>(wordOf: (code: number) => Word): Word[][] =>
      [...traces.values()].map((members) => members.map((at) => wordOf(column.codes[at] ?? -1)));
    if (isKnown) {
      // Of a file that has all starts before all completions, a sample may lack completions.
      const ended = wordsOf((code) => meant[code]).filter((words) => words.includes("complete"));
      return isInTurn(ended, "start", "complete");
    }
    if (!followDirectly(rows, owner.codes, step.codes, column.codes)) return false;
    const codes = wordsOf((code) => code);
    return isInTurn(codes, 0, 1) || isInTurn(codes, 1, 0);
  });
  return found < 0 ? null : found;
}
