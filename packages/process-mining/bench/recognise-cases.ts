import type { Pacer } from "@longhaul/domain";
import type { EventLog } from "@longhaul/event-log";
import { medianOf } from "../src/numbers/median-of.ts";
import { binColumns } from "../src/prediction/bin-columns.ts";
import type { Feature } from "../src/prediction/feature.ts";
import type { PrefixTable } from "../src/prediction/prefix-table.ts";
import { allRows, type TrainingSet } from "../src/prediction/training-set.ts";

const HOUR_MS = 3_600_000;
const DAY_MS = 24 * HOUR_MS;
const MINUTE_MS = 60_000;

/**
 * The set with what the models of `random prefixes` see of a case's first event and ours don't: its clock time to the minute
 * and its weekday. They hardly predict how long a case takes, but nearly all cases differ in them, so that a prefix identifies
 * its case, and with the time since the case began, what the learnt prefixes of that case say remains.
 */
export async function tellBegin(set: TrainingSet, log: EventLog, pacer: Pacer): Promise<TrainingSet> {
  const { train } = set;
  const beginOf = (row: number): number => log.endMs[log.caseOffsets[train.caseOfRow[row] ?? 0] ?? 0] ?? 0;
  const told: readonly (readonly [name: string, valueOf: (ms: number) => number])[] = [
    ["hour of the first event", (ms) => Math.floor(ms / HOUR_MS) % 24],
    ["minute of the first event", (ms) => Math.floor(ms / MINUTE_MS) % 60],
    ["clock time of the first event", (ms) => (ms % DAY_MS) / HOUR_MS],
    ["day of the first event", weekdayOf],
  ];
  const features = told.map(([name]): Feature => ({
    name,
    input: name,
    description: name,
    kind: "number",
    group: "sequence",
  }));
  const columns = told.map(([, valueOf]) =>
    Float32Array.from({ length: train.rowCount }, (_, row) => valueOf(beginOf(row))),
  );
  const table: PrefixTable = {
    ...train,
    features: [...train.features, ...features],
    columns: [...train.columns, ...columns],
  };
  const data = await binColumns(table.features, table.columns, table.rowCount, pacer);
  return { ...set, train: table, test: table, data };
}

/** Nothing is learnt: mean error in days of what remained after the nearest learnt prefix, by what is called the same case. */
export interface LookedUpDays {
  /** By its id. */
  readonly sameCase: number;
  /** By the inputs of the models of `random prefixes` alone: the events so far are the same to them. */
  readonly sameInputs: number;
}

/** Looks up the judged prefixes; those of which no learnt prefix is the same answer the median of all. */
export function lookUpDays(set: TrainingSet, log: EventLog): LookedUpDays {
  const { train, trainWeights, testWeights } = set;
  const isLearnt = (row: number): boolean => (trainWeights.end[row] ?? 0) > 0;
  const rows = allRows(train);
  const any = medianOf(Float64Array.from(rows.filter(isLearnt), (row) => train.remainingHours[row] ?? 0));
  const judged = rows.filter((row) => (testWeights.end[row] ?? 0) > 0);
  const errorOf = (nearest: (row: number) => number | undefined): number => {
    const error = (row: number): number => {
      const found = nearest(row);
      const hours = found === undefined ? any : (train.remainingHours[found] ?? 0);
      return Math.abs(hours - (train.remainingHours[row] ?? 0));
    };
    return judged.reduce((sum, row) => sum + error(row), 0) / judged.length / 24;
  };
  return {
    sameCase: errorOf((row) => nearestOfCase(train, isLearnt, row)),
    sameInputs: errorOf(nearestOfInputs(train, log, isLearnt)),
  };
}

function nearestOfCase(table: PrefixTable, isLearnt: (row: number) => boolean, row: number): number | undefined {
  const isOwn = (other: number): boolean => table.caseOfRow[other] === table.caseOfRow[row];
  for (let off = 1; isOwn(row - off) || isOwn(row + off); off++) {
    const found = [row - off, row + off].find((other) => isOwn(other) && isLearnt(other));
    if (found !== undefined) return found;
  }
  return undefined;
}

/**
 * Finds the learnt prefix that is longer or shorter by the fewest events and the same as far as both go: of each event the
 * activity, the resource, the weekday, the clock time to the minute and the time since the case began.
 */
function nearestOfInputs(
  table: PrefixTable,
  log: EventLog,
  isLearnt: (row: number) => boolean,
): (row: number) => number | undefined {
  const seen = inputsSoFar(table, log);
  /** By the inputs of the whole prefix. */
  const learnt = new Map<string, number>();
  /** By the inputs of each shorter one: the nearest that goes on from there. */
  const goesOn = new Map<string, number>();
  let following: number | undefined;
  for (let row = table.rowCount - 1; row >= 0; row--) {
    if (table.caseOfRow[row] !== table.caseOfRow[row + 1]) following = undefined;
    const inputs = seen[row] ?? "";
    if (following !== undefined) goesOn.set(inputs, following);
    if (!isLearnt(row)) continue;
    learnt.set(inputs, row);
    following = row;
  }
  return (row) => {
    const longer = goesOn.get(seen[row] ?? "");
    const same = learnt.get(seen[row] ?? "");
    if (same !== undefined) return same;
    const most = longer === undefined ? Number.POSITIVE_INFINITY : eventsOf(table, longer) - eventsOf(table, row);
    for (let off = 1; off <= most && table.caseOfRow[row - off] === table.caseOfRow[row]; off++) {
      const shorter = learnt.get(seen[row - off] ?? "");
      if (shorter !== undefined) return shorter;
    }
    return longer;
  };
}

/** Events so far, of a row of a table that has a row for each event of a case. */
function eventsOf({ caseOfRow }: PrefixTable, row: number): number {
  let first = row;
  while (caseOfRow[first - 1] === caseOfRow[row]) first--;
  return row - first + 1;
}

/** Digests of what the models of `random prefixes` see of each prefix. */
function inputsSoFar({ rowCount, caseOfRow }: PrefixTable, log: EventLog): string[] {
  const digests: string[] = [];
  let [low, high] = [0, 0];
  let event = 0;
  let beginMs = 0;
  const mix = (value: number): void => {
    low = (Math.imul(low, 31) + value + 1) >>> 0;
    high = (Math.imul(high, 16_777_619) ^ (value + 1)) >>> 0;
  };
  for (let row = 0; row < rowCount; row++) {
    if (caseOfRow[row] !== caseOfRow[row - 1]) {
      [low, high] = [17, 31];
      event = log.caseOffsets[caseOfRow[row] ?? 0] ?? 0;
      beginMs = log.endMs[event] ?? 0;
    }
    const ms = log.endMs[event] ?? 0;
    const seconds = Math.round((ms - beginMs) / 1000);
    const values = [log.activity[event] ?? 0, log.resource?.[event] ?? 0, weekdayOf(ms)];
    for (const value of [...values, Math.floor(ms / MINUTE_MS) % (24 * 60), seconds]) mix(value);
    digests.push(`${low}-${high}`);
    event++;
  }
  return digests;
}

const weekdayOf = (ms: number): number => (Math.floor(ms / DAY_MS) + 4) % 7;
