import { afterAll, beforeAll, expect, it } from "vitest";
import { describeEachBackend } from "../describe-each-backend.ts";
import { startHttpReceiver, type HttpReceiver } from "../start-http-receiver.ts";
import { measureTimeFactor, timeFactor } from "../test-time.ts";
import { waitAtMost, waitFor } from "../wait-for.ts";
import { exhaustConnections } from "./exhaust-connections.ts";
import { faultsOnceDone } from "./faults-once-done.ts";
import { lasting, startProduct, type Product } from "./product.ts";
import { useStores } from "./use-stores.ts";

/** `LONGHAUL_CHAOS=full` runs the whole of it, and prints its figures; every test run a small one. */
const isFull = process.env["LONGHAUL_CHAOS"] === "full";

const SIZE = isFull
  ? { failovers: 20, freezes: 5, freezeMs: 30_000, exhaustions: 3, exhaustedMs: 12_000, apartMs: 2_000 }
  : { failovers: 3, freezes: 1, freezeMs: 4_000, exhaustions: 1, exhaustedMs: 3_000, apartMs: 200 };

/** How soon every process is ready after the stores are, on an idle machine. */
const READY_WITHIN_MS = 5_000;
/** As much time as the machine needs for that now: it may have grown busy since the tests began. */
const readyWithinMs = (): number => READY_WITHIN_MS * Math.max(timeFactor(), measureTimeFactor());

describeEachBackend("the whole product, while its stores fail again and again under load", (backend) => {
  const stores = useStores(backend);
  const readyAfterMs = new Map<string, number[]>();
  let receiver: HttpReceiver;
  let product: Product;

  beforeAll(async () => {
    await stores.start();
    receiver = await startHttpReceiver();
    product = await startProduct(stores.urls);
  });
  afterAll(async () => {
    await product.stop();
    await receiver.close();
  });

  /** Of clients, all at once, as a failover does. */
  const cutConnections = (): Promise<unknown> =>
    stores.query(
      "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE backend_type = 'client backend' AND pid <> pg_backend_pid()",
    );
  const restart = async (): Promise<void> => {
    await stores.postgres.kill();
    await stores.postgres.start();
  };
  const freeze = async (store: { freeze(): void; thaw(): void }): Promise<void> => {
    store.freeze();
    await lasting(SIZE.freezeMs);
    store.thaw();
  };
  const exhaust = async (): Promise<void> => {
    const giveBack = await exhaustConnections(stores.postgres.url);
    await lasting(SIZE.exhaustedMs);
    await giveBack();
  };
  const restartQueue = async (): Promise<void> => {
    await stores.redis?.kill();
    await stores.redis?.start();
  };

  /** Does a fault so many times, and sees each time that every process is ready in time, and takes work. */
  const repeat = async (what: string, times: number, fault: (turn: number) => Promise<unknown>): Promise<void> => {
    const took: number[] = [];
    readyAfterMs.set(what, took);
    for (let turn = 0; turn < times; turn++) {
      await fault(turn);
      await waitFor(stores.answers, { what: "the database to answer" });
      const begunAt = performance.now();
      let unready: string[] = [];
      const isReady = async (): Promise<boolean> => {
        const now = await product.unready();
        if (now.length > 0) unready = now;
        return now.length === 0;
      };
      await waitAtMost(readyWithinMs(), isReady, `every process to be ready after ${what} ${turn + 1}`).catch(
        (err: unknown) => {
          throw new Error(`not ready: ${unready.join("; ")}`, { cause: err });
        },
      );
      const ms = Math.round(performance.now() - begunAt);
      took.push(ms);
      if (isFull && ms > READY_WITHIN_MS)
        console.log(`${what} ${turn + 1}: ready after ${ms} ms; last ${unready.join("; ")}`);
      await product.startOne();
      await lasting(SIZE.apartMs);
    }
  };

  it("ends no process, loses no accepted operation, upload or event, and answers with nothing but success and 503", async () => {
    const webhook = {
      webhookUrl: receiver.url,
      events: ["operation.completed"],
      authentication: { type: "hmac-sha256", secret: "12345678" },
    };
    const registered = await product.call("/async/webhooks", { method: "POST", body: JSON.stringify(webhook) });
    expect(registered.status).toBe(201);
    const end = new AbortController();
    const loading = product.load(end.signal);
    try {
      await repeat("failover", SIZE.failovers, (turn) => (turn % 2 === 0 ? cutConnections() : restart()));
      await repeat("freeze", SIZE.freezes, () => freeze(stores.postgres));
      await repeat("exhaustion", SIZE.exhaustions, exhaust);
      const { redis } = stores;
      if (redis !== null) {
        await repeat("loss of the queue", SIZE.failovers, restartQueue);
        await repeat("freeze of the queue", SIZE.freezes, () => freeze(redis));
      }
    } finally {
      end.abort();
      await loading;
    }
    expect(await faultsOnceDone(stores, product)).toEqual([]);
    const told = (): Set<string> =>
      new Set(
        receiver.requests.map(
          ({ body }) => (JSON.parse(body.toString()) as { data: { operationId: string } }).data.operationId,
        ),
      );
    await waitFor(() => [...product.accepted].every((id) => told().has(id)), {
      what: "every completion to be delivered",
    });
    if (isFull)
      console.log(backend.name, {
        statuses: Object.fromEntries(product.statuses),
        slowestMs: product.slowestMs(),
        accepted: product.accepted.size,
        uploaded: product.uploaded.size,
        readyAfterMs: Object.fromEntries(readyAfterMs),
      });
  });
});
