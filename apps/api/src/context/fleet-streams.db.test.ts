import { randomUUID } from "node:crypto";
import { createDb, listQuotas, type Db, type Scope } from "@longhaul/db";
import { NO_QUOTAS, type QuotaDefaults } from "@longhaul/domain";
import { createLogger } from "@longhaul/runtime";
import { useTestDatabase, waitFor, patientLimits } from "@longhaul/testing";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { createFleetStreams, type FleetStreams } from "./fleet-streams.ts";

const database = useTestDatabase();
let db: Db;
beforeAll(() => {
  db = createDb({ databaseUrl: database.url, applicationName: "test", limits: patientLimits() });
});
afterAll(async () => db.close());

const logger = createLogger({ service: "test", level: "error" });
const three: QuotaDefaults = { ...NO_QUOTAS, tenant: { streams: 3 } };
/** Another process of the fleet. */
const process = (quotas = three): FleetStreams => createFleetStreams(db, quotas, logger);
const newScope = (tenantId: string = randomUUID()): Scope => ({ tenantId, projectId: randomUUID() });
const open = async (scope: Scope): Promise<number | undefined> =>
  (await listQuotas(db, scope, NO_QUOTAS)).find(({ quota }) => quota === "streams")?.used;

describe("live streams of a tenant", () => {
  it("are no more than its quota over all processes and projects, and others' are as many", async () => {
    const tenantId = randomUUID();
    const fleet = [process(), process(), process()];
    const outcomes = await Promise.allSettled(
      Array.from({ length: 9 }, async (_, n) => fleet[n % 3]?.open(newScope(tenantId))),
    );
    const refused = outcomes.flatMap((outcome) => (outcome.status === "rejected" ? [outcome.reason as unknown] : []));
    expect(refused).toHaveLength(6);
    expect(refused[0]).toMatchObject({ code: "quota_exceeded", details: { quota: "streams", limit: 3, used: 3 } });
    expect(await open(newScope(tenantId))).toBe(3);
    await fleet[0]?.open(newScope());
  });

  it("make room when they are closed, once each, and when their process ends or is not heard of", async () => {
    const scope = newScope();
    const [one, other] = [process(), process()];
    const [close] = [await one.open(scope), await one.open(scope), await other.open(scope)];
    close();
    close();
    await waitFor(async () => (await open(scope)) === 2, { what: "the closed stream" });
    await other.open(scope);
    await other.close();
    expect(await open(scope)).toBe(1);
    await db.query("UPDATE open_streams SET seen_at = now() - interval '31 seconds' WHERE tenant_id = $1", [
      scope.tenantId,
    ]);
    expect(await open(scope)).toBe(0);
    await one.renew();
    expect(await open(scope)).toBe(1);
    await db.query("UPDATE open_streams SET seen_at = now() - interval '2 minutes' WHERE tenant_id = $1", [
      scope.tenantId,
    ]);
    await other.renew();
    const { rows } = await db.query("SELECT 1 FROM open_streams WHERE tenant_id = $1", [scope.tenantId]);
    expect(rows).toEqual([]);
  });
});
