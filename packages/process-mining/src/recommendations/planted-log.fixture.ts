import { eventLogFromTraces, type TraceEvent } from "../event-log-from-traces.ts";
import type { EventLog } from "../event-log.ts";
import { seededRandom } from "../prediction/seeded-random.ts";
import type { CaseAttribute } from "../read/read-case-attributes.ts";

/** What makes cases slow in a log that is made up; nothing does in `none`. */
export type PlantedCause = "none" | "scarce-resource" | "slow-region" | "friday-batch" | "supplier-rework";

export interface PlantedLog {
  readonly log: EventLog;
  readonly attributes: readonly CaseAttribute[];
}

const HOUR_MS = 3_600_000;
const DAY_MS = 24 * HOUR_MS;
/** A Monday. */
const BEGIN_MS = Date.UTC(2024, 0, 1);
const REGIONS = ["North", "South", "East", "West"];
const SUPPLIERS = ["Acme", "Bolt", "Crest", "Dune", "Elm"];
const CLERKS = ["Ann", "Bob", "Cay", "Dan", "Eve", "Fay"];
const CASES = 900;

/**
 * A purchase process of 900 cases over half a year: request, check, approval, delivery, invoice; waits are drawn from
 * exponential or log-normal distributions, resources and attributes by chance, and one cause is planted. No start times.
 */
export function plantedLog(cause: PlantedCause, seed: number): PlantedLog {
  const random = seededRandom(1000 + seed);
  const exponential = (mean: number): number => -mean * Math.log(1 - random());
  const wait = (mean: number): number =>
    seed % 2 === 0
      ? exponential(mean)
      : mean * Math.exp(0.9 * Math.sqrt(-2 * Math.log(1 - random())) * Math.cos(2 * Math.PI * random()) - 0.405);
  const pick = <T>(from: readonly T[]): T => from[Math.floor(random() * from.length)] as T;
  const regions: string[] = [];
  const suppliers: string[] = [];
  const amounts = new Float64Array(CASES);
  const traces: TraceEvent[][] = [];
  let arrivalMs = BEGIN_MS;
  for (let at = 0; at < CASES; at++) {
    arrivalMs += exponential((182 * DAY_MS) / CASES);
    const supplier = pick(SUPPLIERS);
    regions.push(pick(REGIONS));
    suppliers.push(supplier);
    amounts[at] = Math.round(exponential(5000));
    let nowMs = arrivalMs + wait(6 * HOUR_MS);
    const trace: TraceEvent[] = [
      ["Request", arrivalMs, pick(CLERKS)],
      ["Check", nowMs, pick(CLERKS)],
    ];
    while (random() < (cause === "supplier-rework" && supplier === "Crest" ? 0.6 : 0.08)) {
      nowMs += wait(20 * HOUR_MS);
      trace.push(["Correct", nowMs, pick(CLERKS)]);
      nowMs += wait(10 * HOUR_MS);
      trace.push(["Check", nowMs, pick(CLERKS)]);
    }
    traces.push(trace);
  }
  const checkedMs = (trace: readonly TraceEvent[]): number => trace.at(-1)?.[1] ?? 0;
  let bossFreeMs = 0;
  for (const at of Array.from(traces.keys()).toSorted(
    (a, b) => checkedMs(traces[a] ?? []) - checkedMs(traces[b] ?? []),
  )) {
    const trace = traces[at] ?? [];
    let nowMs = checkedMs(trace);
    if (cause === "scarce-resource") {
      bossFreeMs = Math.max(bossFreeMs, nowMs) + 4.5 * HOUR_MS * (0.7 + 0.6 * random());
      nowMs = bossFreeMs;
    } else if (cause === "friday-batch") {
      const day = Math.floor(nowMs / DAY_MS);
      // Day 0 of the epoch was a Thursday.
      const friday = day + ((1 - (day % 7) + 7) % 7);
      nowMs = Math.max(nowMs, friday * DAY_MS + 9 * HOUR_MS) + 6 * HOUR_MS * random();
    } else nowMs += wait(12 * HOUR_MS);
    trace.push(["Approve", nowMs, cause === "scarce-resource" ? "Boss" : pick(CLERKS)]);
    nowMs += wait(2 * DAY_MS) * (cause === "slow-region" && regions[at] === "East" ? 2.2 : 1);
    trace.push(["Delivery", nowMs, pick(CLERKS)]);
    nowMs += wait(18 * HOUR_MS);
    trace.push([random() < 0.3 ? "Invoice by mail" : "Invoice", nowMs, pick(CLERKS)]);
  }
  return {
    log: eventLogFromTraces(traces),
    attributes: [
      textAttribute("region", REGIONS, regions),
      textAttribute("supplier", SUPPLIERS, suppliers),
      { name: "amount", kind: "number", numbers: amounts },
    ],
  };
}

function textAttribute(name: string, values: readonly string[], ofCases: readonly string[]): CaseAttribute {
  return { name, kind: "text", values, codes: Int32Array.from(ofCases, (value) => values.indexOf(value)) };
}
