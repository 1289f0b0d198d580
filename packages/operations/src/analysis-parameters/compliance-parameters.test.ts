import { validateBody } from "@longhaul/contracts";
import { BINARY_RULES, UNARY_RULES } from "@longhaul/process-mining";
import { describe, expect, it } from "vitest";
import { processMiningAnalysis } from "../process-mining-analysis/definition.ts";
import { BINARY_RULE_NAMES, UNARY_RULE_NAMES } from "./compliance-parameters.ts";
import { otherLanguageIn } from "../report-generation/other-language.fixture.ts";
import { textsIn } from "../texts/texts.ts";
import { ruleName, ruleText, toRule } from "../wording/rule-text.ts";

const faultsOf = (parameters: Record<string, unknown>) => {
  const checked = validateBody(processMiningAnalysis.parameters, parameters);
  return checked.ok ? [] : checked.faults.map(({ pointer }) => pointer);
};

describe("rules", () => {
  it("are those of the engine", () => {
    expect([UNARY_RULE_NAMES, BINARY_RULE_NAMES]).toEqual([UNARY_RULES, BINARY_RULES]);
  });

  it.each<[Record<string, unknown>, readonly string[]]>([
    [{ type: "init", activity: "a" }, []],
    [{ type: "init", activity: "a", other: "b" }, ["other"]],
    [{ type: "response", activity: "a" }, ["other"]],
    [{ type: "response", activity: "a", other: "b", withinSec: 1 }, []],
    [{ type: "response", activity: "a", other: "b", withinSec: 0 }, ["withinSec"]],
    [{ type: "eventuallyFollows", activity: "a", other: "b" }, []],
    [{ type: "within", activity: "a", other: "b" }, ["withinSec"]],
    [{ type: "choice", activity: "a", other: "b", withinSec: 1 }, ["withinSec"]],
    [{ type: "atMostTimes", activity: "a", times: 2 }, []],
    [{ type: "existence", activity: "a", times: 0 }, ["times"]],
    [{ type: "chainResponse", activity: "a", other: "b", times: 1 }, ["times"]],
    [{ type: "fourEyes", activity: "a", other: "b" }, []],
    [{ activity: "" }, ["type", "activity"]],
  ])("%j have the faults %j", (rule, keys) => {
    expect(faultsOf({ rules: [rule] }).toSorted()).toEqual(keys.map((key) => `/rules/0/${key}`).toSorted());
  });

  it("in plain words are templates of Declare", () => {
    const typeOf = (type: "eventuallyFollows" | "directlyFollows" | "within" | "neverTogether") =>
      toRule({ type, activity: "a", other: "b" }).type;
    expect(
      ["eventuallyFollows", "directlyFollows", "within", "neverTogether"].map((one) => typeOf(one as "within")),
    ).toEqual(["response", "chainResponse", "response", "notCoExistence"]);
  });

  it.each([
    ["en", /“A x”.*, within 2 hours$/],
    ["fr", /«\u00a0A x\u00a0».*, en 2.h au plus$/],
  ] as const)(
    "are each put into words of their own in the language %s, which name their activities",
    (language, pattern) => {
      const words = [...UNARY_RULES, ...BINARY_RULES].map((type) =>
        ruleText({ type, activity: "A x", other: "B y", withinSec: 7200 }, textsIn(language)),
      );
      expect(new Set(words).size).toBe(words.length);
      for (const text of words) {
        expect(text).toMatch(pattern);
        expect(otherLanguageIn(text, language)).toEqual([]);
      }
      expect(words.filter((text) => text.includes("B y"))).toHaveLength(BINARY_RULES.length);
    },
  );

  it("are called as their users named them, and by their own words in the language of the reader else", () => {
    const unnamed = { type: "init", activity: "A" } as const;
    expect(ruleName({ rule: "A first" }, textsIn("fr"))).toBe("A first");
    expect(ruleName({ rule: '"A" comes first', unnamed }, textsIn("fr"))).toBe("«\u00a0A\u00a0» vient en premier");
  });
});

describe("referenceModel", () => {
  it.each<[Record<string, unknown>, readonly string[]]>([
    [{ text: "<pnml/>" }, []],
    [{ text: "\uFEFF <pnml/>" }, []],
    [{ operationId: "op-1" }, []],
    [{}, [""]],
    [{ text: "<pnml/>", operationId: "op-1" }, [""]],
    [{ text: "pnml" }, ["/text"]],
    [{ text: "<!doctype x><pnml/>" }, ["/text"]],
  ])("%j has the faults %j", (referenceModel, keys) => {
    expect(faultsOf({ referenceModel })).toEqual(keys.map((key) => `/referenceModel${key}`));
  });
});
