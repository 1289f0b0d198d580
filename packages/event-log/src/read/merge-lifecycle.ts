import { caseChunks } from "../log/case-chunks.ts";
import { spanOfCase } from "../log/case-span.ts";
import type { EventLog } from "../log/event-log.ts";
import { LIFECYCLE_STEPS, stepOfMark } from "./lifecycle-mark.ts";
import { sortEventsByTime } from "./sort-events-by-time.ts";
import type { RunOptions } from "../log/run-options.ts";

const WORD = 2 ** 32;

/** Of the completions that could be of a start of their case, the share that is, from which on states are a life cycle. */
const PAIRED = 0.5;

/** How the events of a life cycle became steps. */
export interface LifecycleCounts {
  /** Starts that are one step now with their completion, or with what aborted them. */
  readonly pairs: number;
  /** Starts that nothing completes: each is a step whose service time isn't known. */
  readonly unpairedStarts: number;
  /** Completions that nothing started: each is a step without a start. */
  readonly unpairedCompletions: number;
  /** Events of other steps of a life cycle (schedule, assign, suspend, …) that are no steps of their own. */
  readonly otherEvents: number;
}

export interface MergedLifecycle extends LifecycleCounts {
  readonly log: EventLog;
}

/**
 * Make one event, with start and completion, of the events that record the life cycle of one step, so that the step is
 * counted once and its service time is known: the view of the log for everything that is mined from it. A completion is
 * paired with the earliest open start of the same case, activity and instance (first in, first out; an event that names
 * no instance pairs with one that names none); an abortion ends an open start in the same way. A step has the resource and
 * the place of what ended it, and its service time is from its start to there: suspended time counts as service, the time
 * from its schedule or assignment to its start as waiting. Other events of a life cycle are no steps, but an activity that
 * is neither started nor completed anywhere, and a case without any start or completion, keep all their events; and a case
 * lasts from its first to its last recorded event, whatever became of them (`recordedSpans`).
 *
 * Null when the log's life cycle wasn't read, has no start, or the log has start times anyway: each event is a step then.
 * So is it where the words aren't those of the standard and most starts and completions of a case are of different
 * activities: they are states of the case then (an incident "Accepted" in progress, later "Completed" and closed).
 * Source: the standard transactional life cycle of IEEE 1849-2023 (XES), lifecycle extension.
 */
export async function mergeLifecycle(log: EventLog, run: RunOptions = {}): Promise<MergedLifecycle | null> {
  const { lifecycle } = log;
  if (log.startMs !== null || lifecycle === undefined || lifecycle === null) return null;
  const isWorked = findWorked(log, lifecycle);
  if (isWorked === null) return null;

  const steps = new Steps(log);
  const counts = { pairs: 0, unpairedStarts: 0, unpairedCompletions: 0, otherEvents: 0 };
  let possiblePairs = 0;
  let completedPairs = 0;
  const open = new Map<number, number[]>();
  for await (const { firstCase, endCase } of caseChunks(log, run)) {
    for (let owner = firstCase; owner < endCase; owner++) {
      const first = log.caseOffsets[owner] ?? 0;
      const end = log.caseOffsets[owner + 1] ?? 0;
      const stepsBefore = steps.count;
      let others = 0;
      let starts = 0;
      let completions = 0;
      open.clear();
      for (let row = first; row < end; row++) {
        const mark = lifecycle[row] ?? 0;
        const activity = log.activity[row] ?? 0;
        const step = stepOfMark(mark);
        // Activities are fewer than 2^21, so activity and instance fit into one exact number.
        const key = activity * WORD + (mark % WORD);
        if (step === LIFECYCLE_STEPS.start) {
          starts++;
          const started = open.get(key);
          if (started === undefined) open.set(key, [row]);
          else started.push(row);
          continue;
        }
        const isCompletion = step === LIFECYCLE_STEPS.complete;
        const start = isCompletion || step === LIFECYCLE_STEPS.abort ? open.get(key)?.shift() : undefined;
        if (isCompletion) completions++;
        if (start !== undefined) {
          counts.pairs++;
          if (isCompletion) completedPairs++;
          steps.add(row, log.endMs[start] ?? Number.NaN);
        } else if (isCompletion) {
          counts.unpairedCompletions++;
          steps.add(row, Number.NaN);
        } else if (isWorked[activity] === 0) steps.add(row, Number.NaN);
        else others++;
      }
      possiblePairs += Math.min(starts, completions);
      for (const started of open.values()) {
        counts.unpairedStarts += started.length;
        for (const row of started) steps.add(row, Number.NaN);
      }
      if (steps.count === stepsBefore) for (let row = first; row < end; row++) steps.add(row, Number.NaN);
      else counts.otherEvents += others;
      steps.endCase(owner);
    }
  }
  const isPaired = completedPairs > 0 && completedPairs >= PAIRED * possiblePairs;
  if (log.hasOwnStates === true && !isPaired) return null;
  const merged = await steps.toLog(run);
  return { log: counts.otherEvents === 0 ? merged : withRecordedSpans(merged, log), ...counts };
}

/** 1 for each activity that is started or completed somewhere; null where nothing is started. */
function findWorked(log: EventLog, lifecycle: Float64Array): Uint8Array | null {
  const isWorked = new Uint8Array(log.activities.length);
  let hasStart = false;
  for (let row = 0; row < log.eventCount; row++) {
    const step = stepOfMark(lifecycle[row] ?? 0);
    if (step === LIFECYCLE_STEPS.start) hasStart = true;
    if (step === LIFECYCLE_STEPS.start || step === LIFECYCLE_STEPS.complete) isWorked[log.activity[row] ?? 0] = 1;
  }
  return hasStart ? isWorked : null;
}

/** The steps with the spans of their cases as recorded, where an event that is no step is the first or the last of one. */
function withRecordedSpans(steps: EventLog, recorded: EventLog): EventLog {
  const firstMs = new Float64Array(recorded.caseCount);
  const lastMs = new Float64Array(recorded.caseCount);
  let differ = 0;
  for (let owner = 0; owner < recorded.caseCount; owner++) {
    const [known, left] = [spanOfCase(recorded, owner), spanOfCase(steps, owner)];
    firstMs[owner] = known.firstMs;
    lastMs[owner] = known.lastMs;
    if (known.firstMs < left.firstMs || known.lastMs > left.lastMs) differ++;
  }
  return differ === 0 ? steps : { ...steps, recordedSpans: { firstMs, lastMs } };
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
