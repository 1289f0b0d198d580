import { randomUUID } from "node:crypto";
import type { Random } from "../fuzz/random.ts";
import { lasting, type Product } from "./product.ts";

/** What an operation that was accepted may come to. */
export type Expected = "Completed" | "Failed" | "any";

/** What the API has acknowledged to clients. */
export interface Acknowledged {
  /** How each operation must end. */
  readonly operations: Map<string, Expected>;
  readonly batches: Set<string>;
  /** How long acceptances took, of requests that were answered at the first try. */
  readonly acceptMs: number[];
}

export const nothingYet = (): Acknowledged => ({ operations: new Map(), batches: new Set(), acceptMs: [] });

interface ClientOptions {
  readonly random: Random;
  readonly clients: number;
  /** Between two requests of a client, by the time since they began. */
  readonly pauseMs: (sinceMs: number) => number;
}

const RETRY_MS = 100;
const BATCH = 12;
const SHARES = { batch: 0.04, cancel: 0.05, read: 0.05, list: 0.01, refused: 0.04 };

/** A batch whose operations depend on earlier ones at random; some have one that fails. */
function makeBatch(random: Random): { readonly operations: readonly object[]; readonly mayFail: boolean } {
  const mayFail = random.happens(0.3);
  const failing = random.below(BATCH);
  const operations = Array.from({ length: BATCH }, (_, idx) => ({
    operationKey: `k${idx}`,
    operationName: `k${idx}`,
    operationType: "TrialInline",
    parameters: mayFail && idx === failing ? { behaviour: "refuse", at: random.below(3) } : {},
    dependencies: Array.from({ length: idx }, (_ignored, other) => `k${other}`).filter(() => random.happens(0.2)),
  }));
  return { operations, mayFail };
}

/**
 * Clients that start operations and batches, each under an idempotency key and again until it is accepted, cancel, read
 * and list, until `end` aborts. What was not answered by then is not acknowledged.
 * @param acknowledged gets every acknowledgement
 */
export async function runClients(
  product: Product,
  { random, clients, pauseMs }: ClientOptions,
  acknowledged: Acknowledged,
  end: AbortSignal,
): Promise<void> {
  const begunAt = performance.now();
  let latest = "";

  const untilAccepted = async (path: string, body: object): Promise<Record<string, unknown> | null> => {
    const init = { method: "POST", headers: { "idempotency-key": randomUUID() }, body: JSON.stringify(body) };
    for (let tries = 1; ; tries++) {
      const sentAt = performance.now();
      const answer = await product.call(path, init);
      if (answer.status === 202 && tries === 1) acknowledged.acceptMs.push(performance.now() - sentAt);
      if (answer.status === 202) return answer.body;
      if (end.aborted) return null;
      await lasting(RETRY_MS);
    }
  };
  const startOne = async (): Promise<void> => {
    const refused = random.happens(SHARES.refused);
    const parameters = refused ? { behaviour: "refuse", at: random.below(3) } : {};
    // Its key, by which an operation that one request made twice is found.
    const operationName = randomUUID();
    const body = { operationType: "TrialInline", operationName, parameters };
    const answer = await untilAccepted("/async/operation", body);
    if (answer === null) return;
    latest = String(answer["operationId"]);
    acknowledged.operations.set(latest, refused ? "Failed" : "Completed");
  };
  const startBatch = async (): Promise<void> => {
    const { operations, mayFail } = makeBatch(random);
    const answer = await untilAccepted("/async/batch", { batchName: "chaos", operations });
    if (answer === null) return;
    acknowledged.batches.add(String(answer["batchId"]));
    for (const { operationId } of answer["operations"] as { operationId: string }[])
      acknowledged.operations.set(operationId, mayFail ? "any" : "Completed");
  };
  const cancelLatest = async (): Promise<void> => {
    if (latest === "") return;
    acknowledged.operations.set(latest, "any");
    // That it has ended already is a conflict.
    await product.call(`/async/operation/${latest}`, { method: "DELETE" });
  };
  const act = (): Promise<unknown> => {
    if (random.happens(SHARES.batch)) return startBatch();
    if (random.happens(SHARES.cancel)) return cancelLatest();
    if (random.happens(SHARES.read) && latest !== "") return product.call(`/async/operation/${latest}`);
    return random.happens(SHARES.list) ? product.call("/async/operations?pageSize=20") : startOne();
  };
  const loop = async (): Promise<void> => {
    while (!end.aborted) {
      await act();
      await lasting(pauseMs(performance.now() - begunAt));
    }
  };
  await Promise.all(Array.from({ length: clients }, loop));
}
