import { randomUUID } from "node:crypto";
import { claimMessages, claimOperation, patientLimits, trialOperation, useTestDatabase } from "@longhaul/testing";
import fc from "fast-check";
import { afterAll, beforeAll, expect, it } from "vitest";
import {
  claimDataset,
  claimDeliveries,
  createDataset,
  createDb,
  createOperation,
  failImport,
  failOperation,
  forgiveLapse,
  reclaimOperations,
  recordAttempts,
  recordImportProgress,
  recordProgress,
  releaseClaim,
  releaseDeliveries,
  releaseOperation,
  sweepDeliveries,
  type Db,
} from "../index.ts";
import type { Held, LeasedTable } from "./leased.ts";

/**
 * Operations, imports, deliveries and messages to people are held in the same way: whatever is done to one, in whatever order, one
 * model of a lease says what comes of it.
 */

const database = useTestDatabase();
let db: Db;
beforeAll(() => {
  db = createDb({ databaseUrl: database.url, applicationName: "test", limits: patientLimits() });
});
afterAll(() => db.close());

const leaseMs = 3_600_000;
const project = () => ({ tenantId: randomUUID(), projectId: randomUUID() });

/** What can be done to one kind of work, as those do it who hold it. */
interface Kind {
  readonly table: LeasedTable;
  readonly create: () => Promise<string>;
  /** @returns the claim's epoch, null when the work is not to be had */
  readonly claim: (id: string) => Promise<number | null>;
  /** Only of work that takes longer than a lease. */
  readonly beat?: (claim: Held) => Promise<boolean>;
  readonly release: (claim: Held) => Promise<boolean>;
  readonly end: (claim: Held) => Promise<boolean>;
  /** How many attempts were spent. */
  readonly attempts: string;
}

/** An operation that has failed, of which somebody is to be told. */
async function failed(scope: ReturnType<typeof project>, told: object): Promise<string> {
  const operation = { ...trialOperation(scope), ...told };
  await createOperation(db, operation);
  await failOperation(db, { operationId: operation.id, epoch: 0, error: { code: "x", message: "x" } });
  return operation.id;
}

const idOf = async (table: string, operationId: string): Promise<string> => {
  const { rows } = await db.query<{ id: string }>(`SELECT id FROM ${table} WHERE operation_id = $1`, [operationId]);
  return rows[0]?.id ?? "";
};

const LIMITS = {
  room: 1000,
  unprovenRoom: 1000,
  unprovenOfTenant: 1000,
  leaseMs,
  firstWindow: 2,
  laneCap: 16,
  originCap: 1000,
  perSecond: null,
};
const LANES = { firstWindow: 2, laneCap: 16, tripAfter: 5, minOpenMs: 1, maxOpenMs: 1, disableAfterMs: 1 };
const BUDGET = 1000;

async function recordEnd({ id, epoch }: Held, more: { readonly toldOf?: string } = {}): Promise<boolean> {
  const attempt = { deliveryId: id, epoch, number: 1, startedAt: new Date(), durationMs: 1, outcome: "delivered" };
  const after = { status: "Delivered" } as const;
  const { kept } = await recordAttempts(db, [{ ...attempt, after, effect: "success", isGone: false, ...more }], LANES);
  return kept.has(id);
}

const operationOf = async (deliveryId: string): Promise<string> =>
  (await db.prisma.delivery.findUniqueOrThrow({ where: { id: deliveryId } })).operationId ?? "";

const KINDS: Readonly<Record<LeasedTable | "messages", Kind>> = {
  operations: {
    table: "operations",
    create: async () => {
      const operation = trialOperation(project());
      await createOperation(db, operation);
      return operation.id;
    },
    claim: async (operationId) => {
      await reclaimOperations(db, 100);
      const claim = { operationId, executionId: randomUUID(), workerNode: "w", leaseMs };
      return (await claimOperation(db, claim))?.operation.epoch ?? null;
    },
    beat: ({ id, epoch }) =>
      recordProgress(db, { operationId: id, epoch, leaseMs, phaseIdx: 0, percentage: 1, phaseProgress: 1 }),
    release: async ({ id, epoch }) => (await releaseOperation(db, { operationId: id, epoch })) !== null,
    end: ({ id, epoch }) => failOperation(db, { operationId: id, epoch, error: { code: "x", message: "x" } }),
    attempts: "attempt",
  },
  datasets: {
    table: "datasets",
    create: async () => {
      const id = randomUUID();
      const file = { fileName: "log.csv", mapping: {}, sizeBytes: 1, sha256: "00", sourceKey: "k", createdBy: "ann" };
      await createDataset(db, { ...project(), ...file, id, name: id });
      return id;
    },
    claim: async (datasetId) => (await claimDataset(db, { datasetId, leaseMs }))?.epoch ?? null,
    beat: ({ id, epoch }) => recordImportProgress(db, { datasetId: id, epoch, leaseMs, fraction: 0.5 }),
    release: async (claim) => (await releaseClaim(db, "datasets", claim)) !== null,
    end: ({ id, epoch }) => failImport(db, { datasetId: id, epoch }, { code: "x", message: "x" }),
    attempts: "0",
  },
  deliveries: {
    table: "deliveries",
    create: async () => idOf("deliveries", await failed(project(), { callbacks: { onError: "http://a.test/" } })),
    claim: async (id) => {
      await sweepDeliveries(db, BUDGET);
      return (await claimDeliveries(db, LIMITS)).deliveries.find((delivery) => delivery.id === id)?.epoch ?? null;
    },
    release: async (claim) => (await releaseDeliveries(db, [claim])) === 1,
    end: (claim) => recordEnd(claim),
    attempts: "attempts",
  },
  messages: {
    table: "deliveries",
    create: async () => idOf("deliveries", await failed(project(), { notifications: { email: ["ann@example.com"] } })),
    claim: async (id) => {
      await sweepDeliveries(db, BUDGET);
      return (await claimMessages(db)).find(({ delivery }) => delivery.id === id)?.delivery.epoch ?? null;
    },
    release: async (claim) => (await releaseDeliveries(db, [claim])) === 1,
    end: async ({ id, epoch }) => recordEnd({ id, epoch }, { toldOf: await operationOf(id) }),
    attempts: "attempts",
  },
};

