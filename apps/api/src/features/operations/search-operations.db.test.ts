import { randomUUID } from "node:crypto";
import { appendLogEntries, expireOperations, failOperation, indexOperations, writtenLog } from "@longhaul/db";
import { hangMs } from "@longhaul/testing";
import { beforeAll, describe, expect, it } from "vitest";
import { claim, TRIAL } from "../../test/drive-operation.ts";
import { useApi, type Answer } from "../../test/use-api.ts";

describe("the search for operations", () => {
  const api = useApi();
  const project = randomUUID();
  let token = "";
  let idOfFailed = "";

  beforeAll(async () => {
    token = await api.token({ tenants: { [api.tenantId]: { projects: "*" } } });
  });
  const call = (path: string, json?: unknown, projectId = project): Promise<Answer> =>
    api.call(api.url(`/api/${api.tenantId}/${projectId}${path}`), { token, ...(json === undefined ? {} : { json }) });
  const startNamed = async (operationName: string, more: Record<string, unknown> = {}, projectId = project) =>
    String((await call("/async/operation", { ...TRIAL, operationName, ...more }, projectId)).body["operationId"]);
  const indexAll = async (): Promise<void> => {
    while ((await indexOperations(api.ctx().fleetDb, 2)) > 0);
  };
  const find = async (search: string, more = ""): Promise<string[]> => {
    const { body, text } = await call(`/async/operations?search=${encodeURIComponent(search)}${more}`);
    expect(text).toContain('"summary"');
    return (body["operations"] as { operationName: string }[]).map(({ operationName }) => operationName);
  };

  it("finds words that begin with what is searched for: in names, ids, parameters, errors and logs, in any case", async () => {
    await startNamed("Monthly invoices", { parameters: { marker: "Zürich branch, order-4711" } });
    idOfFailed = await startNamed("Übersicht der Rechnungen");
    await startNamed("Nightly Invoice-Check", { priority: "High" });
    await startNamed("Monthly invoices of others", {}, randomUUID());
    await indexAll();
    const owned = await claim(api, idOfFailed);
    const entry = { number: 1, time: new Date().toISOString(), level: "warn", phase: null, attempt: 1 } as const;
    await appendLogEntries(api.ctx().fleetDb, [
      writtenLog({
        ...owned,
        upTo: 1,
        dropped: 0,
        entries: [{ ...entry, message: "quarantine", fields: { shelf: "B7x" } }],
      }),
    ]);
    const error = { code: "disk_broken", message: "The platter of volume-9 was unreadable", retryable: false };
    await failOperation(api.ctx().fleetDb, { ...owned, error });
    await indexAll();
    for (const [search, names] of [
      ["invoice", ["Nightly Invoice-Check", "Monthly invoices"]],
      ["INVOICES", ["Monthly invoices"]],
      ["check invoice", ["Nightly Invoice-Check"]],
      ["voice", []],
      ["zürich 4711", ["Monthly invoices"]],
      ["über", ["Übersicht der Rechnungen"]],
      ["platter", ["Übersicht der Rechnungen"]],
      ["volume-9 disk_broken", ["Übersicht der Rechnungen"]],
      ["quarantine b7", ["Übersicht der Rechnungen"]],
      [idOfFailed, ["Übersicht der Rechnungen"]],
      [idOfFailed.slice(0, -4), ["Übersicht der Rechnungen"]],
      ["it's & (weird) | !text:* <-> \\", []],
    ] as const)
      expect([search, await find(search)]).toEqual([search, names]);
    expect(await find("invoice", "&priority=High")).toEqual(["Nightly Invoice-Check"]);
    expect(await find("invoice", "&dateTo=2020-01-01")).toEqual([]);
    const { body } = await call("/async/operations?search=r&status=Failed");
    expect(body["summary"]).toEqual({ totalOperations: 1, running: 0, completed: 0, failed: 1, cancelled: 0 });
  });

  it("turns pages, by number and by cursor, and refuses a search without a word", async () => {
    const first = await call("/async/operations?search=invoice&pageSize=1");
    expect(first.body["hasNextPage"]).toBe(true);
    const next = /<([^>]+)>; rel="next"/.exec(first.headers.get("link") ?? "")?.[1] ?? "";
    const second = await api.call(next, { token });
    expect(second.body["operations"][0].operationName).toBe("Monthly invoices");
    expect(second.body["hasNextPage"]).toBe(false);
    expect(await find("invoice", "&pageSize=1&page=2")).toEqual(["Monthly invoices"]);
    for (const search of ["", "%20", "-+%26"])
      expect((await call(`/async/operations?search=${search}`)).status).toBe(400);
  });

  it("finds a retry by its own words, and no longer what has expired", async () => {
    await call(`/async/operation/${idOfFailed}/retry`, {});
    // A chain of retries is kept as long as one of it is open.
    await indexAll();
    const { body } = await call("/async/operations?status=Initiated&search=%C3%BCber");
    for (const { operationId } of body["operations"]) await call(`/async/operation/${operationId}/cancel`, {});
    await api
      .ctx()
      .fleetDb.query("UPDATE operations SET ended_at = now() - interval '400 days' WHERE id = $1", [idOfFailed]);
    await expireOperations(api.ctx().fleetDb, { defaultDays: 90, limit: 50 });
    await indexAll();
    expect(await find("platter")).toEqual([]);
    const { rows } = await api.ctx().fleetDb.query("SELECT FROM search_places WHERE operation_id = $1", [idOfFailed]);
    expect(rows).toEqual([]);
    const { rows: words } = await api.ctx().fleetDb.query("SELECT FROM search_words WHERE word = 'platter'");
    expect(words).toEqual([]);
  });

  it("finds the newest of many in their order, whichever came into the index first, and counts all", async () => {
    const many = randomUUID();
    const { fleetDb: db } = api.ctx();
    // 3,000 in three blocks; of every third the time goes back, so that blocks overlap.
    await db.withStatementLimit(hangMs()).query(
      `INSERT INTO operations (id, tenant_id, project_id, type, name, priority, status, parameters, timeout_sec, cpu_units, memory_gb,
         estimated_low_sec, estimated_high_sec, created_by, created_at, started_at, ended_at, total_phases, progress)
       SELECT 'many-' || n, $1, $2, 'Trial', concat('bulk number', n, CASE WHEN n % 700 = 0 THEN ' rare' END), 'Normal',
         CASE WHEN n % 10 = 0 THEN 'Cancelled' ELSE 'Completed' END, '{}', 60, 1, 1, 1, 1, 'test', at, at, at, 1,
         CASE WHEN n % 10 = 0 THEN 10 ELSE 100 END
       FROM generate_series(1, 3000) n CROSS JOIN LATERAL (
         SELECT timestamptz '2026-01-01' + (CASE n % 3 WHEN 0 THEN n - 1100 ELSE n END) * interval '1 minute' AS at) t`,
      [api.tenantId, many],
    );
    while ((await indexOperations(db, 700)) > 0);
    const page = async (query: string) => (await call(`/async/operations?${query}`, undefined, many)).body;
    const idsOf = (body: Answer["body"]): string[] =>
      (body["operations"] as { operationId: string }[]).map(({ operationId }) => operationId);
    const period = "&dateFrom=2026-01-01T20:00:00Z&dateTo=2026-01-02T09:30:00Z";
    for (const filter of ["", "&status=Cancelled", period])
      for (const paged of ["pageSize=100&page=1", "pageSize=100&page=3", "pageSize=30&page=1"]) {
        const [searched, listed] = [`${paged}${filter}&search=bulk`, `${paged}${filter}`];
        expect(idsOf(await page(searched))).toEqual(idsOf(await page(listed)));
      }
    expect((await page(`search=bulk${period}`))["summary"]).toEqual((await page(period))["summary"]);
    // Of more than 1,000 the newest blocks are counted that have so many.
    const { totalOperations, isPartial } = (await page("search=bulk"))["summary"];
    expect([totalOperations >= 1000, totalOperations < 3000, isPartial]).toEqual([true, true, true]);
    expect(idsOf(await page("search=rare%20num&pageSize=3"))).toEqual(["many-2800", "many-1400", "many-2100"]);
    expect(idsOf(await page("search=bulk%20rare&status=Completed"))).toEqual([]);
  });
});
