import { randomUUID } from "node:crypto";
import { createDb, type Db } from "@longhaul/db";
import { startTcpProxy, waitFor, type TcpProxy } from "@longhaul/testing";
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { useApi, type Answer } from "../test/use-api.ts";

/** What an answer says, in short: 503 only with Retry-After and its code. */
const told = ({ status, headers, text }: Answer): string =>
  status === 503 ? `503 ${/"code":"(\w+)"/.exec(text)?.[1]} ${headers.has("retry-after")}` : String(status);

const UNAVAILABLE = "503 temporarily_unavailable true";

describe("the API, when the database fails", () => {
  let proxy: TcpProxy;
  let admin: Db;
  const uncaught: unknown[] = [];
  const note = (err: unknown): void => void uncaught.push(err);
  const throughProxy = async (databaseUrl: string): Promise<{ databaseUrl: string }> => {
    const url = new URL(databaseUrl);
    proxy = await startTcpProxy(url.hostname, Number(url.port));
    url.host = `127.0.0.1:${proxy.port}`;
    return { databaseUrl: url.href };
  };
  const api = useApi(null, throughProxy, "usual");

  beforeAll(() => {
    admin = createDb({ databaseUrl: api.databaseUrl(), applicationName: "admin" });
  });
  afterAll(async () => {
    await admin.close();
    await proxy.close();
  });
  beforeEach(() => {
    uncaught.length = 0;
    process.on("uncaughtException", note).on("unhandledRejection", note);
  });
  afterEach(() => {
    process.off("uncaughtException", note).off("unhandledRejection", note);
    if (uncaught.length > 0) throw new AggregateError(uncaught, "errors that nobody caught");
  });

  const list = (): Promise<Answer> => api.call("/async/operations?pageSize=5");
  const webhooks = (): Promise<Answer> => api.call("/async/webhooks");
  const post = (): Promise<Answer> =>
    api.call("/async/operation", {
      headers: { "idempotency-key": randomUUID() },
      json: { operationType: "Trial", operationName: "x" },
    });
  const readiness = (): Promise<Answer> => api.call(api.url("/readyz"), { token: null });

  /** Asks in six loops until `fault` is done and all answer again; what was told, without repetitions. */
  const askDuring = async (fault: () => Promise<unknown>): Promise<string[]> => {
    const seen = new Set<string>();
    let isOver = false;
    const ask = async (request: () => Promise<Answer>): Promise<void> => {
      while (!isOver) seen.add(told(await request()));
    };
    const loops = [list, list, post, post, webhooks, webhooks].map(ask);
    await waitFor(() => seen.has("200") && seen.has("202"), { what: "answers before the fault" });
    await fault();
    await waitFor(async () => (await Promise.all([list(), post(), webhooks()])).every(({ status }) => status < 300), {
      what: "answers after the fault",
    });
    isOver = true;
    await Promise.all(loops);
    return [...seen];
  };
  const onlyKnown = (seen: readonly string[]): string[] =>
    seen.filter((answer) => !["200", "202", UNAVAILABLE].includes(answer));

  it("answers 503 while connections are cut, under load, and nothing goes uncaught", async () => {
    const seen = await askDuring(async () => {
      for (let round = 0; round < 5; round++) {
        await admin.query(
          "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = current_database() AND pid <> pg_backend_pid()",
        );
      }
    });
    expect(onlyKnown(seen)).toEqual([]);
  });

  it("gives up connections that went silent and works on new ones", async () => {
    const seen = await askDuring(async () => expect(proxy.silence()).toBeGreaterThan(0));
    expect(onlyKnown(seen)).toEqual([]);
    expect(seen).toContain(UNAVAILABLE);
  });

  it("answers while the database is frozen, and isn't ready meanwhile", async () => {
    await list();
    proxy.stall();
    const answers = await Promise.all([list(), list(), post(), webhooks(), ...Array.from({ length: 20 }, list)]);
    expect(new Set(answers.map(told))).toEqual(new Set([UNAVAILABLE]));
    await waitFor(async () => (await readiness()).status === 503, { what: "the end of readiness" });
    await proxy.restore();
    await waitFor(async () => (await readiness()).status === 200, { what: "readiness after the freeze" });
    expect((await list()).status).toBe(200);
  });

  it("answers while a lock holds up statements until no connection is free", async () => {
    let locked = (): void => undefined;
    let release = (): void => undefined;
    const isLocked = new Promise<void>((resolve) => (locked = resolve));
    const mayEnd = new Promise<void>((resolve) => (release = resolve));
    const holding = admin.withTransaction(async (tx) => {
      await tx.query("LOCK TABLE operation_counts IN ACCESS EXCLUSIVE MODE");
      locked();
      await mayEnd;
    });
    await isLocked;
    const answers = await Promise.all(Array.from({ length: 25 }, list));
    expect(new Set(answers.map(told))).toEqual(new Set([UNAVAILABLE]));
    release();
    await holding;
    expect((await list()).status).toBe(200);
  });

  it("tells a store's fault from a bug", async () => {
    await admin.query("ALTER TABLE webhooks RENAME TO webhooks_away");
    const answer = await webhooks();
    await admin.query("ALTER TABLE webhooks_away RENAME TO webhooks");
    expect([answer.status, answer.body["error"].code]).toEqual([500, "internal_error"]);
  });
});
