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

it("names nobody where there is one analysis", () => {
  const [, advice] = firstPage([{ name: "A", source: source(100, 20) }], textsIn("en"));
  expect(advice).toMatchObject({ text: textsIn("en").summary.noAdvice });
});
