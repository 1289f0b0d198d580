import type { EventLog, RunOptions } from "@longhaul/event-log";
import { caseChunks } from "@longhaul/event-log/columns";
import { discoverVariants } from "../graph/variants.ts";

/** A pair is open if the file has it in the rarer of its orders at least this often. */
const LEAST_OF_RARER_ORDER = 0.05;

/** Steps at the time of the step before, to another activity. */
export interface Ties {
  /** All of them, in whichever order the events stand. The dimension `orderKnown` of a dataset's quality counts so. */
  readonly simultaneousSteps: number;
  /** Of these, between activities that the file has now in this order, now in that. */
  readonly openSteps: number;
  /** The pair of which most of these are, by name, and how many; empty names where there are none. */
  readonly one: string;
  readonly other: string;
  readonly openBetween: number;
}

/** Counts steps at one time; `add` takes the rows of a case that end at one time. */
export function tieCounter(log: EventLog): { add(from: number, end: number): void; counts(): Ties } {
  const width = log.activities.length;
  /** By two activities, one right after the other in the file, as `from * width + to`. */
  const steps = new Map<number, number>();
  let simultaneousSteps = 0;
  return {
    add(from, end) {
      if (end - from < 2) return;
      const activitiesOf = new Map<number | undefined, Set<number>>();
      for (let row = from; row < end; row++) {
        const start = log.startMs?.[row];
        const activities = activitiesOf.get(start) ?? new Set();
        activitiesOf.set(start, activities.add(log.activity[row] ?? 0));
      }
      for (const activities of activitiesOf.values()) {
        simultaneousSteps += activities.size - 1;
        let before = -1;
        for (const activity of activities) {
          const key = before * width + activity;
          if (before >= 0) steps.set(key, (steps.get(key) ?? 0) + 1);
          before = activity;
        }
      }
    },
    counts() {
      const open = [...steps].flatMap(([key, times]) => {
        const [from, to] = [Math.floor(key / width), key % width];
        const back = steps.get(to * width + from) ?? 0;
        const isTold = from > to && back > 0;
        const isOpen = Math.min(times, back) >= LEAST_OF_RARER_ORDER * (times + back);
        return isOpen && !isTold ? [{ from, to, times: times + back }] : [];
      });
      const [most] = open.toSorted((a, b) => b.times - a.times);
      const [one = "", other = ""] = [most?.from, most?.to].map((at) => log.activities[at ?? -1] ?? "").toSorted();
      const openSteps = open.reduce((sum, { times }) => sum + times, 0);
      return { simultaneousSteps, openSteps, one, other, openBetween: most?.times ?? 0 };
    },
  };
}

/** The paths that cases take as the file has them, and if it had the steps of one time in the same order everywhere. */
export async function countPathsInOneOrder(
  log: EventLog,
  run: RunOptions,
): Promise<{ readonly paths: number; readonly pathsInOneOrder: number }> {
  const { caseOffsets, endMs, startMs } = log;
  const activity = log.activity.slice();
  const isTogether = (a: number, b: number): boolean =>
    endMs[a] === endMs[b] && (startMs === null || Object.is(startMs[a], startMs[b]));
  for await (const { firstCase, endCase } of caseChunks(log, run)) {
    for (let owner = firstCase; owner < endCase; owner++) {
      const end = caseOffsets[owner + 1] ?? 0;
      let from = caseOffsets[owner] ?? 0;
      for (let row = from + 1; row <= end; row++) {
        if (row < end && isTogether(from, row)) continue;
        activity.subarray(from, row).sort();
        from = row;
      }
    }
  }
  const { variantCount: paths } = await discoverVariants(log, run);
  const { variantCount: pathsInOneOrder } = await discoverVariants({ ...log, activity }, run);
  return { paths, pathsInOneOrder };
}
