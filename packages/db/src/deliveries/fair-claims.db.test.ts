import { randomUUID } from "node:crypto";
import { attemptAt, LANE_POLICY, WIDE_LIMITS, patientLimits, useTestDatabase } from "@longhaul/testing";
import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import {
  claimDeliveries,
  createDb,
  recordAttempts,
  setTenantWeights,
  type ClaimLimits,
  type ClaimedDelivery,
  type Db,
} from "../index.ts";

const database = useTestDatabase();
let db: Db;
beforeAll(() => {
  db = createDb({ databaseUrl: database.url, applicationName: "test", limits: patientLimits() });
});
afterAll(() => db.close());
beforeEach(async () => {
  await db.query(
    "TRUNCATE events, deliveries, delivery_attempts, delivery_lanes, delivery_rounds, tenant_weights CASCADE",
  );
  await db.query("UPDATE delivery_gate SET after_tenant = DEFAULT, tokens = 0, refilled_at = now()");
});

const claim = async (changes: Partial<ClaimLimits> = {}): Promise<readonly ClaimedDelivery[]> =>
  (await claimDeliveries(db, { ...WIDE_LIMITS, ...changes })).deliveries;

const succeed = (claimed: readonly ClaimedDelivery[]) =>
  recordAttempts(
    db,
    claimed.map((delivery) => attemptAt(delivery)),
    LANE_POLICY,
  );

/** Callbacks that are due: `perLane` to each of `lanes` origins, spread over `projects`. @returns the tenant */
async function addTenant(lanes: number, perLane: number, { projects = 1, origin = "" } = {}): Promise<string> {
  const tenant = randomUUID();
  await db.query(
    `WITH e AS (
       INSERT INTO events (id, tenant_id, project_id, sequence, type, body)
       SELECT 'evt-' || gen_random_uuid(), $1, p.id, i, 'operation.failed', '{}'
       FROM generate_series(1, $2::int * $3::int) i
       JOIN (SELECT n, gen_random_uuid() AS id FROM generate_series(0, $4::int - 1) n) p ON p.n = i % $4::int
       RETURNING position, project_id, sequence)
     INSERT INTO deliveries (id, event_position, tenant_id, project_id, destination, url, event_type, sequence, max_attempts)
     SELECT 'dlv-' || gen_random_uuid(), position, $1, project_id, 'callback:onError',
       coalesce(nullif($5, ''), 'http://h' || sequence % $2::int || '.test/'), 'operation.failed', 1, 6 FROM e`,
    [tenant, lanes, perLane, projects, origin],
  );
  return tenant;
}

const countOf = (claimed: readonly ClaimedDelivery[], tenant: string): number =>
  claimed.filter(({ tenantId }) => tenantId === tenant).length;

describe("tenants share what may be in flight", () => {
  it.each([
    ["many lanes", { projects: 1 }],
    ["many lanes in many projects", { projects: 50 }],
  ])("the same for one that has %s as for one that has a single lane", async (_what, spread) => {
    const many = await addTenant(600, 2, spread);
    expect(countOf(await claim({ room: 100 }), many)).toBe(100);
    const single = await addTenant(1, 20);
    // One place is free: it goes to who has nothing in flight.
    expect(countOf(await claim({ room: 1 }), single)).toBe(1);
    expect(countOf(await claim({ room: 1 }), single)).toBe(1);
  });

  it("by their weights", async () => {
    const [heavy, light] = [await addTenant(100, 2), await addTenant(100, 2)];
    await setTenantWeights(db, new Map([[heavy, 3]]));
    const claimed = [...(await claim({ room: 40 }))];
    expect([countOf(claimed, heavy), countOf(claimed, light)]).toEqual([30, 10]);
    claimed.push(...(await claim({ room: 40 })));
    expect([countOf(claimed, heavy), countOf(claimed, light)]).toEqual([60, 20]);
  });

  it("the same as others where a claim has one place and nothing is in flight", async () => {
    const tenants = [await addTenant(3, 20), await addTenant(1, 20), await addTenant(30, 2)];
    const served = new Map(tenants.map((tenant) => [tenant, 0]));
    for (let round = 0; round < 30; round++) {
      const claimed = await claim({ room: 1 });
      for (const { tenantId } of claimed) served.set(tenantId, (served.get(tenantId) ?? 0) + 1);
      await succeed(claimed);
    }
    expect([...served.values()]).toEqual([10, 10, 10]);
  });

  it("of an origin that all of them use, too", async () => {
    const many = await addTenant(1, 30, { origin: "http://shared.test/" });
    const limits = { room: 100, originCap: 4, firstWindow: 8 };
    const claimed = await claim(limits);
    expect(countOf(claimed, many)).toBe(4);
    const single = await addTenant(1, 2, { origin: "http://shared.test/" });
    expect(await claim(limits)).toEqual([]);
    await succeed(claimed.slice(0, 2));
    expect(countOf(await claim(limits), single)).toBe(2);
  });

  it("and nothing stands idle: who is alone gets all", async () => {
    const alone = await addTenant(50, 2);
    expect(countOf(await claim({ room: 80 }), alone)).toBe(80);
  });
});

