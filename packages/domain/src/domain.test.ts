import fc from "fast-check";
import { describe, expect, it, vi } from "vitest";
import {
  FAIR_LAP,
  FIRST_RANK,
  waitingOrder,
  allocateResources,
  allocationCost,
  canTransition,
  canonicalJson,
  DEFAULT_TARIFF,
  estimateDuration,
  fingerprint,
  isTerminal,
  newBatchOperationId,
  newOperationId,
  OPERATION_STATUSES,
  operationPercentage,
  PRIORITIES,
  queueRank,
  remainingEstimate,
  retryDelaySec,
  retryOperationId,
  toGuid,
  savedPercentage,
  TRANSITIONS,
} from "./index.ts";

describe("ids", () => {
  it("are opaque, short, and tell batch operations and retries apart", () => {
    expect(newOperationId()).toMatch(/^op-[0-9a-f-]{36}$/);
    expect(newBatchOperationId("data-prep")).toMatch(/^op-prep-[0-9a-f-]{36}$/);
    expect(newBatchOperationId("discovery")).toMatch(/^op-disc-/);
    expect(newBatchOperationId("数据")).toMatch(/^op-[0-9a-f]{8}-/);
    const uuid = "ff0e8400-e29b-41d4-a716-446655440000";
    expect(retryOperationId(`op-${uuid}`, 1)).toBe(`op-retry-${uuid}`);
    expect(retryOperationId(`op-prep-${uuid}`, 2)).toBe(`op-retry2-${uuid}`);
    expect([uuid, uuid.toUpperCase(), "dataset-1", `${uuid}x`, `{${uuid}}`, `${uuid}\n`].map(toGuid)).toEqual([
      uuid,
      uuid,
      null,
      null,
      null,
      null,
    ]);
  });
});

