import type { Pacer } from "@longhaul/domain";
import type { EventLog } from "@longhaul/event-log";
import { binColumns } from "../src/prediction/bin-columns.ts";
import type { Feature } from "../src/prediction/feature.ts";
import type { PrefixTable } from "../src/prediction/prefix-table.ts";
import type { TrainingSet } from "../src/prediction/training-set.ts";

const HOUR_MS = 3_600_000;
const DAY_MS = 24 * HOUR_MS;

/**
 * The set with what the models of `random prefixes` see of a case's first event and ours don't: its clock time to the minute
 * and its weekday. They hardly tell how long a case takes, but nearly all cases differ in them, so that a prefix tells of
 * which case it is, and with the time since the case began, what the learnt prefixes of that case say remains.
 */
export async function tellBegin(set: TrainingSet, log: EventLog, pacer: Pacer): Promise<TrainingSet> {
  const { train } = set;
  const beginOf = (row: number): number => log.endMs[log.caseOffsets[train.caseOfRow[row] ?? 0] ?? 0] ?? 0;
  const told: readonly (readonly [name: string, valueOf: (ms: number) => number])[] = [
    ["hour of the first event", (ms) => Math.floor(ms / HOUR_MS) % 24],
    ["minute of the first event", (ms) => Math.floor(ms / 60_000) % 60],
    ["clock time of the first event", (ms) => (ms % DAY_MS) / HOUR_MS],
    ["day of the first event", (ms) => (Math.floor(ms / DAY_MS) + 4) % 7],
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
