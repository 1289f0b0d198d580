import { readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import type { CauseQuestion } from "@longhaul/process-mining";
import type { PhaseContext } from "../basics/phase-context.ts";

const DEVIATING_FILE = "deviating-cases.json";
/** Most rules in the table; those that most cases break come first. */
const MOST_RULES = 5;

/** The cases that deviate from a model, or break a rule. */
export interface Deviating {
  readonly question: CauseQuestion;
  readonly caseIds: ReadonlySet<string>;
}

/** Keeps which cases deviate, so that a later phase can ask what goes with that. */
export async function keepDeviating(ctx: PhaseContext<unknown>, all: readonly Deviating[]): Promise<void> {
  const rules = all.filter(({ question }) => question.name === "rule");
  const most = new Set(rules.toSorted((a, b) => b.caseIds.size - a.caseIds.size).slice(0, MOST_RULES));
  const kept = all.filter((one) => one.question.name !== "rule" || most.has(one));
  if (kept.length === 0) return;
  const path = join(ctx.scratchDir, DEVIATING_FILE);
  await writeFile(path, JSON.stringify(kept.map(({ question, caseIds }) => ({ question, caseIds: [...caseIds] }))));
  await ctx.keepFile(DEVIATING_FILE, path);
}

/** What an earlier phase kept; none where nothing was compared. */
export async function openDeviating(ctx: PhaseContext<unknown>): Promise<Deviating[]> {
  if (!ctx.hasFile(DEVIATING_FILE)) return [];
  const kept = JSON.parse(await readFile(await ctx.openFile(DEVIATING_FILE), "utf8")) as readonly {
    readonly question: CauseQuestion;
    readonly caseIds: readonly string[];
  }[];
  return kept.map(({ question, caseIds }) => ({ question, caseIds: new Set(caseIds) }));
}
