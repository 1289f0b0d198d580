import { caseChunks } from "../log/case-chunks.ts";
import type { EventLog } from "../log/event-log.ts";
import { LIFECYCLE_STEPS, stepOfMark } from "./lifecycle-mark.ts";
import { sortEventsByTime } from "./sort-events-by-time.ts";
import type { RunOptions } from "../log/run-options.ts";

const WORD = 2 ** 32;

/** How the events of a life cycle became steps. */
export interface LifecycleCounts {
  /** Starts and completions that are one step now. */
  readonly pairs: number;
  /** Starts that nothing completes: each is a step whose service time isn't known. */
  readonly unpairedStarts: number;
  /** Completions that nothing started: each is a step without a start. */
  readonly unpairedCompletions: number;
  /** Events of other steps of a life cycle (schedule, assign, suspend, …) that are left out. */
  readonly otherEvents: number;
}

export interface MergedLifecycle extends LifecycleCounts {
  readonly log: EventLog;
}

/**
 * Make one event, with start and completion, of the events that record the life cycle of one step, so that the step is
 * counted once and its service time is known: the view of the log for everything that is mined from it. A completion is
 * paired with the earliest open start of the same case, activity and instance (first in, first out; an event that names
 * no instance pairs with one that names none). A step has the resource and the place of its completion. Other events of a
 * life cycle are left out, and suspended time counts as service, but an activity that is neither started nor completed
 * anywhere, and a case without any start or completion, keep all their events.
 *
 * Null when the log's life cycle wasn't read, has no start, or the log has start times anyway: each event is a step then.
 * Source: the standard transactional life cycle of IEEE 1849-2023 (XES), lifecycle extension.
 */
export async function mergeLifecycle(log: EventLog, run: RunOptions = {}): Promise<MergedLifecycle | null> {
  const { lifecycle } = log;
  if (log.startMs !== null || lifecycle === undefined || lifecycle === null) return null;
  const isWorked = new Uint8Array(log.activities.length);
  let hasStart = false;
  for (let row = 0; row < log.eventCount; row++) {
    const step = stepOfMark(lifecycle[row] ?? 0);
    if (step === LIFECYCLE_STEPS.start) hasStart = true;
    if (step !== LIFECYCLE_STEPS.other) isWorked[log.activity[row] ?? 0] = 1;
  }
  if (!hasStart) return null;

  const steps = new Steps(log);
  const counts = { pairs: 0, unpairedStarts: 0, unpairedCompletions: 0, otherEvents: 0 };
  const open = new Map<number, number[]>();
  for await (const { firstCase, endCase } of caseChunks(log, run)) {
    for (let owner = firstCase; owner < endCase; owner++) {
      const first = log.caseOffsets[owner] ?? 0;
      const end = log.caseOffsets[owner + 1] ?? 0;
      const stepsBefore = steps.count;
      let others = 0;
      open.clear();
      for (let row = first; row < end; row++) {
        const mark = lifecycle[row] ?? 0;
        const activity = log.activity[row] ?? 0;
        const step = stepOfMark(mark);
        // Activities are fewer than 2^21, so activity and instance fit into one exact number.
        const key = activity * WORD + (mark % WORD);
        if (step === LIFECYCLE_STEPS.start) {
          const started = open.get(key);
          if (started === undefined) open.set(key, [row]);
          else started.push(row);
        } else if (step === LIFECYCLE_STEPS.complete) {
          const start = open.get(key)?.shift();
          if (start === undefined) counts.unpairedCompletions++;
          else counts.pairs++;
          steps.add(row, start === undefined ? Number.NaN : (log.endMs[start] ?? Number.NaN));
        } else if (isWorked[activity] === 0) steps.add(row, Number.NaN);
        else others++;
      }
      for (const started of open.values()) {
        counts.unpairedStarts += started.length;
        for (const row of started) steps.add(row, Number.NaN);
      }
      if (steps.count === stepsBefore) for (let row = first; row < end; row++) steps.add(row, Number.NaN);
      else counts.otherEvents += others;
      steps.endCase(owner);
    }
  }
  return { log: await steps.toLog(run), ...counts };
}

/** Steps, gathered case by case. */
class Steps {
  count = 0;
  readonly #log: EventLog;
  readonly #rows: Uint32Array;
  readonly #startMs: Float64Array;
  readonly #caseOffsets: Uint32Array;

  constructor(log: EventLog) {
    this.#log = log;
    this.#rows = new Uint32Array(log.eventCount);
    this.#startMs = new Float64Array(log.eventCount);
    this.#caseOffsets = new Uint32Array(log.caseCount + 1);
  }

  /** A step that is completed by the event in `row`. */
  add(row: number, startMs: number): void {
    this.#rows[this.count] = row;
    this.#startMs[this.count++] = startMs;
  }

  endCase(owner: number): void {
    this.#caseOffsets[owner + 1] = this.count;
  }

  async toLog(run: RunOptions): Promise<EventLog> {
    const { count } = this;
    const log = this.#log;
    const columns = {
      caseOffsets: this.#caseOffsets,
      activity: log.activity instanceof Uint16Array ? new Uint16Array(count) : new Uint32Array(count),
      endMs: new Float64Array(count),
      startMs: this.#startMs.slice(0, count),
      resource: log.resource === null ? null : new Int32Array(count),
      lifecycle: null,
      fileRow: log.fileRow === undefined || log.fileRow === null ? null : new Uint32Array(count),
    };
    for (let at = 0; at < count; at++) {
      const row = this.#rows[at] ?? 0;
      columns.activity[at] = log.activity[row] ?? 0;
      columns.endMs[at] = log.endMs[row] ?? Number.NaN;
      if (columns.resource !== null) columns.resource[at] = log.resource?.[row] ?? -1;
      if (columns.fileRow !== null) columns.fileRow[at] = log.fileRow?.[row] ?? 0;
    }
    await sortEventsByTime(columns, run);
    return { ...log, ...columns, eventCount: count };
  }
}
