import { Client } from "pg";
import { afterAll, beforeAll, expect, it } from "vitest";
import { describeEachBackend } from "../describe-each-backend.ts";
import { startHttpReceiver, type HttpReceiver } from "../start-http-receiver.ts";
import { scaled } from "../test-time.ts";
import { waitFor } from "../wait-for.ts";
import { lasting, startProduct, type Product } from "./product.ts";
import { useStores } from "./use-stores.ts";

/** `LONGHAUL_CHAOS=full` runs the whole of it, and prints its figures; every test run a small one. */
const isFull = process.env["LONGHAUL_CHAOS"] === "full";

const SIZE = isFull
  ? { failovers: 20, freezes: 5, freezeMs: 30_000, exhaustions: 3, exhaustedMs: 12_000, apartMs: 2_000 }
  : { failovers: 3, freezes: 1, freezeMs: 4_000, exhaustions: 1, exhaustedMs: 4_000, apartMs: 200 };

/** How soon the product is ready after its stores are. */
const READY_WITHIN_MS = 5_000;

describeEachBackend("the whole product, while its stores fail again and again under load", (backend) => {
  const stores = useStores(backend);
  let product: Product;
  let receiver: HttpReceiver;
  const readyAfterMs: number[] = [];

  beforeAll(async () => {
    await stores.start();
    receiver = await startHttpReceiver();
    product = await startProduct(stores.urls);
  });
  afterAll(async () => {
    await product.stop();
    await receiver.close();
  });

  const recovered = async (): Promise<void> => {
    await waitFor(stores.answers, { what: "the database to answer" });
    const backAt = performance.now();
    await waitFor(async () => (await product.ready()).every(Boolean), { what: "readiness after the fault" });
    readyAfterMs.push(Math.round(performance.now() - backAt));
    await product.startOne();
    await lasting(SIZE.apartMs);
  };

  /** Takes every connection that the server has left, and gives them back. */
  const exhaust = async (): Promise<void> => {
    const taken: Client[] = [];
    const endAt = performance.now() + SIZE.exhaustedMs;
    while (performance.now() < endAt) {
      const client = new Client({ connectionString: stores.postgres.url });
      client.on("error", () => undefined);
      await client.connect().then(
        () => taken.push(client),
        () => lasting(100),
      );
      // Those that the product holds are cut, so that it has to ask for new ones and gets none.
      if (taken.length % 20 === 1) {
        await taken[0]?.query(
          "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE application_name <> '' AND pid <> pg_backend_pid()",
        );
      }
    }
    expect(taken.length).toBeGreaterThan(20);
    await Promise.all(taken.map((client) => client.end()));
  };

  it("ends no process, loses no accepted operation and no event, and answers with nothing but success and 503", async () => {
    const webhook = {
      webhookUrl: receiver.url,
      events: ["operation.completed"],
      authentication: { type: "hmac-sha256", secret: "12345678" },
    };
    const registered = await product.call("/async/webhooks", { method: "POST", body: JSON.stringify(webhook) });
    expect(registered.status).toBe(201);
    await product.startOne();
    const end = new AbortController();
    const loading = product.load(end.signal);

    for (let n = 0; n < SIZE.failovers; n++) {
      await stores.query("SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE pid <> pg_backend_pid()");
      await recovered();
    }
    for (let n = 0; n < SIZE.freezes; n++) {
      stores.proxy.stall();
      stores.redis?.freeze();
      await lasting(SIZE.freezeMs);
      await stores.proxy.restore();
      stores.redis?.thaw();
      await recovered();
    }
    for (let n = 0; n < SIZE.exhaustions; n++) {
      await exhaust();
      await recovered();
    }
    end.abort();
    await loading;

    const ids = [...product.accepted].map((id) => `'${id}'`).join(", ");
    const open = async (): Promise<number> => {
      const [row] = await stores.query<{ n: string }>(
        `SELECT count(*) AS n FROM unnest(ARRAY[${ids}]) AS a (id) LEFT JOIN operations o USING (id) WHERE o.status IS DISTINCT FROM 'Completed'`,
      );
      return Number(row?.n ?? -1);
    };
    await waitFor(async () => (await open()) === 0, { what: "every accepted operation to be completed" });
    const told = (): Set<string> =>
      new Set(
        receiver.requests.map(
          ({ body }) => (JSON.parse(body.toString()) as { data: { operationId: string } }).data.operationId,
        ),
      );
    await waitFor(() => [...product.accepted].every((id) => told().has(id)), {
      what: "every completion to be delivered",
    });
    if (isFull) {
      const statuses = Object.fromEntries(product.statuses);
      console.log({ backend: backend.name, statuses, accepted: product.accepted.size, readyAfterMs });
    }
    expect(product.wrongStatuses()).toEqual([]);
    expect(product.exits).toEqual([]);
    expect(Math.max(...readyAfterMs)).toBeLessThan(scaled(READY_WITHIN_MS));
  });
});
