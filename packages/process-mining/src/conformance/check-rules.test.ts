import { describe, expect, it } from "vitest";
import { eventLogFromTraces } from "../log/event-log-from-traces.ts";
import { checkRules } from "./check-rules.ts";
import type { Rule, RuleType } from "./rule.ts";

const HOUR = 3_600_000;

/** One case of these activities, an hour apart, all by one person unless said otherwise. */
async function check(trace: string, rule: Omit<Rule, "activity"> & { readonly activity?: string }, who = "") {
  const events = Array.from(trace).map(
    (name, at) => [name, at * HOUR, who[at] === "-" ? null : (who[at] ?? "x")] as const,
  );
  const [result] = await checkRules(eventLogFromTraces([events]), [{ activity: "a", ...rule }]);
  return [result?.activations, result?.violations];
}

describe("rules", () => {
  it.each<[RuleType, string, number, number]>([
    ["absence", "bc", 1, 0],
    ["absence", "ba", 1, 1],
    ["init", "ab", 1, 0],
    ["init", "ba", 1, 1],
    ["end", "ba", 1, 0],
    ["end", "ab", 1, 1],
    ["choice", "cb", 1, 0],
    ["choice", "cc", 1, 1],
    ["exclusiveChoice", "ca", 1, 0],
    ["exclusiveChoice", "ab", 1, 1],
    ["exclusiveChoice", "c", 1, 1],
    ["respondedExistence", "ba", 1, 0],
    ["respondedExistence", "aca", 2, 2],
    ["respondedExistence", "bc", 0, 0],
    ["coExistence", "ba", 2, 0],
    ["coExistence", "bb", 2, 2],
    ["coExistence", "c", 0, 0],
    ["notCoExistence", "aca", 2, 0],
    ["notCoExistence", "bca", 2, 1],
    ["response", "acb", 1, 0],
    ["response", "aba", 2, 1],
    ["response", "aab", 2, 0],
    ["response", "b", 0, 0],
    ["precedence", "acb", 1, 0],
    ["precedence", "bab", 2, 1],
    ["precedence", "a", 0, 0],
    ["succession", "ab", 2, 0],
    ["succession", "ba", 2, 2],
    ["notSuccession", "ba", 1, 0],
    ["notSuccession", "acb", 1, 1],
    ["alternateResponse", "abab", 2, 0],
    ["alternateResponse", "aab", 2, 1],
    ["alternatePrecedence", "abcab", 2, 0],
    ["alternatePrecedence", "abb", 2, 1],
    ["alternateSuccession", "aabb", 4, 2],
    ["chainResponse", "cab", 1, 0],
    ["chainResponse", "acb", 1, 1],
    ["chainPrecedence", "ab", 1, 0],
    ["chainPrecedence", "acb", 1, 1],
    ["chainSuccession", "abc", 2, 0],
    ["chainSuccession", "acb", 2, 2],
    ["notChainSuccession", "acb", 1, 0],
    ["notChainSuccession", "cab", 1, 1],
  ])("%s judges %s: %i occasions, %i violations", async (type, trace, activations, violations) => {
    expect(await check(trace, { type, other: "b" })).toEqual([activations, violations]);
  });

  it.each<[RuleType, number, string, number]>([
    ["existence", 2, "aba", 0],
    ["existence", 2, "ab", 1],
    ["exactly", 2, "aba", 0],
    ["exactly", 2, "aaa", 1],
    ["atMostTimes", 2, "aba", 0],
    ["atMostTimes", 2, "aaa", 1],
  ])("%s of %i times judges %s", async (type, times, trace, violations) => {
    expect(await check(trace, { type, times })).toEqual([1, violations]);
  });

  it.each<[RuleType, string, number]>([
    ["response", "acb", 0],
    ["response", "accb", 1],
    ["precedence", "accb", 1],
    ["chainResponse", "ab", 0],
    ["alternateResponse", "accb", 1],
    ["succession", "accb", 2],
  ])("%s within two hours judges %s", async (type, trace, violations) => {
    expect((await check(trace, { type, other: "b", withinSec: 7200 }))[1]).toBe(violations);
  });

  it.each([
    ["ab", "xy", 1, 0],
    ["ab", "xx", 1, 1],
    ["abb", "xyx", 2, 1],
    ["ab", "-x", 0, 0],
    ["ab", "x-", 0, 0],
  ])("fourEyes judges %s by %s", async (trace, who, activations, violations) => {
    expect(await check(trace, { type: "fourEyes", other: "b" }, who)).toEqual([activations, violations]);
  });

  it("judges a rule on an activity with itself by its further occurrences", async () => {
    expect(await check("aa", { type: "chainResponse", other: "a" })).toEqual([2, 1]);
    expect(await check("aca", { type: "notChainSuccession", other: "a" })).toEqual([2, 0]);
  });

  it("names the cases that break a rule, and counts those that gave occasion", async () => {
    const log = eventLogFromTraces([
      [["a", 0]],
      [["c", 0]],
      [
        ["a", 0],
        ["b", 1],
      ],
      [
        ["a", 0],
        ["a", 1],
      ],
    ]);
    const [result] = await checkRules(log, [{ type: "response", activity: "a", other: "b" }]);
    expect(result).toMatchObject({
      activeCases: 3,
      activations: 4,
      violations: 3,
      breaks: [
        { owner: 0, violations: 1 },
        { owner: 3, violations: 2 },
      ],
    });
  });

  it("takes an activity that the log hasn't for one that never happens", async () => {
    expect(await check("ab", { type: "response", other: "z" })).toEqual([1, 1]);
    expect(await check("ab", { type: "existence", activity: "z" })).toEqual([1, 1]);
    expect(await check("bb", { type: "precedence", activity: "z", other: "y" })).toEqual([0, 0]);
  });
});
