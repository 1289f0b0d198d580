import { attemptAt, LANE_POLICY, WIDE_LIMITS, createRandom, patientLimits, useTestDatabase } from "@longhaul/testing";
import { randomUUID } from "node:crypto";
import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import {
  claimDeliveries,
  createDb,
  recordAttempts,
  releaseDeliveries,
  type ClaimLimits,
  type ClaimedDelivery,
  type Db,
  type Sql,
} from "../index.ts";

const database = useTestDatabase();
let db: Db;
beforeAll(() => {
  db = createDb({ databaseUrl: database.url, applicationName: "test", limits: patientLimits() });
});
afterAll(() => db.close());
beforeEach(async () => {
  await db.query("TRUNCATE events, deliveries, delivery_attempts, delivery_lanes, delivery_rounds CASCADE");
});

/** No failures close a lane. */
const PATIENT = { ...LANE_POLICY, tripAfter: 1000, minOpenMs: 1, maxOpenMs: 1 };
const LIMITS: ClaimLimits = { ...WIDE_LIMITS, runLength: 4 };
const claim = async (changes: Partial<ClaimLimits> = {}, sql: Sql = db): Promise<readonly ClaimedDelivery[]> =>
  (await claimDeliveries(sql, { ...LIMITS, ...changes })).deliveries;
/** Sequences of each run, in order. */
const runsOf = (claimed: readonly ClaimedDelivery[]): string[] =>
  [...Map.groupBy(claimed, ({ run }) => run).values()].map((run) =>
    run.map(({ eventId }) => eventId.split("/").at(-1)).join(" "),
  );
const record = async (claimed: readonly ClaimedDelivery[], isWell = true) =>
  recordAttempts(
    db,
    claimed.map((delivery) => attemptAt(delivery, isWell)),
    PATIENT,
  );

const TENANT = randomUUID();
interface Added {
  readonly tenant?: string;
  readonly host?: string;
  readonly destination?: string;
  readonly first?: number;
}
/** Events of an operation that are due at one of its callbacks, numbered from `first`. */
async function addEvents(operationId: string, count: number, added: Added = {}): Promise<void> {
  const { tenant = TENANT, host = "a.test", destination = "callback:onProgress", first = 1 } = added;
  await db.query(
    `WITH e AS (
       INSERT INTO events (id, tenant_id, project_id, sequence, type, body)
       SELECT concat_ws('/', $2::text, $4::text, i), $1, $1, i, 'operation.progress', '{}' FROM generate_series($6::int, $6::int + $3::int - 1) i
       RETURNING position, sequence)
     INSERT INTO deliveries (id, event_position, tenant_id, project_id, destination, operation_id, url, event_type, sequence, max_attempts)
     SELECT 'dlv-' || gen_random_uuid(), position, $1, $1, $4, $2, 'http://' || $5::text || '/', 'operation.progress', sequence, 6 FROM e`,
    [tenant, operationId, count, destination, host, first],
  );
}
const proveLanes = async () =>
  db.query(
    "INSERT INTO delivery_lanes (lane, window_size) SELECT DISTINCT lane, 8 FROM deliveries ON CONFLICT DO NOTHING",
  );

