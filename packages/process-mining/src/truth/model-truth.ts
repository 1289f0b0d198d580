import { readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { sqlText, type EventLog } from "@longhaul/event-log";
import { readTableFromSql } from "@longhaul/event-log/read-table-from-sql";
import { discoverVariants } from "../graph/variants.ts";
import { variantTraces, type TraceLog } from "../graph/trace-log.ts";
import { readFixtureXes } from "./read-fixture-xes.ts";
import { fixturesUrl } from "./read-truth.ts";

/** Figures of a model by token-based replay. */
export interface ReplayTruth {
  readonly fitness_tbr: {
    readonly perc_fit_traces: number;
    readonly average_trace_fitness: number;
    readonly log_fitness: number;
  };
  readonly precision_etconformance_tbr: number;
}

export interface TreeTruth extends ReplayTruth {
  readonly tree: string;
  readonly places: number;
  readonly transitions: number;
  readonly arcs: number;
  readonly invisible: number;
}

/** The models of a `*.truth.json`: what PM4Py 2.7.14 discovers from the log. */
export interface ModelTruth {
  readonly alpha: ReplayTruth & {
    readonly places: number;
    readonly transitions: number;
    readonly arcs: number;
    readonly place_sets: readonly (readonly [from: readonly string[], to: readonly string[]])[];
  };
  readonly heuristics: ReplayTruth & {
    readonly edges: readonly (readonly [from: string, to: string, dependency: number, count: number])[];
    readonly petri_net: { readonly places: number; readonly transitions: number; readonly arcs: number };
  };
  readonly inductive: TreeTruth;
  readonly "inductive_infrequent_0.2": TreeTruth;
}

/** Fixtures with a truth. */
export const MODEL_LOGS = [
  "running-example",
  "running-example-csv",
  "roadtraffic100traces",
  "Production",
  "receipt",
  "receipt-csv",
  "repairExample",
  "teleclaims",
] as const;
export type ModelLogName = (typeof MODEL_LOGS)[number];

const FILES: Readonly<Record<ModelLogName, string>> = {
  "running-example": "running-example.xes",
  "running-example-csv": "running-example.csv",
  roadtraffic100traces: "roadtraffic100traces.xes",
  Production: "Production.csv",
  receipt: "receipt.xes.gz",
  "receipt-csv": "receipt.csv",
  repairExample: "repairExample.xes.gz",
  teleclaims: "teleclaims.xes.gz",
};

export function readModelTruth(name: ModelLogName): ModelTruth {
  const truth = JSON.parse(readFileSync(new URL(`${name}.truth.json`, fixturesUrl), "utf8")) as { models: ModelTruth };
  return truth.models;
}

export async function readModelLog(name: ModelLogName): Promise<EventLog> {
  const file = FILES[name];
  if (!file.endsWith(".csv")) return readFixtureXes(file);
  const start = file === "Production.csv" ? `("start_timestamp"::TIMESTAMPTZ)::TIMESTAMP AS start_timestamp,` : "";
  return readTableFromSql(`
    SELECT "case:concept:name" AS case_id, "concept:name" AS activity, ${start}
      ("time:timestamp"::TIMESTAMPTZ)::TIMESTAMP AS timestamp, "org:resource" AS resource
    FROM read_csv(${sqlText(fileURLToPath(new URL(file, fixturesUrl)))}, all_varchar = true)`);
}

/**
 * Where a log has start times, PM4Py orders its events by start for the directly-follows graph, but by completion when it
 * counts short loops, mines a tree or replays. Here one order serves all; these traces are in PM4Py's second order.
 */
export async function tracesInPm4pyOrder(log: EventLog): Promise<TraceLog> {
  const order = Array.from({ length: log.eventCount }, (_, row) => row);
  const caseOf = new Uint32Array(log.eventCount);
  for (let owner = 0; owner < log.caseCount; owner++) {
    caseOf.fill(owner, log.caseOffsets[owner], log.caseOffsets[owner + 1]);
  }
  order.sort((a, b) => (caseOf[a] ?? 0) - (caseOf[b] ?? 0) || (log.endMs[a] ?? 0) - (log.endMs[b] ?? 0) || a - b);
  const byCompletion = { ...log, activity: Uint16Array.from(order, (row) => log.activity[row] ?? 0) };
  return variantTraces(byCompletion, await discoverVariants(byCompletion));
}
