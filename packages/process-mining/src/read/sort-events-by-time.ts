import { setImmediate } from "node:timers/promises";
import type { RunOptions } from "../run-options.ts";
import { sortCaseByTime } from "./sort-case-by-time.ts";
import type { EventsByCase } from "./sort-events-by-case.ts";

const EVENTS_PER_TURN = 250_000;

/** Put the events of every case in the order of time, in place. */
export async function sortEventsByTime(events: EventsByCase, run: RunOptions): Promise<void> {
  const { caseOffsets } = events;
  let pauseAt = EVENTS_PER_TURN;
  for (let owner = 0; owner < caseOffsets.length - 1; owner++) {
    const to = caseOffsets[owner + 1] ?? 0;
    sortCaseByTime(events, caseOffsets[owner] ?? 0, to);
    if (to < pauseAt) continue;
    pauseAt = to + EVENTS_PER_TURN;
    await setImmediate();
    run.signal?.throwIfAborted();
  }
}
