import type { CaseAttribute } from "@longhaul/event-log";
import { describe, expect, it } from "vitest";
import { eventLogFromTraces } from "../log/event-log-from-traces.ts";
import { askForCauses, type CauseAnswer } from "./cause-questions.ts";

const CASES = 600;
const DAY_S = 86_400;

/** A number from 0 to 1 that follows from the case and the place. */
const drawn = (owner: number, place: number): number => {
  const x = Math.sin(owner * 12.9898 + place * 78.233) * 43_758.5453;
  return x - Math.floor(x);
};

/** A case a day of the kinds A and B, of which a share by kind and half repeats its second step, and a share is refused. */
function planted(shareRepeating: (kind: "A" | "B", isLater: boolean) => number, shareRefused = { A: 0.1, B: 0.1 }) {
  const kinds = Array.from({ length: CASES }, (_, owner) => (drawn(owner, 1) < 0.4 ? "A" : "B"));
  const log = eventLogFromTraces(
    kinds.map((kind, owner) => {
      const begin = owner * DAY_S;
      const again = drawn(owner, 2) < shareRepeating(kind, owner >= CASES / 2);
      const end = drawn(owner, 3) < shareRefused[kind] ? "refuse" : "grant";
      return [
        ["ask", begin],
        ["check", begin + 60],
        ...(again ? ([["check", begin + 120]] as const) : []),
        [end, begin + 180],
      ] as const;
    }),
  );
  const codes = Int32Array.from(kinds, (kind) => (kind === "A" ? 0 : 1));
  const attributes: CaseAttribute[] = [{ name: "kind", kind: "text", values: ["A", "B"], codes }];
  return { log, attributes, kinds };
}

const answerOf = (answers: readonly CauseAnswer[], name: string): CauseAnswer => {
  const found = answers.find(({ question }) => question.name === name);
  if (found === undefined) throw new Error(`nothing was asked about ${name}`);
  return found;
};
const named = ({ causes }: CauseAnswer) =>
  causes.map(({ conditions }) => conditions.map(({ what, value }) => `${what} ${value}`).join(" and "));

describe("askForCauses", () => {
  it("names the kind that repeats more often, with its share of the cases and what each half shows", async () => {
    const { log, attributes, kinds } = planted((kind) => (kind === "A" ? 0.5 : 0.1));
    const rework = answerOf(await askForCauses(log, { attributes }), "rework");
    expect(named(rework)).toEqual(["kind A"]);
    const [cause] = rework.causes;
    const size = kinds.filter((kind) => kind === "A").length;
    expect(cause).toMatchObject({ cases: size, coverage: size / CASES });
    expect((cause?.cases ?? 0) * (cause?.mean ?? 0) + (cause?.otherCases ?? 0) * (cause?.otherMean ?? 0)).toBeCloseTo(
      rework.casesWith,
      6,
    );
    expect(cause?.interval.low).toBeLessThan(0.4);
    expect(cause?.interval.high).toBeGreaterThan(0.3);
    expect(Math.min(cause?.byHalf.earlier ?? 0, cause?.byHalf.later ?? 0)).toBeGreaterThan(0.2);
  });

  it("names none where only one half of the time shows it, and none where nothing does", async () => {
    const early = planted((kind, isLater) => (kind === "A" && !isLater ? 0.7 : 0.1));
    const nothing = planted(() => 0.3);
    for (const { log, attributes } of [early, nothing]) {
      const rework = answerOf(await askForCauses(log, { attributes }), "rework");
      expect(rework.segmentsCompared).toBeGreaterThan(0);
      expect(named(rework)).toEqual([]);
    }
  });

  it("asks how cases end otherwise than most, unless an outcome is asked for", async () => {
    const { log, attributes } = planted(() => 0.3, { A: 0.4, B: 0.1 });
    const end = answerOf(await askForCauses(log, { attributes }), "end");
    expect(end.question.about).toBe("refuse");
    expect(named(end)).toEqual(["kind A"]);
    const question = { name: "outcome", kind: "activity", activity: "grant" } as const;
    const asked = await askForCauses(log, { attributes, risks: [{ question, about: "grant" }] });
    expect(asked.map((one) => one.question.name)).toEqual(["rework", "outcome"]);
    expect(named(answerOf(asked, "outcome"))).toEqual(["kind B"]);
  });

  it("asks about deviations by the cases that have them, and compares nothing where fewer than 20 do", async () => {
    const { log, attributes, kinds } = planted(() => 0);
    const deviating = (share: number) =>
      new Set(log.caseIds.filter((_, owner) => kinds[owner] === "B" && drawn(owner, 5) < share));
    const question = { name: "rule", about: "four eyes" } as const;
    const many = await askForCauses(log, { attributes, deviating: [{ question, caseIds: deviating(0.5) }] });
    expect(named(answerOf(many, "rule"))).toEqual(["kind B"]);
    const few = await askForCauses(log, { attributes, deviating: [{ question, caseIds: deviating(0.03) }] });
    expect(answerOf(few, "rule").casesWith).toBeGreaterThan(0);
    expect(answerOf(few, "rule").segmentsCompared).toBe(0);
    expect(answerOf(few, "rework")).toMatchObject({ casesWith: 0, segmentsCompared: 0 });
  });
});
