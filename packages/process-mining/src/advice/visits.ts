import { startOfEvent, type EventLog, type RunOptions } from "@longhaul/event-log";
import { caseChunks } from "@longhaul/event-log/columns";

/** The times at which cases came to an activity and were taken up there, by the time at which they came. */
export interface Visits {
  readonly activity: number;
  readonly count: number;
  /** When the work before was done: the latest completion of the case. */
  readonly arrivedMs: Float64Array;
  /** When the activity began; when it was completed, in a log without start times. */
  readonly begunMs: Float64Array;
  readonly owner: Int32Array;
  /** −1 = not named. */
  readonly resource: Int32Array;
}

/** Activities with fewer visits say nothing about how work is taken up. */
const FEWEST_VISITS = 100;
/** Activities that are looked at, those with the longest waits in total first. */
const MOST_ACTIVITIES = 30;

/** The visits of the activities that cases wait for most; `waitsMs` is that of `measureWaits`. */
export async function collectVisits(log: EventLog, waitsMs: Float64Array, run: RunOptions = {}): Promise<Visits[]> {
  const activities = log.activities.length;
  const counts = new Uint32Array(activities);
  const totals = new Float64Array(activities);
  for (let row = 0; row < log.eventCount; row++) {
    const waitMs = waitsMs[row] ?? Number.NaN;
    if (Number.isNaN(waitMs)) continue;
    const activity = log.activity[row] ?? 0;
    counts[activity] = (counts[activity] ?? 0) + 1;
    totals[activity] = (totals[activity] ?? 0) + waitMs;
  }
  const chosen = Array.from(counts.keys())
    .filter((activity) => (counts[activity] ?? 0) >= FEWEST_VISITS && (totals[activity] ?? 0) > 0)
    .toSorted((a, b) => (totals[b] ?? 0) - (totals[a] ?? 0) || a - b)
    .slice(0, MOST_ACTIVITIES);
  const rowsOf = new Map(chosen.map((activity) => [activity, new Uint32Array(counts[activity] ?? 0)]));
  const filled = new Uint32Array(activities);
  for await (const { firstCase, endCase } of caseChunks(log, run)) {
    const end = log.caseOffsets[endCase] ?? 0;
    for (let row = log.caseOffsets[firstCase] ?? 0; row < end; row++) {
      const activity = log.activity[row] ?? 0;
      const rows = rowsOf.get(activity);
      if (rows === undefined || Number.isNaN(waitsMs[row] ?? Number.NaN)) continue;
      rows[filled[activity] ?? 0] = row;
      filled[activity] = (filled[activity] ?? 0) + 1;
    }
  }
  const ownerOf = ownersOf(log);
  return [...rowsOf].map(([activity, rows]) => {
    const arrived = new Float64Array(rows.length).map((_, at) => {
      const row = rows[at] ?? 0;
      return startOfEvent(log, row) - (waitsMs[row] ?? 0);
    });
    // Rows ascend, and the sort is stable.
    const order = new Uint32Array(rows.length).map((_, at) => at);
    order.sort((a, b) => (arrived[a] ?? 0) - (arrived[b] ?? 0));
    const rowsInTime = order.map((at) => rows[at] ?? 0);
    return {
      activity,
      count: rows.length,
      arrivedMs: arrived.sort(),
      begunMs: Float64Array.from(rowsInTime, (row) => startOfEvent(log, row)),
      owner: Int32Array.from(rowsInTime, (row) => ownerOf[row] ?? 0),
      resource: Int32Array.from(rowsInTime, (row) => log.resource?.[row] ?? -1),
    };
  });
}

function ownersOf(log: EventLog): Int32Array {
  const owners = new Int32Array(log.eventCount);
  for (let owner = 0; owner < log.caseCount; owner++)
    owners.fill(owner, log.caseOffsets[owner] ?? 0, log.caseOffsets[owner + 1] ?? 0);
  return owners;
}

/** One half of the visits, by the time at which cases came. */
export function halfOf(visits: Visits, which: "earlier" | "later"): Visits {
  const middle = Math.floor(visits.count / 2);
  const [from, to] = which === "earlier" ? [0, middle] : [middle, visits.count];
  return {
    activity: visits.activity,
    count: to - from,
    arrivedMs: visits.arrivedMs.subarray(from, to),
    begunMs: visits.begunMs.subarray(from, to),
    owner: visits.owner.subarray(from, to),
    resource: visits.resource.subarray(from, to),
  };
}
