import { waitFor } from "../wait-for.ts";
import type { Aftermath, Cell, CellContext } from "./cell.ts";
import { nothingYet, runClients, type Acknowledged } from "./clients.ts";
import { faultsOnceDone } from "./faults-once-done.ts";
import { judgeLedger, type Fault } from "./judge-ledger.ts";
import { percentileOf } from "./percentile-of.ts";
import { sampleLedger, type Sample } from "./sample-ledger.ts";

/** Outcome of a cell on one backend. */
export interface CellReport {
  readonly cell: string;
  readonly kind: Cell["kind"];
  readonly backend: string;
  readonly fault: string;
  readonly promise: string;
  readonly seed: number;
  readonly rounds: number;
  readonly seconds: number;
  /** What was acknowledged, and what the webhook received. */
  readonly operations: number;
  readonly batches: number;
  readonly received: number;
  /** Answers by status; 0: none. */
  readonly statuses: Readonly<Record<string, number>>;
  /** From the end of a fault until all processes are ready. */
  readonly readyMs: Percentiles;
  /** The same until a new operation has been done too, behind what waited meanwhile. */
  readonly recoveryMs: Percentiles;
  /** Of kills: from the kill until what was under way ran elsewhere, or had ended. */
  readonly tookOverMs?: Percentiles;
  readonly acceptMs: Percentiles;
  /** Of pressure cells. */
  readonly samples: readonly Sample[];
  /** Promises that were broken. */
  readonly faults: readonly Fault[];
}

export interface Percentiles {
  readonly p50: number;
  readonly p99: number;
}

export interface RunOptions {
  readonly seed: number;
  readonly isFull: boolean;
  readonly backend: string;
}

const CLIENTS = 8;
const PAUSE_MS = 100;
/** How long after a store is there again the last process may say that it isn't ready. */
const READY_WITHIN_MS = 5_000;
const SAMPLE_MS = { quick: 1_000, full: 5_000 };

const percentilesOf = (values: readonly number[]): Percentiles => ({
  p50: percentileOf(values, 0.5),
  p99: percentileOf(values, 0.99),
});

/** How long it takes from the end of a fault until processes are ready, and until all is well again. */
async function recover(
  { product, stores }: CellContext,
  aftermath: Aftermath,
): Promise<{ readonly readyMs: number; readonly recoveryMs: number }> {
  const sinceMs = aftermath.sinceMs ?? performance.now();
  await waitFor(async () => (await product.unready()).length === 0, { what: "every process to be ready" });
  const readyMs = performance.now() - sinceMs;
  const id = await product.startOne();
  const isDone = async (): Promise<boolean> =>
    (await stores.query("SELECT FROM operations WHERE id = $1 AND ended_at IS NOT NULL", [id])).length === 1;
  await waitFor(isDone, { what: "a new operation to be done" });
  return { readyMs, recoveryMs: performance.now() - sinceMs };
}

/** Waits for the end of all that was acknowledged, and judges it. */
async function judge(context: CellContext, cell: Cell, acknowledged: Acknowledged): Promise<Fault[]> {
  const { stores, product, ends } = context;
  const ids = [...acknowledged.operations.keys()];
  const open = async (): Promise<number> =>
    (await stores.query("SELECT FROM operations WHERE id = ANY ($1) AND ended_at IS NULL", [ids])).length;
  const stuck = await waitFor(async () => (await open()) === 0, { what: "the end of all operations" }).then(
    () => [],
    (err: unknown) => [{ promise: "what was accepted ends", detail: String(err) }],
  );
  const others = await faultsOnceDone(stores, product).catch((err: unknown) => [err]);
  const missing = await waitFor(() => ends.missing(ids).length === 0, { what: "every end to be delivered" }).then(
    () => [],
    () => ends.missing(ids).map((id) => ({ promise: "each end is delivered", detail: id })),
  );
  const checked = (await cell.check?.(context, ids)) ?? [];
  return [
    ...stuck,
    ...others.map((other) => ({
      promise: "no process ends, and no answer but success and 503",
      detail: String(other),
    })),
    ...missing,
    ...ends.judge(ids),
    ...(await judgeLedger(stores, acknowledged)),
    ...checked.map((detail) => ({ promise: cell.promise, detail })),
  ];
}

/** Repeats a fault while clients go on, and checks what they were promised. */
export async function runCell(context: CellContext, cell: Cell, options: RunOptions): Promise<CellReport> {
  const { product, stores, ends, random } = context;
  const size = options.isFull ? "full" : "quick";
  const rounds = options.isFull ? cell.rounds : 1;
  const acknowledged = nothingYet();
  const end = new AbortController();
  const pauseMs = cell.pauseMs ?? ((): number => PAUSE_MS);
  const begunAt = performance.now();
  const receivedBefore = ends.received();
  const [ready, recoveries]: [number[], number[]] = [[], []];
  const takeOvers: number[] = [];
  const disturb = async (): Promise<void> => {
    try {
      for (let round = 0; round < rounds; round++) {
        const before = acknowledged.operations.size;
        await waitFor(() => acknowledged.operations.size > before + CLIENTS, { what: "load" });
        const aftermath = (await cell.run(context, options.isFull)) ?? {};
        const { readyMs, recoveryMs } = await recover(context, aftermath);
        ready.push(readyMs);
        recoveries.push(recoveryMs);
        if (aftermath.tookOverMs !== undefined) takeOvers.push(aftermath.tookOverMs);
      }
    } finally {
      end.abort();
    }
  };
  const [samples] = await Promise.all([
    cell.kind === "pressure" ? sampleLedger(stores, acknowledged, { end: end.signal, everyMs: SAMPLE_MS[size] }) : [],
    runClients(product, { random, clients: CLIENTS, pauseMs }, acknowledged, end.signal),
    product.load(end.signal),
    disturb(),
  ]);
  // Once in a quick run says more of the machine than of the product.
  const slow = options.isFull && cell.isOfStore === true ? ready.filter((ms) => ms > READY_WITHIN_MS) : [];
  const faults = [
    ...(await judge(context, cell, acknowledged)),
    ...slow.map((ms) => ({ promise: "ready 5 s after the store is", detail: `${Math.round(ms)} ms` })),
  ];
  return {
    cell: cell.name,
    kind: cell.kind,
    backend: options.backend,
    fault: cell.fault,
    promise: cell.promise,
    seed: options.seed,
    rounds,
    seconds: Math.round((performance.now() - begunAt) / 1000),
    operations: acknowledged.operations.size,
    batches: acknowledged.batches.size,
    received: ends.received() - receivedBefore,
    statuses: Object.fromEntries(product.statuses),
    readyMs: percentilesOf(ready),
    recoveryMs: percentilesOf(recoveries),
    ...(takeOvers.length === 0 ? {} : { tookOverMs: percentilesOf(takeOvers) }),
    acceptMs: percentilesOf(acknowledged.acceptMs),
    samples,
    faults,
  };
}