/** One piece of work as the model knows it. */
interface Work {
  readonly kind: keyof typeof KINDS;
  readonly id: string;
  /** The highest epoch of all claims. */
  highest: number;
  /** Who has it now; its lease may have run out. */
  holder: { readonly epoch: number; isLapsed: boolean } | null;
  /** The claim that lapsed last, unless that was forgiven. */
  lapsed: number | null;
  crashes: number;
}

const own = ({ id, holder }: Work): Held => ({ id, epoch: holder?.epoch ?? -1 });
/** Who had it before, or gave it back. */
const stale = ({ id, highest, holder }: Work): Held => ({ id, epoch: (holder === null && highest) || highest - 1 });

/** What can be done to it. @returns what the ledger said, and what it should have said */
const STEPS: Readonly<Record<string, (work: Work) => Promise<readonly [said: unknown, right: unknown]>>> = {
  claim: async (work) => {
    const { holder, highest } = work;
    const epoch = await KINDS[work.kind].claim(work.id);
    const isFree = holder === null || holder.isLapsed;
    if (epoch === null) return ["refused", isFree ? "claimed" : "refused"];
    if (holder !== null) [work.lapsed, work.crashes] = [holder.epoch, work.crashes + 1];
    work.holder = { epoch, isLapsed: false };
    work.highest = epoch;
    return [epoch > highest ? "claimed" : "claimed again", isFree ? "claimed" : "refused"];
  },
  beat: async (work) => {
    const isHeld = work.holder !== null;
    const said = (await KINDS[work.kind].beat?.(own(work))) ?? isHeld;
    // Who was late and wasn't missed goes on.
    if (work.holder !== null && KINDS[work.kind].beat !== undefined) work.holder.isLapsed = false;
    return [said, isHeld];
  },
  "stale beat": async (work) => [(await KINDS[work.kind].beat?.(stale(work))) ?? false, false],
  release: async (work) => {
    const isHeld = work.holder !== null;
    const said = await KINDS[work.kind].release(own(work));
    work.holder = null;
    return [said, isHeld];
  },
  "stale release": async (work) => [await KINDS[work.kind].release(stale(work)), false],
  "stale end": async (work) => [await KINDS[work.kind].end(stale(work)), false],
  lapse: async ({ kind, id, holder }) => {
    if (holder === null) return [null, null];
    await db.query(`UPDATE ${KINDS[kind].table} SET lease_until = now() - interval '1 second' WHERE id = $1`, [id]);
    holder.isLapsed = true;
    return [null, null];
  },
  forgive: async (work) => {
    const { kind, id, lapsed } = work;
    if (lapsed === null) return [null, null];
    for (let twice = 0; twice < 2; twice++) await forgiveLapse(db, KINDS[kind].table, { id, epoch: lapsed });
    [work.lapsed, work.crashes] = [null, work.crashes - 1];
    return [null, null];
  },
};

async function readLease({ kind, id }: Work): Promise<unknown> {
  const { table, attempts } = KINDS[kind];
  const { rows } = await db.query(
    `SELECT crash_count AS crashes, ${attempts} AS attempts, coalesce(lease_until > now(), false) AS "isHeld" FROM ${table} WHERE id = $1`,
    [id],
  );
  return rows[0];
}

it.each(Object.keys(KINDS) as (keyof typeof KINDS)[])(
  "%s are held by one at a time, whatever comes in between",
  async (kind) => {
    const steps = fc.array(fc.constantFrom("claim", ...Object.keys(STEPS)), { minLength: 3, maxLength: 14 });
    await fc.assert(
      fc.asyncProperty(steps, async (todo) => {
        const id = await KINDS[kind].create();
        const work: Work = { kind, id, highest: 0, holder: null, lapsed: null, crashes: 0 };
        for (const step of todo) {
          const [said, right] = (await STEPS[step]?.(work)) ?? [];
          expect([step, said]).toEqual([step, right]);
          const isHeld = work.holder !== null && !work.holder.isLapsed;
          expect([step, await readLease(work)]).toEqual([step, { crashes: work.crashes, attempts: 0, isHeld }]);
        }
        const epoch = work.holder?.epoch ?? (await KINDS[kind].claim(id)) ?? -1;
        expect(await KINDS[kind].end({ id, epoch })).toBe(true);
        expect(await KINDS[kind].end({ id, epoch })).toBe(false);
        expect(await KINDS[kind].claim(id)).toBeNull();
      }),
      { numRuns: 25 },
    );
  },
);

it.each(["deliveries", "messages"] as const)("%s that take down too many in a row are given up", async (kind) => {
  const id = await KINDS[kind].create();
  for (let crashes = 1; crashes <= 3; crashes++) {
    expect(await KINDS[kind].claim(id)).not.toBeNull();
    await db.query("UPDATE deliveries SET lease_until = now() - interval '1 second' WHERE lease_until IS NOT NULL");
    await sweepDeliveries(db, 3);
    const { rows } = await db.query("SELECT status, crash_count AS crashes FROM deliveries WHERE id = $1", [id]);
    expect(rows).toEqual([{ status: crashes < 3 ? "Pending" : "Failed", crashes }]);
  }
  expect(await KINDS[kind].claim(id)).toBeNull();
});
