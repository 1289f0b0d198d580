import { caseChunks } from "./case-chunks.ts";
import type { EventLog } from "./event-log.ts";
import { LIFECYCLE_STEPS, stepOfMark } from "./read/lifecycle-mark.ts";
import { sortEventsByTime } from "./read/sort-events-by-time.ts";
import type { RunOptions } from "./run-options.ts";

const WORD = 2 ** 32;

export interface LifecyclePairs {
  readonly pairs: number;
  /** Starts that nothing completes; not in `work`. */
  readonly unpairedStarts: number;
  /** Completions without a start before them; in `work` without a start. */
  readonly unpairedCompletions: number;
}

export interface PairedLifecycle extends LifecyclePairs {
  /**
   * One event for each piece of work that was completed, with its start where it has one. Cases and activities keep
   * their numbers, so a case may be empty and an activity may not occur: for figures on time, not for discovery.
   */
  readonly work: EventLog;
}

/**
 * Make pieces of work of a log that records start and completion of an activity as events of their own, so that service
 * and waiting times are known. A completion is paired with the earliest open start of the same case, activity and
 * instance (first in, first out; an event that names no instance pairs with one that names none). Other steps of a life
 * cycle (schedule, assign, suspend, …) are no work and left out; suspended time counts as service. Resource and time of
 * the piece are those of the completion.
 *
 * This is a view for performance. Frequencies, variants and models are those of the events as recorded, as other tools
 * count them. Null when the log's life cycle wasn't read, has no start, or the log has start times anyway.
 * Source: the standard transactional life cycle of IEEE 1849-2023 (XES), lifecycle extension.
 */
export async function pairLifecycle(log: EventLog, run: RunOptions = {}): Promise<PairedLifecycle | null> {
  const { lifecycle } = log;
  if (!hasPairs(log) || lifecycle === undefined || lifecycle === null) return null;
  const caseOffsets = new Uint32Array(log.caseCount + 1);
  const startOf = new Float64Array(log.eventCount);
  const kept = new Uint32Array(log.eventCount);
  let count = 0;
  const counts = await matchLifecycle(log, lifecycle, run, (owner, row, startMs) => {
    startOf[count] = startMs;
    kept[count++] = row;
    caseOffsets[owner + 1] = count;
  });
  // Cases without any work end where the case before them does.
  for (let owner = 1; owner <= log.caseCount; owner++)
    caseOffsets[owner] = Math.max(caseOffsets[owner] ?? 0, caseOffsets[owner - 1] ?? 0);
  const columns = {
    caseOffsets,
    activity: log.activity instanceof Uint16Array ? new Uint16Array(count) : new Uint32Array(count),
    endMs: new Float64Array(count),
    startMs: startOf.slice(0, count),
    resource: log.resource === null ? null : new Int32Array(count),
    lifecycle: null,
  };
  for (let at = 0; at < count; at++) {
    const row = kept[at] ?? 0;
    columns.activity[at] = log.activity[row] ?? 0;
    columns.endMs[at] = log.endMs[row] ?? Number.NaN;
    if (columns.resource !== null) columns.resource[at] = log.resource?.[row] ?? -1;
  }
  await sortEventsByTime(columns, run);
  return { work: { ...log, ...columns, eventCount: count }, ...counts };
}

/** How many starts and completions `pairLifecycle` would pair, without making the log of it. Null as there. */
export async function countLifecyclePairs(log: EventLog, run: RunOptions = {}): Promise<LifecyclePairs | null> {
  const { lifecycle } = log;
  if (!hasPairs(log) || lifecycle === undefined || lifecycle === null) return null;
  return matchLifecycle(log, lifecycle, run, () => undefined);
}

function hasPairs({ lifecycle, startMs }: EventLog): boolean {
  return startMs === null && lifecycle?.some((mark) => stepOfMark(mark) === LIFECYCLE_STEPS.start) === true;
}

interface OpenStarts {
  readonly timesMs: number[];
  next: number;
}

/** Goes through all cases; `onCompletion` hears each completion with its start, NaN where it has none. */
async function matchLifecycle(
  log: EventLog,
  lifecycle: Float64Array,
  run: RunOptions,
  onCompletion: (owner: number, row: number, startMs: number) => void,
): Promise<LifecyclePairs> {
  let starts = 0;
  let completions = 0;
  let pairs = 0;
  const open = new Map<number, OpenStarts>();
  for await (const { firstCase, endCase } of caseChunks(log, run)) {
    for (let owner = firstCase; owner < endCase; owner++) {
      open.clear();
      const end = log.caseOffsets[owner + 1] ?? 0;
      for (let row = log.caseOffsets[owner] ?? 0; row < end; row++) {
        const mark = lifecycle[row] ?? 0;
        const step = stepOfMark(mark);
        if (step === LIFECYCLE_STEPS.other) continue;
        // Activities are fewer than 2^21, so activity and instance fit into one exact number.
        const key = (log.activity[row] ?? 0) * WORD + (mark % WORD);
        const waiting = open.get(key);
        if (step === LIFECYCLE_STEPS.start) {
          starts++;
          const startMs = log.endMs[row] ?? Number.NaN;
          if (waiting === undefined) open.set(key, { timesMs: [startMs], next: 0 });
          else waiting.timesMs.push(startMs);
          continue;
        }
        completions++;
        const startMs = waiting?.timesMs[waiting.next];
        if (waiting !== undefined && startMs !== undefined) {
          waiting.next++;
          pairs++;
        }
        onCompletion(owner, row, startMs ?? Number.NaN);
      }
    }
  }
  return { pairs, unpairedStarts: starts - pairs, unpairedCompletions: completions - pairs };
}
