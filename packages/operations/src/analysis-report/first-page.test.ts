import { expect, it } from "vitest";
import type { Discovery } from "../findings/discovery.ts";
import { textsIn } from "../texts/texts.ts";
import { firstPage } from "./first-page.ts";
import type { ReportSource } from "./report-source.ts";

/** An analysis of so many cases, nothing recommended, its predictions rated so. */
function source(cases: number, overallConfidenceScore: number): ReportSource {
  const discovery = { cases, events: 9 * cases, rework: { cases: 0, selfLoops: 0 } } as unknown as Discovery;
  const quality = { score: 93, recordsLeftOut: 0, doubts: [] };
  const phases = [
    { name: "Load", output: { results: { dataQuality: quality } } },
    { name: "Learn", output: { results: {}, summary: { overallConfidenceScore }, recommendations: [] } },
  ];
  return { discovery, operation: { phases } } as unknown as ReportSource;
}

it.each([
  ["en", "Both.", "Nothing is recommended"],
  ["fr", "Les deux.", "Rien n’est recommandé"],
] as const)("says once what is the same of two analyses, and by name what isn't (%s)", (language, both, nothing) => {
  const compared = [
    { name: "A", source: source(100, 20) },
    { name: "B", source: source(200, 30) },
  ];
  const blocks = firstPage(compared, textsIn(language), "They differ.");
  const lines = blocks.map((block) => (block.kind === "text" ? block.text.split("\n") : []));
  expect(lines.map((page) => page.map((line) => line.replace(/\. .*/, ".")))).toEqual([
    ["A.", "B.", "They differ."],
    [both],
    ["A.", "B.", both],
  ]);
  expect(lines[1]?.[0]).toContain(`${both} ${nothing}`);
  expect(lines[2]?.[2]).toContain("93");
  expect(lines[2]?.[0]).not.toContain("93");
});

it("spells out once what is recommended of both, with what is expected of each", () => {
  const advised = (openSteps: number): ReportSource => {
    const evidence = { openSteps, steps: 1000, one: "x", other: "y", openBetween: 9, simultaneousSteps: openSteps };
    const advice = {
      code: "recordExactTimes",
      category: "Data Quality",
      evidence: { ...evidence, paths: 3, pathsInOneOrder: 3 },
    };
    const phases = [{ name: "Learn", output: { results: {}, recommendations: [advice] } }];
    return { ...source(100, 20), operation: { phases } } as unknown as ReportSource;
  };
  const compared = [
    { name: "A", source: advised(120) },
    { name: "B", source: advised(340) },
  ];
  const told = (differences: string | null): string[] => {
    const [, advice] = firstPage(compared, textsIn("en"), differences);
    return advice?.kind === "text" ? advice.text.split("\n") : [];
  };
  expect(told("They differ.")).toEqual([
    expect.stringMatching(/^A\. Record which step comes first .* Expected: the order of 120 steps/),
    expect.stringMatching(/^B\. The same holds here, too\. Expected: the order of 340 steps/),
  ]);
  expect(told(null)[1]).toMatch(/^B\. Record which step/);
});

it("names nobody where there is one analysis", () => {
  const [, advice] = firstPage([{ name: "A", source: source(100, 20) }], textsIn("en"));
  expect(advice).toMatchObject({ text: textsIn("en").summary.noAdvice });
});
