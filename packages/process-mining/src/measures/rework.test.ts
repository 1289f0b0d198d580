import { seededRandom } from "@longhaul/domain";
import { expect, it } from "vitest";
import { eventLogFromTraces } from "../log/event-log-from-traces.ts";
import { measureRework } from "./rework.ts";

/** Cases of these activities, in this order. */
const logOf = (cases: readonly string[]) =>
  eventLogFromTraces(cases.map((steps) => steps.split("").map((name, at) => [name, at * 1000, "x"])));
const beyondRule = async (cases: readonly string[]) => (await measureRework(logOf(cases))).beyondRule;
const times = (count: number, steps: string): string[] => Array.from({ length: count }, () => steps);

it("leaves out what most cases repeat, as a test of every day, and tells which of the others most cases repeat", async () => {
  // `n` is repeated six times, but in one case; `c` in two.
  const cases = [...times(8, "att"), ...times(2, "atc"), ...times(2, "atcc"), "annnnnnn"];
  expect(await beyondRule(cases)).toEqual({
    repeatedAsARule: ["t"],
    cases: 3,
    most: { activity: "c", cases: 2, ofCases: 4 },
  });
});

it("knows no rule of few cases", async () => {
  expect(await beyondRule(times(9, "att"))).toEqual({
    repeatedAsARule: [],
    cases: 9,
    most: { activity: "t", cases: 9, ofCases: 9 },
  });
  expect(await beyondRule(times(10, "att"))).toEqual({ repeatedAsARule: ["t"], cases: 0, most: null });
  expect(await beyondRule(times(10, "ab"))).toEqual({ repeatedAsARule: [], cases: 0, most: null });
});

it("doesn't speak of a rule that hardly any case follows", async () => {
  const seldom = (count: number) => beyondRule([...times(10, "att"), ...times(count, "ab")]);
  expect((await seldom(490)).repeatedAsARule).toEqual(["t"]);
  expect(await seldom(491)).toMatchObject({ repeatedAsARule: [], cases: 10, most: { activity: "t" } });
});

it("agrees with counting case by case", async () => {
  const random = seededRandom(11);
  const letters = "aaabbcdef";
  const cases = Array.from({ length: 300 }, () =>
    Array.from({ length: 1 + Math.floor(random() * 9) }, () => letters[Math.floor(random() * letters.length)]).join(""),
  );
  const repeats = (steps: string, name: string): boolean => steps.split(name).length > 2;
  const names = "abcdef".split("");
  const counted = names.map((name) => {
    const having = cases.filter((steps) => steps.includes(name));
    return { name, having: having.length, repeating: having.filter((steps) => repeats(steps, name)).length };
  });
  const others = counted.filter(({ having, repeating }) => repeating < having / 2);
  const most = Math.max(...others.map(({ repeating }) => repeating));
  const found = await beyondRule(cases);
  expect(found.repeatedAsARule.toSorted()).toEqual(
    counted.filter((one) => !others.includes(one)).map(({ name }) => name),
  );
  expect(found.cases).toBe(cases.filter((steps) => others.some(({ name }) => repeats(steps, name))).length);
  expect(found.most?.cases).toBe(most);
});
