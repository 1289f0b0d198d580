import { Pacer } from "@longhaul/domain";
import type { RunOptions } from "../log/run-options.ts";
import { sortCaseByTime } from "./sort-case-by-time.ts";
import type { EventsByCase } from "./sort-events-by-case.ts";

/** Put the events of every case in the order of time, in place. */
export async function sortEventsByTime(events: EventsByCase, run: RunOptions): Promise<void> {
  const { caseOffsets } = events;
  const pacer = new Pacer(run);
  for (let owner = 0; owner < caseOffsets.length - 1; owner++) {
    const [from, to] = [caseOffsets[owner] ?? 0, caseOffsets[owner + 1] ?? 0];
    sortCaseByTime(events, from, to);
    if (pacer.advance(to - from)) await pacer.pause();
  }
}
