import { describe, expect, it } from "vitest";
import type { QualityDimension } from "../terms/quality-dimensions.ts";
import { accepted, fileOf } from "../import/test-imports.fixture.ts";

type Row = readonly [caseId: string, activity: string, time: string, resource: string];

const minute = (caseAt: number, step: number): string =>
  `2024-03-${String(1 + (caseAt % 28)).padStart(2, "0")}T10:${String(step).padStart(2, "0")}:00Z`;

/** 100 cases of five steps, a minute apart. */
const sound: readonly Row[] = Array.from({ length: 100 }, (_, caseAt) =>
  ["Register", "Check", "Decide", "Notify", "Archive"].map(
    (activity, step) => [`case ${caseAt}`, activity, minute(caseAt, step), `user ${step % 3}`] as const,
  ),
).flat();

async function qualityOf(rows: readonly Row[], header = "case,activity,timestamp,resource") {
  const { quality, detected } = await accepted(
    await fileOf(`${header}\n${rows.map((row) => row.join(",")).join("\n")}\n`),
  );
  return { ...quality, detected };
}

const change = (rows: readonly Row[], isChosen: (at: number) => boolean, by: (row: Row) => Row): Row[] =>
  rows.map((row, at) => (isChosen(at) ? by(row) : row));

interface Fault {
  readonly rows: readonly Row[];
  readonly header?: string;
  readonly dimension: QualityDimension;
  readonly affected: number;
  readonly of: number;
  readonly score: number;
}

/** Every second case has "Check" and "Decide" at one time: 50 of 400 steps. */
const simultaneous = change(
  sound,
  (at) => at % 10 === 2,
  ([owner, activity, , who]) => [owner, activity, minute(Number(owner.slice(5)), 1), who],
);

const FAULTS: Readonly<Record<string, Fault>> = {
  "a step at the time of the step before": {
    rows: simultaneous,
    dimension: "orderKnown",
    affected: 50,
    of: 400,
    score: 87.5,
  },
  "a step at the time of the step before, in a file in no order": {
    rows: simultaneous.toSorted((a, b) => a[1].localeCompare(b[1]) || b[0].localeCompare(a[0])),
    dimension: "orderKnown",
    affected: 50,
    of: 400,
    score: 87.5,
  },
  "events that are there twice": {
    rows: [...sound, ...sound.slice(0, 25)],
    dimension: "uniqueness",
    affected: 25,
    of: 525,
    score: 95.2,
  },
  // The placeholders of ten of a hundred cases.
  "days that stand for no time": {
    rows: change(
      sound,
      (at) => at % 50 === 4,
      ([owner, activity, , who]) => [owner, activity, "1970-01-01T00:00:00Z", who],
    ),
    dimension: "plausibleTimes",
    affected: 0,
    of: 500,
    score: 90,
  },
  // A hundred events of "Decide", ten of them written otherwise.
  "names that differ by case": {
    rows: change(
      sound,
      (at) => at % 50 === 2,
      ([owner, activity, time, who]) => [owner, activity.toUpperCase(), time, who],
    ),
    dimension: "consistentNames",
    affected: 10,
    of: 500,
    score: 98,
  },
  // One of four values of 50 of 500 records.
  "resources that are missing now and then": {
    rows: change(
      sound,
      (at) => at % 10 === 0,
      ([owner, activity, time]) => [owner, activity, time, ""],
    ),
    dimension: "completeness",
    affected: 50,
    of: 2000,
    score: 97.5,
  },
  // All four values of five records.
  "records that can't be used": {
    rows: change(
      sound,
      (at) => at % 100 === 3,
      ([owner, activity, , who]) => [owner, activity, "soon", who],
    ),
    dimension: "completeness",
    affected: 20,
    of: 2000,
    score: 99,
  },
};

describe("the quality of a log", () => {
  it.each(Object.entries(FAULTS))("falls in one dimension for %s", async (_, fault) => {
    const { dimensions, score, detected } = await qualityOf(fault.rows, fault.header);
    const hit = dimensions.find(({ dimension }) => dimension === fault.dimension);
    expect(hit).toMatchObject({ affected: fault.affected, of: fault.of, score: fault.score });
    for (const other of dimensions.filter((one) => one !== hit)) expect(other).toMatchObject({ score: 100 });
    expect(score).toBe(fault.score);
    const points = detected.doubts.reduce((sum, doubt) => sum + doubt.points, 0);
    expect(hit?.pointsLost).toBeCloseTo((100 * fault.affected) / fault.of + points, 3);
  });

  it("is 100 in every dimension of a log without faults", async () => {
    const { score, dimensions } = await qualityOf(sound);
    expect(score).toBe(100);
    expect(dimensions.every((one) => one.score === 100 && one.pointsLost === 0 && one.doubts.length === 0)).toBe(true);
  });

  it("knows no order of events whose times are days alone", async () => {
    const rows = sound.map(([owner, activity, time, who]): Row => [owner, activity, time.slice(0, 10), who]);
    const { dimensions, score } = await qualityOf(rows);
    const order = dimensions.find(({ dimension }) => dimension === "orderKnown");
    expect(order).toMatchObject({ affected: 400, of: 400, score: 0 });
    expect(score).toBe(0);
  });

  it("isn't lowered by steps that nobody does by nature", async () => {
    const rows = change(
      sound,
      (at) => at % 5 === 4,
      ([owner, activity, time]) => [owner, activity, time, ""],
    );
    expect((await qualityOf(rows)).score).toBe(100);
  });

  it("isn't lowered by steps at one time where a column tells their order", async () => {
    const rows = simultaneous.map((row, at) => [...row, String(at)]) as unknown as Row[];
    const { score, detected } = await qualityOf(rows, "case,activity,timestamp,resource,sequence number");
    expect([score, detected.orderedBy]).toEqual([100, "sequence number"]);
  });

  it("falls for roles that columns were given by their values alone", async () => {
    const { dimensions, score } = await qualityOf(sound, "a,step,c,d");
    const roles = dimensions.find(({ dimension }) => dimension === "certainRoles");
    expect(roles?.doubts).toEqual(["RoleUncertain"]);
    expect(roles?.score).toBeLessThan(100);
    expect(score).toBeLessThan(100);
  });

  it("is rounded down, so that a log with a fault is never at 100", async () => {
    const many = Array.from({ length: 20 }, (_, at) =>
      sound.map(([owner, ...rest]): Row => [`${owner}-${at}`, ...rest]),
    ).flat();
    const rows = change(
      many,
      (at) => at === 7,
      ([owner, activity, , who]) => [owner, activity, "soon", who],
    );
    expect((await qualityOf(rows)).score).toBe(99.9);
  });
});
