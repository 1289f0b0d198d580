import type { EventLog, RunOptions } from "@longhaul/event-log";
import { caseChunks } from "@longhaul/event-log/columns";
import type { Recommendation } from "./recommendation.ts";
import { countPathsInOneOrder, tieCounter } from "./ties.ts";

const leastShare = 0.01;
const mediumFrom = 0.1;
/** Of what is named more seldom than this, a machine may do the most; who is named only steps in. */
const leastNamed = 0.1;

/**
 * What the log itself lacks: names of resources, times exact enough to order the steps, and events that are
 * there once only. Each is counted; the effect is the share of events that would be put right. Steps of one time aren't
 * in doubt if the file always has them in the same order.
 * @param isOrderTold - whether the log says which of two steps of one time came first
 */
export async function recommendBetterData(
  log: EventLog,
  isOrderKnown: boolean,
  run: RunOptions,
): Promise<Recommendation[]> {
  /** By activity: events that name somebody, and others. */
  const named = new Uint32Array(log.activities.length);
  const nameless = new Uint32Array(log.activities.length);
  let steps = 0;
  const ties = tieCounter(log);
  let duplicates = 0;
  for await (const { firstCase, endCase } of caseChunks(log, run)) {
    for (let owner = firstCase; owner < endCase; owner++) {
      const first = log.caseOffsets[owner] ?? 0;
      const end = log.caseOffsets[owner + 1] ?? 0;
      let atOnceFrom = first;
      for (let row = first; row < end; row++) {
        const who = log.resource?.[row] ?? -1;
        const activity = log.activity[row] ?? 0;
        const tally = who < 0 ? nameless : named;
        tally[activity] = (tally[activity] ?? 0) + 1;
        if (row === first) continue;
        steps++;
        if (log.endMs[row] !== log.endMs[row - 1]) {
          ties.add(atOnceFrom, row);
          atOnceFrom = row;
          continue;
        }
        const isRepeated = log.activity[row] === log.activity[row - 1];
        const isSame = isRepeated && who === (log.resource?.[row - 1] ?? -1);
        const startsTogether = log.startMs === null || Object.is(log.startMs[row], log.startMs[row - 1]);
        if (isSame && startsTogether) duplicates++;
      }
      ties.add(atOnceFrom, end);
    }
  }
  const found: Recommendation[] = [];
  const rated = (effect: number) => ({
    category: "Data Quality" as const,
    priority: effect >= mediumFrom ? ("Medium" as const) : ("Low" as const),
    effect,
  });
  const events = log.eventCount;
  const isRecorded = named.some((count) => count > 0);
  // When only some activities have resources, the others may not be done by staff: a customer arrives, a deadline passes.
  const isForgotten = (activity: number, count: number): boolean =>
    !isRecorded || (named[activity] ?? 0) >= leastNamed * ((named[activity] ?? 0) + count);
  const forgotten = nameless.map((count, activity) => (isForgotten(activity, count) ? count : 0));
  const unnamed = forgotten.reduce((sum, count) => sum + count, 0);
  const mostForgotten = forgotten.indexOf(Math.max(...forgotten));
  const share = (part: number, of: number): number => (of === 0 ? 0 : part / of);
  const open = ties.counts();
  const [withoutResource, twice, atOnce] = [
    share(unnamed, events),
    share(duplicates, events),
    share(open.openSteps, steps),
  ];
  if (withoutResource >= leastShare) {
    const evidence = {
      eventsWithoutResource: unnamed,
      events,
      ...(isRecorded ? { most: log.activities[mostForgotten] ?? "", eventsOfMost: forgotten[mostForgotten] ?? 0 } : {}),
    };
    found.push({ code: "recordResources", ...rated(withoutResource), evidence });
  }
  if (twice >= leastShare) {
    const evidence = { duplicateEvents: duplicates, events };
    found.push({ code: "removeDuplicates", ...rated(twice), evidence });
  }
  if (!isOrderKnown && atOnce >= leastShare) {
    const evidence = { ...open, steps, ...(await countPathsInOneOrder(log, { signal: run.signal })) };
    found.push({ code: "recordExactTimes", ...rated(atOnce), evidence });
  }
  return found;
}