describe("a run", () => {
  it("has first attempts of one operation at one destination, in their order, and ends at its length", async () => {
    await addEvents("op-1", 6);
    await addEvents("op-2", 2);
    await addEvents("op-2", 3, { destination: "callback:onCompletion" });
    await proveLanes();
    const claimed = await claim();
    expect(runsOf(claimed).toSorted()).toEqual(["1 2", "1 2 3", "1 2 3 4"]);
    // The rest waits until what is before it has been tried.
    expect(await claim()).toEqual([]);
    await record(claimed);
    expect(runsOf(await claim())).toEqual(["5 6"]);
  });

  it("has one delivery in a lane that isn't proven, where the rate is limited and of a retry", async () => {
    await addEvents("op-1", 3);
    const first = await claim();
    expect(runsOf(first)).toEqual(["1"]);
    await record(first, false);
    await db.query("UPDATE delivery_lanes SET failures = 0, window_size = 8");
    await db.query("UPDATE deliveries SET next_attempt_at = created_at - interval '1 s' WHERE attempts = 1");
    const retried = await claim({ room: 1 });
    expect(retried.map(({ attempt }) => attempt)).toEqual([2]);
    expect(runsOf(retried)).toEqual(["1"]);
    await db.query("UPDATE delivery_gate SET tokens = 5, refilled_at = now()");
    const limited = await claim({ perSecond: 1 });
    expect(runsOf(limited)).toEqual(["2"]);
  });

  it("takes one place of its lane, its origin and its tenant's share", async () => {
    for (let n = 0; n < 12; n++) await addEvents(`op-${n}`, 3);
    await addEvents("op-of-another", 3, { tenant: randomUUID() });
    await proveLanes();
    expect(runsOf(await claim({ room: 100, originCap: 5 }))).toHaveLength(5);
    const more = await claim({ room: 100 });
    expect(runsOf(more)).toHaveLength(4);
    expect(runsOf(await claim({ room: 100 }))).toHaveLength(0);
    const { rows } = await db.query<{ n: number }>(
      "SELECT count(DISTINCT operation_id)::int AS n FROM deliveries WHERE tenant_id = $1 AND status = 'InFlight'",
      [TENANT],
    );
    expect(rows).toEqual([{ n: 8 }]);
  });

  it("ends before one that somebody is changing or that isn't due", async () => {
    await addEvents("op-1", 4);
    await addEvents("op-2", 4);
    await proveLanes();
    await db.query(
      "UPDATE deliveries SET next_attempt_at = now() + interval '1 hour' WHERE operation_id = 'op-2' AND sequence = 2",
    );
    await db.withTransaction(async (tx) => {
      await tx.query("SELECT FROM deliveries WHERE operation_id = 'op-1' AND sequence = 3 FOR UPDATE");
      expect(runsOf(await claim())).toEqual(["1 2", "1"]);
    });
  });
});

/**
 * Random histories: runs change nothing but how much is claimed at once. What each run begins with is what a claim without runs would
 * take at that moment, and nothing is sent before what comes before it has been tried.
 */
it.each([1, 2, 3, 4])("runs begin with what is claimed without them, whatever happened before: %i", async (seed) => {
  const random = createRandom(seed);
  const tenants = [randomUUID(), randomUUID(), randomUUID()] as const;
  const added = new Map<string, number>();
  const tried = new Map<string, number>();
  const held: (readonly ClaimedDelivery[])[] = [];
  let longest = 0;
  for (let step = 0; step < 60; step++) {
    for (let n = random.below(4); n > 0; n--) {
      const operation = random.below(12);
      const destination = random.pick(["callback:onProgress", "callback:onCompletion"]);
      const [key, first] = [`op-${operation}/${destination}`, (added.get(`op-${operation}/${destination}`) ?? 0) + 1];
      const count = 1 + random.below(5);
      const tenant = tenants[operation % 3] ?? TENANT;
      await addEvents(`op-${operation}`, count, { tenant, destination, first, host: `h${operation % 2}.test` });
      added.set(key, first + count - 1);
    }
    const limits = { room: 1 + random.below(6), originCap: 2 + random.below(6), runLength: 1 + random.below(5) };
    const expected = await db
      .withTransaction(async (tx) => {
        throw new Undone(await claim({ ...limits, runLength: 1 }, tx));
      })
      .catch((err: unknown) => (err instanceof Undone ? err.claimed : Promise.reject(err as Error)));
    const runs = [...Map.groupBy(await claim(limits), ({ run }) => run).values()];
    expect(new Set(runs.map(([begin]) => begin?.id))).toEqual(new Set(expected.map(({ id }) => id)));
    longest = Math.max(longest, ...runs.map(({ length }) => length));
    held.push(...runs);
    while (held.length > 0 && random.happens(0.6)) {
      const [run = []] = held.splice(random.below(held.length), 1);
      for (const [idx, delivery] of run.entries()) {
        const [operation = "", destination = "", sequence] = delivery.eventId.split("/");
        const key = `${operation}/${destination}`;
        const before = tried.get(key) ?? 0;
        // A first attempt is at the one after the last that was tried, a retry at one of these.
        expect(delivery.attempt === 1 ? Number(sequence) - 1 : before).toBe(before);
        tried.set(key, Math.max(before, Number(sequence)));
        const isWell = random.happens(0.8);
        expect((await record([delivery], isWell)).kept.size).toBe(1);
        if (isWell) continue;
        await releaseDeliveries(db, run.slice(idx + 1));
        break;
      }
    }
  }
  expect(longest).toBeGreaterThan(2);
});

/** Takes a claim back, with what it took. */
class Undone extends Error {
  readonly claimed: readonly ClaimedDelivery[];

  constructor(claimed: readonly ClaimedDelivery[]) {
    super("undone");
    this.claimed = claimed;
  }
}
