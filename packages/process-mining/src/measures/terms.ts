import { startOfEvent, type EventLog, type RunOptions } from "@longhaul/event-log";
import { caseChunks } from "@longhaul/event-log/columns";
import { Pacer } from "@longhaul/domain";
import { EdgeIndex } from "../graph/edge-index.ts";
import { sortInTurns } from "../numbers/sort-in-turns.ts";
import { countWithin, findSpike, type Spike } from "./spike.ts";

/** A time after which a step comes whatever is done meanwhile: a term of the law, a time-out of a system. */
export interface Term {
  readonly activity: string;
  /** The step before it, from which the term runs; null where it runs from the beginning of the case. */
  readonly after: string | null;
  readonly termSec: number;
  /** How often the step comes then, of how often it comes right after that step, or for the first time in its case. */
  readonly times: number;
  readonly of: number;
  /** Whether most of these cases end with it: it looks like a time-out then. */
  readonly endsCases: boolean;
  /** Cases that it looks to have ended: also those that were ended early or late by whoever carries it out. */
  readonly casesEnded: number;
}

/** A term with the events that come at its end. */
export interface FoundTerm extends Term {
  readonly rows: readonly number[];
  readonly endedCases: readonly number[];
}

const DAY_MS = 86_400_000;
const FEWEST = 30;
/** A calendar makes equal times, too, of what begins on one day of the week, or on few days. */
const MOST_ON_A_WEEKDAY = 0.6;
const FEWEST_DAYS = 10;
/** Each half of the time has at least this part of what its share would be. */
const LEAST_OF_HALF = 0.3;
const MOSTLY = 0.5;
/** Who comes with so many of the ends of a term carries it out: a system, mostly. */
const CARRIES_OUT = 0.8;

/** The times of one step since where it may be due from. */
interface Candidate {
  readonly activity: number;
  readonly after: number | null;
  readonly spike: Spike;
  readonly of: number;
  readonly rows: readonly number[];
}

/**
 * Fixed terms of a process, the most frequent first: steps that come at one time after the step before them, or after the
 * beginning of their case, far more often than about that time (`findSpike`), in both halves of the log, whichever day of
 * the week they run from. What follows from an earlier term of the case is none of its own. Times are elapsed times.
 */
export async function findTerms(log: EventLog, run: RunOptions = {}): Promise<FoundTerm[]> {
  if (log.isTimed === false) return [];
  const { edges, edgeOfRow, beginMs, ownerOf } = await placeRows(log, run);
  const pacer = new Pacer(run);
  const middleMs = (await sortInTurns(beginMs.slice(), { signal: run.signal }))[log.caseCount >> 1] ?? 0;
  const about = { log, ownerOf, beginMs, middleMs, pacer };
  const fromStep = await candidatesOf(about, edgeOfRow, edges.size, (row) => log.endMs[row - 1] ?? 0);
  const fromBeginning = await candidatesOf(
    about,
    firstOfCase(log, ownerOf),
    log.activities.length,
    (row) => beginMs[ownerOf[row] ?? 0] ?? 0,
  );
  const kept: Candidate[] = fromStep.map(({ group, ...one }) => ({
    ...one,
    activity: edges.to[group] ?? 0,
    after: edges.from[group] ?? 0,
  }));
  const told = new Set(kept.flatMap(({ rows }) => rows.map((row) => ownerOf[row] ?? 0)));
  const bySurety = fromBeginning.toSorted((a, b) => b.spike.count / b.of - a.spike.count / a.of || a.group - b.group);
  for (const { group, ...one } of bySurety) {
    const owners = one.rows.map((row) => ownerOf[row] ?? 0);
    if (owners.filter((owner) => told.has(owner)).length >= MOSTLY * owners.length) continue;
    for (const owner of owners) told.add(owner);
    kept.push({ ...one, activity: group, after: null });
  }
  return kept
    .toSorted((a, b) => b.rows.length - a.rows.length || a.activity - b.activity)
    .map(({ activity, after, spike, of, rows }) => {
      const endsCases = rows.filter((row) => isLast(log, row, ownerOf[row] ?? 0)).length >= MOSTLY * rows.length;
      const endedCases = endsCases ? ownersEnded(log, ownerOf, activity, rows) : [];
      return {
        activity: log.activities[activity] ?? "",
        after: after === null ? null : (log.activities[after] ?? ""),
        termSec: spike.medianSec,
        times: rows.length,
        of,
        endsCases,
        casesEnded: endedCases.length,
        rows,
        endedCases,
      };
    });
}

/** Cases that terms look to have ended. */
export const timedOutCases = (terms: readonly FoundTerm[]): ReadonlySet<number> =>
  new Set(terms.flatMap(({ endedCases }) => endedCases));

