import { PRIORITIES, type Priority } from "@longhaul/domain";
import type { Sql } from "../client.ts";
import { inLine, RUNNING } from "./places.ts";
import type { WorkerReport } from "./record-worker.ts";

/** A worker that was heard of lately. */
export interface LiveWorker extends Omit<WorkerReport, "version"> {
  /** Null for a worker that doesn't report it. */
  readonly version: string | null;
  readonly seenAt: Date;
}

/** An operation that waits for a worker, of whatever tenant: where it stands, and what work it is. */
export interface WaitingPlace {
  readonly priority: Priority;
  /** Where it stands among those of its priority. */
  readonly fairTag: number;
  /** CPU units times seconds, by its estimate. */
  readonly work: number;
}

/** The queue of all tenants, without anything that says whose it is. */
export interface QueueFigures {
  readonly now: Date;
  readonly workers: readonly LiveWorker[];
  /** The first operations of each priority, at most `MOST_PLACES`. */
  readonly waiting: readonly WaitingPlace[];
  /** Priorities of which more wait than are in `waiting`. */
  readonly cut: readonly Priority[];
  /** The work that is left of running operations. */
  readonly runningWork: number;
}

/** Most operations counted per priority; a place behind them is "at least" that. */
const MOST_PLACES = 1000;
const MOST_RUNNING = 1000;
/** A worker reports four times as often. */
const HEARD_OF_SEC = 20;
const MOST_WORKERS = 200;

const WORK = `cpu_units * (estimated_low_sec + estimated_high_sec) / 2`;

const READ = {
  name: "read-queue",
  text: `SELECT now() AS now,
  (SELECT coalesce(json_agg(w), '[]') FROM (SELECT name, cpu_units AS "cpuUnits", memory_gb AS "memoryGb", used_cpu AS "usedCpu",
     used_memory AS "usedMemory", operations, draining, version, seen_at AS "seenAt" FROM workers
     WHERE seen_at > now() - ${HEARD_OF_SEC} * interval '1 second' ORDER BY name LIMIT ${MOST_WORKERS}) w) AS workers,
  (SELECT coalesce(json_agg(json_build_array(w.place, w.fair_tag, w.work)), '[]') FROM unnest($1::text[]) WITH ORDINALITY AS p (priority, place)
     CROSS JOIN LATERAL (SELECT p.place, o.fair_tag, ${WORK} AS work FROM ${inLine("p.priority")}
       ORDER BY r.tag, r.created_at LIMIT ${MOST_PLACES + 1}) w) AS waiting,
  (SELECT coalesce(sum(left_work), 0) FROM (SELECT ${WORK} * (1 - progress / 100.0) AS left_work FROM ${RUNNING} LIMIT ${MOST_RUNNING}) r) AS "runningWork"`,
};

/** Reads the queue; what that costs doesn't grow with it. */
export async function readQueue(sql: Sql): Promise<QueueFigures> {
  const { rows } = await sql.query<{
    now: Date;
    workers: (Omit<LiveWorker, "seenAt"> & { seenAt: string })[];
    waiting: [place: number, fairTag: number, work: number][];
    runningWork: number | string;
  }>(READ, [PRIORITIES]);
  const [row] = rows;
  if (row === undefined) throw new Error("the queue was not read");
  const all = row.waiting.map(([place, fairTag, work]): WaitingPlace => ({
    priority: PRIORITIES[place - 1] ?? "Normal",
    fairTag,
    work,
  }));
  return {
    now: row.now,
    workers: row.workers.map((worker) => ({ ...worker, seenAt: new Date(worker.seenAt) })),
    waiting: all,
    cut: PRIORITIES.filter((priority) => all.filter((one) => one.priority === priority).length > MOST_PLACES),
    runningWork: Number(row.runningWork),
  };
}
