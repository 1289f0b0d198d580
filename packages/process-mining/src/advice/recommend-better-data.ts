import type { EventLog, RunOptions } from "@longhaul/event-log";
import { caseChunks } from "@longhaul/event-log/columns";
import type { Recommendation } from "./recommendation.ts";

const leastShare = 0.01;
const mediumFrom = 0.1;

/**
 * What the log itself lacks: names of resources, times exact enough to order the steps, and events that are
 * there once only. Each is counted; the effect is the share of events that would be put right.
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
  let simultaneous = 0;
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
          simultaneous += countUnordered(log, atOnceFrom, row);
          atOnceFrom = row;
          continue;
        }
        const isRepeated = log.activity[row] === log.activity[row - 1];
        const isSame = isRepeated && who === (log.resource?.[row - 1] ?? -1);
        const startsTogether = log.startMs === null || Object.is(log.startMs[row], log.startMs[row - 1]);
        if (isSame && startsTogether) duplicates++;
      }
      simultaneous += countUnordered(log, atOnceFrom, end);
    }
  }
  const found: Recommendation[] = [];
  const rated = (effect: number) => ({
    category: "Data Quality" as const,
    priority: effect >= mediumFrom ? ("Medium" as const) : ("Low" as const),
    effect,
  });
  const events = log.eventCount;
  // When only some activities have resources, the others may not be done by staff: a customer arrives, a deadline passes.
  const isRecorded = named.some((count) => count > 0);
  const unnamed = nameless.reduce(
    (sum, count, activity) => sum + (isRecorded && (named[activity] ?? 0) === 0 ? 0 : count),
    0,
  );
  const share = (part: number, of: number): number => (of === 0 ? 0 : part / of);
  const [withoutResource, twice, atOnce] = [
    share(unnamed, events),
    share(duplicates, events),
    share(simultaneous, steps),
  ];
  if (withoutResource >= leastShare) {
    const evidence = { eventsWithoutResource: unnamed, events };
    found.push({ code: "recordResources", ...rated(withoutResource), evidence });
  }
  if (twice >= leastShare) {
    const evidence = { duplicateEvents: duplicates, events };
    found.push({ code: "removeDuplicates", ...rated(twice), evidence });
  }
  if (!isOrderKnown && atOnce >= leastShare) {
    const evidence = { simultaneousSteps: simultaneous, steps };
    found.push({ code: "recordExactTimes", ...rated(atOnce), evidence });
  }
  return found;
}

/**
 * Steps to another activity among events that end at one time, of those that start at one time, too: as many as there are other
 * activities, in whichever order the events stand. The dimension `orderKnown` of a dataset's quality counts so.
 */
function countUnordered(log: EventLog, from: number, end: number): number {
  if (end - from < 2) return 0;
  const activitiesOf = new Map<number | undefined, Set<number | undefined>>();
  for (let row = from; row < end; row++) {
    const start = log.startMs?.[row];
    const activities = activitiesOf.get(start) ?? new Set();
    activitiesOf.set(start, activities.add(log.activity[row]));
  }
  let steps = 0;
  for (const { size } of activitiesOf.values()) steps += size - 1;
  return steps;
}