it("goes round all lanes of a tenant, however many, and forgets none for those before it", async () => {
  const many = await addTenant(1300, 2);
  const other = await addTenant(1, 40);
  const urls = new Set<string>();
  let rounds = 0;
  for (; urls.size < 1300 && rounds < 30; rounds++) {
    const claimed = await claim({ room: 100 });
    for (const { tenantId, url } of claimed) if (tenantId === many) urls.add(url);
    await succeed(claimed);
  }
  expect([urls.size, rounds]).toEqual([1300, expect.toSatisfy((n: number) => n <= 15)]);
  expect(await db.prisma.delivery.count({ where: { tenantId: other, status: "Delivered" } })).toBe(40);
});

it("goes on past lanes of which nothing is due", async () => {
  await addTenant(1300, 1);
  await db.query("UPDATE deliveries SET next_attempt_at = now() + interval '1 hour' WHERE url <> 'http://h99.test/'");
  const claimed: ClaimedDelivery[] = [];
  for (let round = 0; round < 3; round++) claimed.push(...(await claim()));
  expect(claimed.map(({ url }) => url)).toEqual(["http://h99.test/"]);
});

it("looks at every tenant, however many have deliveries that wait", async () => {
  await db.query(
    `WITH e AS (
       INSERT INTO events (id, tenant_id, project_id, sequence, type, body)
       SELECT 'evt-' || gen_random_uuid(), gen_random_uuid(), gen_random_uuid(), 1, 'operation.failed', '{}'
       FROM generate_series(1, 1200) RETURNING position, tenant_id, project_id)
     INSERT INTO deliveries (id, event_position, tenant_id, project_id, destination, url, event_type, sequence, max_attempts)
     SELECT 'dlv-' || gen_random_uuid(), position, tenant_id, project_id, 'callback:' || n, 'http://h' || n || '.test/',
       'operation.failed', 1, 6 FROM e CROSS JOIN generate_series(1, 2) n`,
  );
  const seen = new Set<string>();
  for (let round = 0; round < 60 && seen.size < 2400; round++) {
    const claimed = await claim({ room: 100 });
    for (const { id } of claimed) seen.add(id);
    await succeed(claimed);
  }
  expect(seen.size).toBe(2400);
});

it("finds what waits by an index, however many tenants and lanes there are", async () => {
  await addTenant(30, 2);
  await addTenant(1, 2);
  await db.withTransaction(async (tx) => {
    const scans = async (): Promise<number | undefined> => {
      const { rows } = await tx.query<{ n: number }>(
        "SELECT seq_scan::int AS n FROM pg_stat_xact_user_tables WHERE relname = 'deliveries'",
      );
      return rows[0]?.n;
    };
    const before = await scans();
    expect((await claimDeliveries(tx, WIDE_LIMITS)).deliveries).toHaveLength(10);
    expect(await scans()).toBe(before);
    await tx.query("SELECT count(*) FROM deliveries WHERE url <> ''");
    expect(await scans()).toBe((before ?? 0) + 1);
  });
});
