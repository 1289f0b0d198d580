import { caseChunks } from "../case-chunks.ts";
import type { EventLog } from "../event-log.ts";
import type { RunOptions } from "../run-options.ts";
import type { Recommendation } from "./recommendation.ts";

const leastShare = 0.01;
const mediumFrom = 0.1;

/**
 * What the log itself lacks: names of resources, times exact enough to tell the order of steps, and events that are
 * there once only. Each is counted; the effect is the share of events that would be put right.
 */
export async function recommendBetterData(log: EventLog, run: RunOptions): Promise<Recommendation[]> {
  let unnamed = 0;
  let steps = 0;
  let simultaneous = 0;
  let duplicates = 0;
  for await (const { firstCase, endCase } of caseChunks(log, run)) {
    for (let owner = firstCase; owner < endCase; owner++) {
      const first = log.caseOffsets[owner] ?? 0;
      const end = log.caseOffsets[owner + 1] ?? 0;
      for (let row = first; row < end; row++) {
        const who = log.resource?.[row] ?? -1;
        if (who < 0) unnamed++;
        if (row === first) continue;
        steps++;
        if (log.endMs[row] !== log.endMs[row - 1]) continue;
        const isSame = log.activity[row] === log.activity[row - 1] && who === (log.resource?.[row - 1] ?? -1);
        const startsTogether = log.startMs === null || Object.is(log.startMs[row], log.startMs[row - 1]);
        if (isSame && startsTogether) duplicates++;
        else if (startsTogether) simultaneous++;
      }
    }
  }
  const found: Recommendation[] = [];
  const add = (
    effect: number,
    recommendation: string,
    expectedImprovement: string,
    evidence: Recommendation["evidence"],
    refutedBy: string,
  ): void => {
    if (effect < leastShare) return;
    const priority = effect >= mediumFrom ? "Medium" : "Low";
    const judged = { compared: "all events, counted", assumed: "the source knows what the log doesn't say", refutedBy };
    found.push({
      category: "Data Quality",
      priority,
      recommendation,
      expectedImprovement,
      effect,
      evidence,
      ...judged,
    });
  };
  const percent = (share: number): string => `${(100 * share).toFixed(1)} %`;
  const events = log.eventCount;
  if (events > 0) {
    add(
      unnamed / events,
      `Record who does the work: ${unnamed} of ${events} events name no resource`,
      `Workload, handovers and odd resources would cover ${unnamed} more events (${percent(unnamed / events)})`,
      { eventsWithoutResource: unnamed, events },
      "steps that a machine does and nobody is named for",
    );
    add(
      duplicates / events,
      `Remove duplicates: ${duplicates} of ${events} events repeat the one before in activity, time and resource`,
      `${duplicates} fewer events (${percent(duplicates / events)}) that count as rework`,
      { duplicateEvents: duplicates, events },
      "work that is really done twice at the same moment",
    );
  }
  if (steps > 0) {
    add(
      simultaneous / steps,
      `Record more exact times: ${simultaneous} of ${steps} steps have the time of the step before`,
      `The order of ${simultaneous} steps (${percent(simultaneous / steps)}) would be known; it is that of the file now`,
      { simultaneousSteps: simultaneous, steps },
      "steps that are recorded together because they are done together",
    );
  }
  return found;
}
