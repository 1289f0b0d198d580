import { randomUUID } from "node:crypto";
import { createDb, setQuotaLimits, type Db } from "@longhaul/db";
import { NO_QUOTAS, type QuotaDefaults } from "@longhaul/domain";
import { useTestDatabase, waitFor, patientLimits } from "@longhaul/testing";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { createRequestPermits, type Requester, type RequestPermits } from "./request-permits.ts";

const database = useTestDatabase();
let db: Db;
let statements = 0;
beforeAll(() => {
  const opened = createDb({ databaseUrl: database.url, applicationName: "test", limits: patientLimits() });
  db = {
    ...opened,
    query: async (statement, values) => {
      statements++;
      return opened.query(statement, values);
    },
  };
});
afterAll(async () => db.close());

const fail = (err: unknown): void => expect.fail(String(err));
/** Another process of the fleet. */
const process = (defaults: QuotaDefaults): RequestPermits => createRequestPermits(db, defaults, fail);
const requester = (): Requester => ({ tenantId: randomUUID(), projectId: randomUUID() });
const ofTenant = (requestsPerMinute: number): QuotaDefaults => ({ ...NO_QUOTAS, tenant: { requestsPerMinute } });
const granted = async (permits: RequestPermits, of: Requester, times: number): Promise<number> => {
  const outcomes = await Promise.all(Array.from({ length: times }, async () => permits.take(of)));
  return outcomes.filter(({ isGranted }) => isGranted).length;
};
/** Nothing here is to be cut in two by the end of a minute. */
const untilEarlyInAMinute = async (): Promise<void> => {
  const early = async (): Promise<boolean> =>
    (await db.query<{ early: boolean }>("SELECT extract(second FROM now()) < 50 AS early")).rows[0]?.early === true;
  await waitFor(early, { what: "the first fifty seconds of a minute" });
};

describe("requests of a minute", () => {
  it("are no more than the limit over all processes, and as many where it is small", async () => {
    await untilEarlyInAMinute();
    const of = requester();
    const fleet = [process(ofTenant(40)), process(ofTenant(40)), process(ofTenant(40))];
    const counts = await Promise.all(fleet.map(async (permits) => granted(permits, of, 50)));
    expect(counts.reduce((sum, count) => sum + count, 0)).toBe(40);
    const refused = await fleet[0]?.take(of);
    expect(refused).toMatchObject({ isGranted: false, limits: [{ level: "tenant", limit: 40, left: 0 }] });
    expect(await granted(process(ofTenant(40)), requester(), 1)).toBe(1);
  });

  it("of a project and of its tenant both count, and other projects of the tenant have the rest", async () => {
    await untilEarlyInAMinute();
    const of = requester();
    const other = { ...of, projectId: randomUUID() };
    const defaults = { tenant: { requestsPerMinute: 12 }, project: { requestsPerMinute: 8 } };
    const [one, two] = [process(defaults), process(defaults)];
    expect((await granted(one, of, 10)) + (await granted(two, of, 10))).toBe(8);
    expect(await granted(two, other, 20)).toBe(4);
    expect(await one.take({ ...of, projectId: null })).toMatchObject({ isGranted: false });
  });

  it("cost the ledger a statement for many of them, and none while a limit is used up", async () => {
    await untilEarlyInAMinute();
    const of = requester();
    const permits = process(ofTenant(100_000));
    statements = 0;
    for (let n = 0; n < 2000; n++) await permits.take(of);
    expect(statements).toBeLessThan(20);
    const small = process(ofTenant(1));
    await small.take(of);
    statements = 0;
    for (let n = 0; n < 100; n++) expect((await small.take({ ...of, projectId: null })).isGranted).toBe(false);
    expect(statements).toBeLessThan(5);
  });

  it("begin anew with the next minute, and follow a limit that is raised", async () => {
    await untilEarlyInAMinute();
    const of = requester();
    let now = 0;
    const permits = createRequestPermits(db, ofTenant(2), fail, () => now);
    expect(await granted(permits, of, 3)).toBe(2);
    await db.query("UPDATE request_windows SET minute = minute - interval '1 minute' WHERE tenant_id = $1", [
      of.tenantId,
    ]);
    now += 60_000;
    expect(await granted(permits, of, 3)).toBe(2);
    await setQuotaLimits(
      db,
      { tenantId: of.tenantId, projectId: of.tenantId },
      { level: "tenant", changes: { requestsPerMinute: 4 }, changedBy: "op" },
    );
    now += 1001;
    expect(await granted(permits, of, 3)).toBe(2);
  });

  it("are not counted where nothing limits them, nor by a ledger that is away", async () => {
    const of = requester();
    expect(await granted(process(NO_QUOTAS), of, 100)).toBe(100);
    const { rows } = await db.query("SELECT 1 FROM request_windows WHERE tenant_id = $1", [of.tenantId]);
    expect(rows).toEqual([]);
    const away = createDb({
      databaseUrl: "postgres://nobody@127.0.0.1:1/none",
      applicationName: "test",
      limits: patientLimits(),
    });
    let faults = 0;
    const lost = createRequestPermits(away, ofTenant(1), () => faults++);
    expect([await granted(lost, of, 50), faults]).toEqual([50, 1]);
    await away.close();
  });
});
