import type { EventLog, RunOptions } from "@longhaul/event-log";
import { measureCaseDurations } from "../measures/case-durations.ts";
import { stagedRun } from "../numbers/staged-run.ts";
import { discoverVariants } from "../graph/variants.ts";
import { countSequences } from "./count-sequences.ts";
import type { CountedSequence } from "./count-sequences.ts";
import { findCriticalPaths } from "./find-critical-paths.ts";
import type { CriticalPath } from "./find-critical-paths.ts";
import type { PatternOptions } from "./pattern-options.ts";

/** Activities that directly follow each other. */
export interface SequencePattern {
  readonly activities: readonly string[];
  /** Cases that contain it, and their share of all. */
  readonly cases: number;
  readonly share: number;
}

export interface PatternReport {
  readonly frequentPatterns: number;
  readonly rarePatterns: number;
  readonly criticalPaths: number;
  /** Most cases first, then the longest. */
  readonly frequent: readonly SequencePattern[];
  /** Fewest cases first. */
  readonly rare: readonly SequencePattern[];
  /** Most time first. */
  readonly critical: readonly CriticalPath[];
  readonly thresholds: Readonly<Record<"frequentShare" | "rareShare" | "longest", number>>;
}

/** Fewer cases of a rare sequence are a slip, not a pattern. */
const leastRareCases = 2;

/**
 * Finds what cases have in common: frequent sequences (in at least 10 % of the cases; closed: no longer one that
 * contains it has the same cases), rare sequences (in at most 1 % of the cases but at least two; minimal: all shorter
 * ones in it are more common than that), and critical paths (see `findCriticalPaths`). Sequences have two to five
 * activities that directly follow each other. The shares and lengths are options.
 */
export async function findPatterns(
  log: EventLog,
  options: PatternOptions = {},
  run: RunOptions = {},
): Promise<PatternReport> {
  const thresholds = {
    frequentShare: options.frequentShare ?? 0.1,
    rareShare: options.rareShare ?? 0.01,
    longest: options.longest ?? 5,
  };
  const listed = options.listed ?? 100;
  const next = stagedRun(run, 3);
  const variants = await discoverVariants(log, next());
  const durations = await measureCaseDurations(log, next());
  const rareCases = thresholds.rareShare * log.caseCount;
  // One level more than is listed: it decides whether the longest are closed.
  const levels = await countSequences(log, variants, thresholds.longest + 1, rareCases, next());
  const frequent: CountedSequence[] = [];
  const rare: CountedSequence[] = [];
  for (let length = 2; length <= thresholds.longest; length++) {
    const sequences = levels[length - 1] ?? [];
    const absorbed = casesOfLonger(levels[length] ?? []);
    for (const sequence of sequences) {
      if (sequence.cases <= rareCases) {
        if (sequence.cases >= leastRareCases) rare.push(sequence);
      } else if (
        sequence.cases >= thresholds.frequentShare * log.caseCount &&
        absorbed.get(sequence.activities.join()) !== sequence.cases
      ) {
        frequent.push(sequence);
      }
    }
  }
  const critical = findCriticalPaths(log, variants, durations.fromStartSec);
  const inOrder = (a: CountedSequence, b: CountedSequence): number =>
    a.activities.length - b.activities.length || (a.activities.join() < b.activities.join() ? -1 : 1);
  const describe = ({ activities, cases }: CountedSequence): SequencePattern => ({
    activities: activities.map((activity) => log.activities[activity] ?? ""),
    cases,
    share: cases / log.caseCount,
  });
  run.onProgress?.(1);
  return {
    frequentPatterns: frequent.length,
    rarePatterns: rare.length,
    criticalPaths: critical.length,
    frequent: frequent
      .toSorted((a, b) => b.cases - a.cases || inOrder(b, a))
      .slice(0, listed)
      .map(describe),
    rare: rare
      .toSorted((a, b) => a.cases - b.cases || inOrder(a, b))
      .slice(0, listed)
      .map(describe),
    critical: critical.slice(0, listed),
    thresholds,
  };
}

/** For each sequence, the most cases of a sequence that is longer by one activity. */
function casesOfLonger(longer: readonly CountedSequence[]): Map<string, number> {
  const most = new Map<string, number>();
  for (const { activities, cases } of longer) {
    for (const part of [activities.slice(0, -1).join(), activities.slice(1).join()]) {
      most.set(part, Math.max(most.get(part) ?? 0, cases));
    }
  }
  return most;
}