/** Of the events at the end of a term, and of all of the activity by whoever carries it out, if that is mostly what they do there. */
function ownersEnded(log: EventLog, ownerOf: Int32Array, activity: number, rows: readonly number[]): number[] {
  const byResource = Map.groupBy(rows, (row) => log.resource?.[row] ?? -1);
  const [who, theirs] = [...byResource].reduce((most, one) => (one[1].length > most[1].length ? one : most));
  const owners = new Set(rows.map((row) => ownerOf[row] ?? 0));
  if (who < 0 || theirs.length < CARRIES_OUT * rows.length) return [...owners];
  const all = Array.from(log.activity.keys()).filter(
    (row) => log.activity[row] === activity && log.resource?.[row] === who,
  );
  if (theirs.length >= MOSTLY * all.length) for (const row of all) owners.add(ownerOf[row] ?? 0);
  return [...owners];
}

interface Rows {
  readonly edges: EdgeIndex;
  /** −1 for the first of a case. */
  readonly edgeOfRow: Int32Array;
  readonly ownerOf: Int32Array;
  /** Of each case. */
  readonly beginMs: Float64Array;
}

async function placeRows(log: EventLog, run: RunOptions): Promise<Rows> {
  const edges = new EdgeIndex(log.activities.length);
  const edgeOfRow = new Int32Array(log.eventCount).fill(-1);
  const ownerOf = new Int32Array(log.eventCount);
  const beginMs = new Float64Array(log.caseCount);
  for await (const { firstCase, endCase } of caseChunks(log, run)) {
    for (let owner = firstCase; owner < endCase; owner++) {
      const first = log.caseOffsets[owner] ?? 0;
      const end = log.caseOffsets[owner + 1] ?? 0;
      beginMs[owner] = startOfEvent(log, first);
      ownerOf.fill(owner, first, end);
      for (let row = first + 1; row < end; row++)
        edgeOfRow[row] = edges.add(log.activity[row - 1] ?? 0, log.activity[row] ?? 0);
    }
  }
  return { edges, edgeOfRow, ownerOf, beginMs };
}

/** By row the activity where it comes for the first time in its case, but not first of all; −1 for others. */
function firstOfCase(log: EventLog, ownerOf: Int32Array): Int32Array {
  const lastCase = new Int32Array(log.activities.length).fill(-1);
  return Int32Array.from(ownerOf, (owner, row) => {
    const activity = log.activity[row] ?? 0;
    if (lastCase[activity] === owner) return -1;
    lastCase[activity] = owner;
    return row === log.caseOffsets[owner] ? -1 : activity;
  });
}

interface About {
  readonly log: EventLog;
  readonly ownerOf: Int32Array;
  readonly beginMs: Float64Array;
  readonly middleMs: number;
  readonly pacer: Pacer;
}

async function candidatesOf(
  { log, ownerOf, beginMs, middleMs, pacer }: About,
  groupOfRow: Int32Array,
  groups: number,
  runsFromMs: (row: number) => number,
): Promise<(Omit<Candidate, "activity" | "after"> & { readonly group: number })[]> {
  const rowsOf = Array.from({ length: groups }, (): number[] => []);
  for (const [row, group] of groupOfRow.entries()) if (group >= 0) rowsOf[group]?.push(row);
  const found: (Omit<Candidate, "activity" | "after"> & { readonly group: number })[] = [];
  for (const [group, rows] of rowsOf.entries()) {
    if (rows.length < FEWEST) continue;
    await pacer.pause();
    const secondsOf = (row: number): number => (startOfEvent(log, row) - runsFromMs(row)) / 1000;
    const spike = findSpike(await sortInTurns(Float64Array.from(rows, secondsOf), {}), rows.length);
    if (spike === null) continue;
    const inSpike = rows.filter((row) => secondsOf(row) >= spike.fromSec && secondsOf(row) <= spike.toSec);
    const isEarly = (row: number): boolean => (beginMs[ownerOf[row] ?? 0] ?? 0) < middleMs;
    const [early, late] = [rows.filter(isEarly), rows.filter((row) => !isEarly(row))];
    const isInBoth = [early, late].every((half) => {
      const count = countWithin(Float64Array.from(half, secondsOf).sort(), spike.fromSec, spike.toSec);
      return count >= LEAST_OF_HALF * spike.count * (half.length / rows.length);
    });
    if (isInBoth && !isOfCalendar(inSpike.map(runsFromMs)))
      found.push({ group, spike, of: rows.length, rows: inSpike });
  }
  return found;
}

function isOfCalendar(fromMs: readonly number[]): boolean {
  const days = new Set(fromMs.map((ms) => Math.floor(ms / DAY_MS)));
  const byWeekday = new Uint32Array(7);
  for (const ms of fromMs) {
    const weekday = new Date(ms).getUTCDay();
    byWeekday[weekday] = (byWeekday[weekday] ?? 0) + 1;
  }
  return days.size < FEWEST_DAYS || Math.max(...byWeekday) > MOST_ON_A_WEEKDAY * fromMs.length;
}

/** Whether the case is over within a day of the event. */
function isLast(log: EventLog, row: number, owner: number): boolean {
  const last = (log.caseOffsets[owner + 1] ?? 0) - 1;
  return (log.endMs[last] ?? 0) - (log.endMs[row] ?? 0) < DAY_MS;
}
