import { spanText } from "@longhaul/domain";
import type { EventLog } from "../event-log.ts";
import type { RunOptions } from "../run-options.ts";
import { stagedRun } from "../staged-run.ts";
import { recommendBetterData } from "./recommend-better-data.ts";
import { recommendLessRework } from "./recommend-less-rework.ts";
import { recommendSharedWork } from "./recommend-shared-work.ts";
import { recommendShorterWaits } from "./recommend-shorter-waits.ts";
import type { Recommendation, RecommendationPriority } from "./recommendation.ts";
import { measureWaits } from "../waiting.ts";

const rank: Readonly<Record<RecommendationPriority, number>> = { High: 0, Medium: 1, Low: 2 };

export interface RecommendationOptions {
  /**
   * The log in working time, on which everything about time is computed; the gaps of the data are those of the log.
   * Default: the log.
   */
  readonly work?: EventLog | undefined;
  /** A time in words. Default: days, hours, minutes. */
  readonly inWords?: ((seconds: number) => string) | undefined;
}

/**
 * What is worth doing about a process, from its log alone: waits, rework, work that hangs on one person, and the log's
 * own gaps. Each names its evidence, and its expected improvement is computed by replaying the log under the change
 * (`replayWhatIf`); effects of different recommendations overlap and don't add up. What saves less than 1 % isn't
 * recommended, so the list may be empty. By priority, then by effect.
 */
export async function recommendImprovements(
  log: EventLog,
  options: RecommendationOptions = {},
  run: RunOptions = {},
): Promise<Recommendation[]> {
  run.signal?.throwIfAborted();
  const { work = log, inWords = spanText } = options;
  const next = stagedRun(run, 5);
  const waits = await measureWaits(work, next());
  const shorterWaits = await recommendShorterWaits(work, waits, inWords, next());
  const lessRework = await recommendLessRework(work, inWords, next());
  const sharedWork = await recommendSharedWork(work, waits, inWords, next());
  const betterData = await recommendBetterData(log, next());
  run.onProgress?.(1);
  return [...shorterWaits, ...lessRework, ...sharedWork, ...betterData].toSorted(
    (a, b) => rank[a.priority] - rank[b.priority] || b.effect - a.effect,
  );
}
