import type { EventLog, RunOptions } from "@longhaul/event-log";
import { caseChunks, itemChunks } from "@longhaul/event-log/columns";
import { sortInTurns } from "../numbers/sort-in-turns.ts";

/** What one resource does. */
export interface ResourceLoad {
  readonly resource: string;
  readonly events: number;
  /** `events` as a share of all events that name a resource, 0 to 1. */
  readonly share: number;
  /** The share that it would have if the events of each activity were shared evenly by all who do the activity. */
  readonly evenShare: number;
  /** Cases in which it does something, and different activities that it does. */
  readonly cases: number;
  readonly activities: number;
  /** Null where no event of it has a time at work: without starts nothing can be said. */
  readonly work: ResourceWork | null;
}

export interface ResourceWork {
  /** Σ (completion − start) over its events. */
  readonly serviceSec: number;
  /** Length of the union of its events' [start, completion]: the time in which it had at least one in hand. */
  readonly busySec: number;
  /** `serviceSec` ÷ `busySec`: pieces of work that it had in hand on average while it had any; 1 = one after the other. */
  readonly meanConcurrent: number;
  readonly mostConcurrent: number;
  /** `busySec` ÷ the time from its own first start to its own last completion, 0 to 1. */
  readonly utilisation: number;
}

/**
 * The load of every resource: most events first, ties by number. Events without a start, or that take no time, count as
 * events but are no time at work. Null when the log names no resource. One counting sort, then a sweep over each
 * resource's starts and completions: n log n in the events of a resource.
 * Sources: van der Aalst, Process Mining (2016), section 9.4 (utilisation); for work in hand at once Nakatumba and van der
 * Aalst, Analyzing Resource Behavior Using Process Mining (2009).
 */
export async function measureResourceLoad(log: EventLog, run: RunOptions = {}): Promise<ResourceLoad[] | null> {
  const { resource, resources, startMs } = log;
  if (resource === null || resources === null) return null;
  const count = resources.length;
  const events = new Float64Array(count);
  const cases = new Float64Array(count);
  const lastCase = new Int32Array(count).fill(-1);
  const activities = resources.map(() => new Set<number>());
  const eventsOfActivity = new Float64Array(log.activities.length);
  const offsets = new Uint32Array(count + 1);
  let named = 0;
  const half = { signal: run.signal, onProgress: (fraction: number) => run.onProgress?.(fraction / 2) };
  for await (const { firstCase, endCase } of caseChunks(log, half)) {
    for (let owner = firstCase; owner < endCase; owner++) {
      const end = log.caseOffsets[owner + 1] ?? 0;
      for (let row = log.caseOffsets[owner] ?? 0; row < end; row++) {
        const who = resource[row] ?? -1;
        if (who < 0) continue;
        named++;
        events[who] = (events[who] ?? 0) + 1;
        const activity = log.activity[row] ?? 0;
        activities[who]?.add(activity);
        eventsOfActivity[activity] = (eventsOfActivity[activity] ?? 0) + 1;
        if (lastCase[who] !== owner) cases[who] = (cases[who] ?? 0) + 1;
        lastCase[who] = owner;
        if ((log.endMs[row] ?? 0) > (startMs?.[row] ?? Number.NaN)) offsets[who + 1] = (offsets[who + 1] ?? 0) + 1;
      }
    }
  }
  run.onProgress?.(0.5);
  const work = startMs === null ? [] : await measureWork(log, resource, startMs, offsets, run);
  run.onProgress?.(1);
  const doers = new Float64Array(log.activities.length);
  for (const own of activities) for (const activity of own) doers[activity] = (doers[activity] ?? 0) + 1;
  const evenly = (own: ReadonlySet<number> = new Set()): number =>
    [...own].reduce((sum, activity) => sum + (eventsOfActivity[activity] ?? 0) / (doers[activity] ?? 1), 0);
  return resources
    .map((name, who) => ({
      resource: name,
      events: events[who] ?? 0,
      share: (events[who] ?? 0) / named,
      evenShare: evenly(activities[who]) / named,
      cases: cases[who] ?? 0,
      activities: activities[who]?.size ?? 0,
      work: work[who] ?? null,
    }))
    .filter((load) => load.events > 0)
    .toSorted((a, b) => b.events - a.events);
}

/** By resource; `counts` holds, one place further, how many of its events take time. */
async function measureWork(
  log: EventLog,
  resource: Int32Array,
  startMs: Float64Array,
  counts: Uint32Array,
  run: RunOptions,
): Promise<(ResourceWork | null)[]> {
  const offsets = counts.slice();
  for (let who = 1; who < offsets.length; who++) offsets[who] = (offsets[who] ?? 0) + (offsets[who - 1] ?? 0);
  const starts = new Float64Array(offsets.at(-1) ?? 0);
  const ends = new Float64Array(starts.length);
  const next = offsets.slice();
  for await (const { from, to } of itemChunks(log.eventCount, run.signal)) {
    for (let row = from; row < to; row++) {
      const who = resource[row] ?? -1;
      const start = startMs[row] ?? Number.NaN;
      const end = log.endMs[row] ?? 0;
      if (who < 0 || !(end > start)) continue;
      const place = next[who] ?? 0;
      next[who] = place + 1;
      starts[place] = start;
      ends[place] = end;
    }
  }
  const found: (ResourceWork | null)[] = [];
  for (let who = 0; who + 1 < offsets.length; who++) {
    const [from, to] = [offsets[who] ?? 0, offsets[who + 1] ?? 0];
    if (from === to) {
      found.push(null);
      continue;
    }
    const ascending = await sortInTurns(starts.subarray(from, to), { signal: run.signal });
    found.push(sweep(ascending, await sortInTurns(ends.subarray(from, to), { signal: run.signal })));
    run.onProgress?.(0.5 + (0.5 * to) / starts.length);
  }
  return found;
}

/** Goes along ascending starts and completions; which belong together doesn't matter to any of the figures. */
function sweep(starts: Float64Array, ends: Float64Array): ResourceWork {
  let serviceMs = 0;
  let busyMs = 0;
  let open = 0;
  let mostConcurrent = 0;
  let busySinceMs = 0;
  let started = 0;
  for (let ended = 0; ended < ends.length; ended++) {
    const endMs = ends[ended] ?? 0;
    while (started < starts.length && (starts[started] ?? 0) < endMs) {
      if (open === 0) busySinceMs = starts[started] ?? 0;
      open++;
      started++;
      mostConcurrent = Math.max(mostConcurrent, open);
    }
    open--;
    if (open === 0) busyMs += endMs - busySinceMs;
    serviceMs += endMs - (starts[ended] ?? 0);
  }
  const spanMs = (ends.at(-1) ?? 0) - (starts[0] ?? 0);
  return {
    serviceSec: serviceMs / 1000,
    busySec: busyMs / 1000,
    meanConcurrent: serviceMs / busyMs,
    mostConcurrent,
    utilisation: busyMs / spanMs,
  };
}
