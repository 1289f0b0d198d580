import { Redis } from "ioredis";
import { afterAll, beforeAll, expect, inject, it } from "vitest";
import { describeEachBackend } from "../describe-each-backend.ts";
import { waitFor } from "../wait-for.ts";
import { createStores, type Stores } from "./create-stores.ts";
import { faultsOnceDone } from "./faults-once-done.ts";
import { lasting, startProduct, type Product } from "./product.ts";

const FROZEN_MS = 7_000;

describeEachBackend("a product whose stores fail", (backend) => {
  let stores: Stores;
  let product: Product;

  beforeAll(async () => {
    stores = await createStores(backend.name === "redis" ? inject("redisServerPath") : null);
    // No store is there yet.
    product = await startProduct(stores.urls);
  });
  afterAll(async () => {
    await product.stop();
    await stores.close();
  });

  /** From a store's return: all processes become ready, and work is accepted. How soon is what `pnpm chaos` measures. */
  async function expectReady(): Promise<void> {
    const isReady = async (): Promise<boolean> => (await product.ready()).every(Boolean);
    await waitFor(isReady, { what: "every process to be ready" });
    await product.startOne();
  }

  /** Runs a fault while clients go on. */
  async function underLoad(fault: () => Promise<unknown>): Promise<unknown[]> {
    const end = new AbortController();
    const loading = product.load(end.signal);
    try {
      await fault();
      await expectReady();
    } finally {
      end.abort();
      await loading;
    }
    return faultsOnceDone(stores, product);
  }

  it("starts while they are away, waits for them, and is ready when they are", async () => {
    await waitFor(async () => (await product.alive()).every(Boolean), { what: "every process to live" });
    expect(await product.ready()).toEqual([false, false, false]);
    expect((await product.call("/async/operations")).status).toBe(503);
    await stores.start();
    await expectReady();
    expect(await faultsOnceDone(stores, product)).toEqual([]);
  });

  it("outlives a database that is killed, and one that is frozen", async () => {
    expect(
      await underLoad(async () => {
        await stores.postgres.kill();
        await lasting(500);
        await stores.postgres.start();
        await waitFor(stores.answers, { what: "the database to answer" });
      }),
    ).toEqual([]);
    expect(
      await underLoad(async () => {
        stores.postgres.freeze();
        await lasting(FROZEN_MS);
        stores.postgres.thaw();
        await waitFor(stores.answers, { what: "the database to answer" });
      }),
    ).toEqual([]);
  });

  it("listens again after its LISTEN connections were cut", async () => {
    const listening = "FROM pg_stat_activity WHERE application_name LIKE '%listener%' OR query ILIKE 'LISTEN%'";
    const cut = await stores.query(`SELECT pg_terminate_backend(pid) ${listening}`);
    expect(cut.length).toBeGreaterThan(0);
    await expectReady();
    const listens = async (): Promise<boolean> => (await stores.query(`SELECT pid ${listening}`)).length >= cut.length;
    await waitFor(listens, { what: "as many connections that listen" });
    for (let n = 0; n < 3; n++) {
      await product.startOne();
      expect(await faultsOnceDone(stores, product)).toEqual([]);
    }
  });

  it("gives up connections that have gone silent", async () => {
    expect(
      await underLoad(async () => {
        expect(stores.proxy.silence()).toBeGreaterThan(0);
        await waitFor(async () => (await product.call("/async/webhooks")).status === 200, { what: "an answer" });
      }),
    ).toEqual([]);
  });

  it.runIf(backend.name === "redis")("outlives a queue that is killed, frozen and emptied", async () => {
    const store = stores.redis;
    if (store === null) throw new Error("there is no Redis");
    expect(
      await underLoad(async () => {
        await store.kill();
        await lasting(1_000);
        await store.start();
      }),
    ).toEqual([]);
    expect(
      await underLoad(async () => {
        store.freeze();
        await lasting(FROZEN_MS);
        store.thaw();
      }),
    ).toEqual([]);
    expect(
      await underLoad(async () => {
        const client = new Redis(store.url);
        for (let n = 0; n < 3; n++) {
          await client.flushall();
          await lasting(300);
        }
        client.disconnect();
      }),
    ).toEqual([]);
  });
});
