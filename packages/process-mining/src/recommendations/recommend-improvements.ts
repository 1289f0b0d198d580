import type { EventLog } from "../event-log.ts";
import type { RunOptions } from "../run-options.ts";
import { recommendBetterData } from "./recommend-better-data.ts";
import { recommendLessRework } from "./recommend-less-rework.ts";
import { recommendSharedWork } from "./recommend-shared-work.ts";
import { recommendShorterWaits } from "./recommend-shorter-waits.ts";
import type { Recommendation, RecommendationPriority } from "./recommendation.ts";
import { measureWaits } from "./waits.ts";

const rank: Readonly<Record<RecommendationPriority, number>> = { High: 0, Medium: 1, Low: 2 };

/**
 * What is worth doing about a process, from its log alone: waits, rework, work that hangs on one person, and the log's
 * own gaps. Each names its evidence, and its expected improvement is computed by replaying the log under the change
 * (`replayWhatIf`); effects of different recommendations overlap and don't add up. What saves less than 1 % isn't
 * recommended, so the list may be empty. By priority, then by effect.
 */
export async function recommendImprovements(log: EventLog, run: RunOptions = {}): Promise<Recommendation[]> {
  run.signal?.throwIfAborted();
  const quiet = { signal: run.signal };
  const waits = await measureWaits(log, quiet);
  const shorterWaits = await recommendShorterWaits(log, waits, quiet);
  run.onProgress?.(0.4);
  const lessRework = await recommendLessRework(log, quiet);
  run.onProgress?.(0.7);
  const sharedWork = await recommendSharedWork(log, waits, quiet);
  run.onProgress?.(0.9);
  const betterData = await recommendBetterData(log, quiet);
  run.onProgress?.(1);
  return [...shorterWaits, ...lessRework, ...sharedWork, ...betterData].toSorted(
    (a, b) => rank[a.priority] - rank[b.priority] || b.effect - a.effect,
  );
}