describe("an operation's id", () => {
  it("is a UUID of version 7: later ones sort behind, and of one moment no two are equal", () => {
    const v7 = /^op-[0-9a-f]{8}-[0-9a-f]{4}-7[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/;
    vi.useFakeTimers();
    try {
      const moments = [0, 1, 255, 256, 65_536, 1e9].map((ms) => {
        vi.setSystemTime(1_800_000_000_000 + ms);
        return Array.from({ length: 50 }, () => newOperationId());
      });
      expect(moments.flat().every((id) => v7.test(id))).toBe(true);
      expect(new Set(moments.flat()).size).toBe(300);
      expect(moments.map((ids) => ids.toSorted()).flat()).toEqual(moments.flat().toSorted());
    } finally {
      vi.useRealTimers();
    }
  });
});

describe("the life of an operation", () => {
  it("has no transition out of a terminal status, and every status can be reached", () => {
    for (const status of OPERATION_STATUSES) {
      const out = (Object.keys(TRANSITIONS) as (keyof typeof TRANSITIONS)[]).filter((transition) =>
        canTransition(transition, status),
      );
      expect(out.length === 0).toBe(isTerminal(status));
    }
    const reached = new Set(Object.values(TRANSITIONS).map((transition) => transition.to));
    expect(OPERATION_STATUSES.filter((status) => status !== "Initiated" && !reached.has(status))).toEqual([]);
  });
});

describe("progress", () => {
  const phase = fc.record({
    weight: fc.double({ min: 0, max: 100, noNaN: true }),
    fraction: fc.double({ min: -1, max: 2, noNaN: true }),
  });

  it("is an integer from 0 to 99 and never falls when a phase moves on", () => {
    fc.assert(
      fc.property(
        fc.array(phase, { minLength: 1 }),
        fc.nat(),
        fc.double({ min: 0, max: 1, noNaN: true }),
        (phases, at, more) => {
          const before = operationPercentage(phases);
          const idx = at % phases.length;
          const after = operationPercentage(
            phases.map((item, i) => (i === idx ? { ...item, fraction: item.fraction + more } : item)),
          );
          expect(Number.isInteger(before) && before >= 0 && before <= 99).toBe(true);
          expect(after).toBeGreaterThanOrEqual(before);
        },
      ),
    );
  });

  it("weighs phases", () => {
    expect(
      operationPercentage([
        { weight: 1, fraction: 1 },
        { weight: 3, fraction: 0.5 },
      ]),
    ).toBe(62);
    expect(savedPercentage([15, 30, 55], [0, 1])).toBe(45);
  });
});

describe("the queue's order", () => {
  it("puts priorities before tags, and lower tags of a priority first", () => {
    const ranks = (["Critical", "High", "Normal", "Low"] as const).flatMap((priority) =>
      [0, 1000, 2_000_000].map((tag) => queueRank(priority, tag)),
    );
    expect(ranks).toEqual(ranks.toSorted((a, b) => a - b));
    expect(ranks.every((rank) => rank > FIRST_RANK)).toBe(true);
  });

  it("stays within what a queue takes, and within a lap follows the tags", () => {
    const tag = fc.double({ min: 0, max: 1e14, noNaN: true });
    fc.assert(
      fc.property(tag, tag, fc.constantFrom(...PRIORITIES), (a, b, priority) => {
        const [first, second] = [queueRank(priority, a), queueRank(priority, b)];
        expect(Number.isInteger(first) && first >= 1 && first <= 2_097_151).toBe(true);
        const isSameLap = Math.floor(a / FAIR_LAP) === Math.floor(b / FAIR_LAP);
        expect(!isSameLap || first === second || first < second === a < b).toBe(true);
        const isInOrder = waitingOrder(priority, a) < waitingOrder(priority, b) === a < b;
        expect(isInOrder || Math.abs(a - b) <= 1).toBe(true);
      }),
    );
  });
});

describe("estimates", () => {
  const fallback = { lowSec: 10, highSec: 20 };
  const runs = [10, 20, 30, 40, 50].map((seconds) => ({ seconds, records: 1000 }));

  it("come from the type's default until there is history", () => {
    expect(estimateDuration(runs.slice(0, 4), 1000, fallback)).toBe(fallback);
    expect(estimateDuration(runs, 1000, fallback)).toEqual({ lowSec: 20, highSec: 46 });
    expect(estimateDuration(runs, 2000, fallback).highSec).toBeGreaterThan(46);
  });

  it("hold about 65 % of the runs of a simulated history between their ends", () => {
    let seed = 7;
    const random = (): number => (seed = (seed * 48_271) % 2_147_483_647) / 2_147_483_647;
    const run = (): { seconds: number; records: number } => {
      const records = 1000 + Math.floor(random() * 1_000_000);
      return {
        records,
        seconds: (0.2 + 0.8 * (records / 500_000)) * 60 * Math.exp((random() + random() + random() - 1.5) * 0.8),
      };
    };
    let inside = 0;
    let below = 0;
    const trials = 2000;
    for (let i = 0; i < trials; i++) {
      const next = run();
      const estimate = estimateDuration(Array.from({ length: 100 }, run), next.records, fallback);
      if (next.seconds <= estimate.highSec) below++;
      if (next.seconds <= estimate.highSec && next.seconds >= estimate.lowSec) inside++;
    }
    expect(inside / trials).toBeGreaterThan(0.55);
    expect(below / trials).toBeGreaterThan(0.8);
  });

  it("shrink as the work goes on, and follow its pace", () => {
    const halfway = remainingEstimate({ lowSec: 100, highSec: 200 }, 100, 50);
    expect(halfway.highSec).toBeLessThan(200);
    const slow = remainingEstimate({ lowSec: 100, highSec: 200 }, 1000, 50);
    expect(slow.lowSec).toBeGreaterThan(halfway.lowSec);
  });
});

describe("resources, retries and fingerprints", () => {
  it("allocates by size, a step more for High, and prices what is held", () => {
    expect(allocateResources(5000, "Normal")).toEqual({ cpuUnits: 1, memoryGb: 1 });
    expect(allocateResources(20_000_000, "Normal")).toEqual({ cpuUnits: 4, memoryGb: 8 });
    expect(allocateResources(5_000_000, "High")).toEqual({ cpuUnits: 4, memoryGb: 8 });
    expect(allocationCost({ cpuUnits: 4, memoryGb: 8 }, 3600, DEFAULT_TARIFF)).toBeCloseTo(2.45);
  });

  it("waits longer before each retry, up to a limit", () => {
    const policy = { maxRetries: 5, retryDelay: 60, backoffMultiplier: 2, maxDelay: 300 };
    expect([1, 2, 3, 4].map((n) => retryDelaySec(policy, n))).toEqual([60, 120, 240, 300]);
  });

  it("gives equal values equal fingerprints, whatever the order of their keys", () => {
    fc.assert(
      fc.property(fc.dictionary(fc.string(), fc.jsonValue()), (value) => {
        const reversed = Object.fromEntries(Object.entries(value).toReversed());
        expect(fingerprint(reversed)).toBe(fingerprint(value));
        expect(JSON.parse(canonicalJson(value))).toEqual(JSON.parse(JSON.stringify(value)));
      }),
    );
    expect(fingerprint({ a: 1 })).not.toBe(fingerprint({ a: 2 }));
  });
});
