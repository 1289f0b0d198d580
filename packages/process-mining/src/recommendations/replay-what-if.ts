import { caseChunks } from "../case-chunks.ts";
import type { EventLog } from "../event-log.ts";
import { startOfEvent } from "../event-times.ts";
import type { RunOptions } from "../run-options.ts";

/** A change to a log: what would have happened sooner, or not at all. */
export interface WhatIf {
  /** Milliseconds by which an event, and with it all later ones of its case, would have happened sooner. */
  readonly soonerMs: (row: number) => number;
  /** Whether an event would not have happened. The first of a case always does. */
  readonly isSpared?: ((row: number) => boolean) | undefined;
}

export interface WhatIfOutcome {
  readonly meanSec: number;
  readonly changedMeanSec: number;
  /** Cases that would have been shorter. */
  readonly shorterCases: number;
  /** Share of the mean cycle time saved. */
  readonly effect: number;
}

/**
 * Replays a log under a change and measures the mean cycle time (earliest start to latest completion). Exact for the
 * log: each event keeps its distance to the one before it but for the change. That later work begins sooner by as much
 * as earlier work ends sooner is assumed, as is that nobody else is held up by it. A case without events counts as none.
 */
export async function replayWhatIf(log: EventLog, whatIf: WhatIf, run: RunOptions = {}): Promise<WhatIfOutcome> {
  let totalMs = 0;
  let changedTotalMs = 0;
  let shorterCases = 0;
  let cases = 0;
  for await (const { firstCase, endCase } of caseChunks(log, run)) {
    for (let owner = firstCase; owner < endCase; owner++) {
      const first = log.caseOffsets[owner] ?? 0;
      const end = log.caseOffsets[owner + 1] ?? 0;
      if (first === end) continue;
      cases++;
      let beginMs = Number.POSITIVE_INFINITY;
      let endMs = Number.NEGATIVE_INFINITY;
      let changedEndMs = Number.NEGATIVE_INFINITY;
      let changedBeginMs = Number.POSITIVE_INFINITY;
      let soonerMs = 0;
      for (let row = first; row < end; row++) {
        const startMs = startOfEvent(log, row);
        const completionMs = log.endMs[row] ?? 0;
        beginMs = Math.min(beginMs, startMs);
        endMs = Math.max(endMs, completionMs);
        if (row > first) soonerMs += whatIf.soonerMs(row);
        if (row > first && whatIf.isSpared?.(row) === true) continue;
        changedBeginMs = Math.min(changedBeginMs, startMs - soonerMs);
        changedEndMs = Math.max(changedEndMs, completionMs - soonerMs);
      }
      totalMs += endMs - beginMs;
      changedTotalMs += changedEndMs - changedBeginMs;
      if (changedEndMs - changedBeginMs < endMs - beginMs) shorterCases++;
    }
  }
  return {
    meanSec: cases === 0 ? 0 : totalMs / 1000 / cases,
    changedMeanSec: cases === 0 ? 0 : changedTotalMs / 1000 / cases,
    shorterCases,
    effect: totalMs > 0 ? 1 - changedTotalMs / totalMs : 0,
  };
}
