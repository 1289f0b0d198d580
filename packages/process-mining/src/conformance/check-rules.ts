import type { EventLog, RunOptions } from "@longhaul/event-log";
import { caseChunks } from "@longhaul/event-log/columns";
import { stagedRun } from "../numbers/staged-run.ts";
import { caseChecker } from "./check-case.ts";
import type { Rule } from "./rule.ts";

/** A case that breaks a rule. */
export interface RuleBreak {
  /** Its number. */
  readonly owner: number;
  readonly violations: number;
}

export interface RuleResult {
  readonly rule: Rule;
  /** Cases that gave occasion for the rule. */
  readonly activeCases: number;
  readonly activations: number;
  readonly violations: number;
  /** The cases that break it, in the order of the log. */
  readonly breaks: readonly RuleBreak[];
}

/** Judges every case by every rule. */
export async function checkRules(log: EventLog, rules: readonly Rule[], run: RunOptions = {}): Promise<RuleResult[]> {
  const next = stagedRun(run, Math.max(1, rules.length));
  const results: RuleResult[] = [];
  for (const rule of rules) {
    const check = caseChecker(log, rule);
    const breaks: RuleBreak[] = [];
    let activeCases = 0;
    let activations = 0;
    let violations = 0;
    for await (const { firstCase, endCase } of caseChunks(log, next())) {
      for (let owner = firstCase; owner < endCase; owner++) {
        const found = check(owner);
        if (found.activations > 0) activeCases++;
        activations += found.activations;
        violations += found.violations;
        if (found.violations > 0) breaks.push({ owner, violations: found.violations });
      }
    }
    results.push({ rule, activeCases, activations, violations, breaks });
  }
  return results;
}
