import { LANGUAGES } from "@longhaul/domain";
import { describe, expect, it } from "vitest";
import type { Discovery } from "../findings/discovery.ts";
import { textsIn } from "../texts/texts.ts";
import { qualitySection, qualityText } from "./data-quality-section.ts";
import { learningSection } from "./learning-section.ts";
import type { ReportSource } from "./report-source.ts";

/** An analysis with these results. */
function sourceOf(results: Record<string, unknown>): ReportSource {
  const operation = { operationName: "One", datasetId: "1", phases: [{ name: "Phase", output: { results } }] };
  return { operation, discovery: {} as Discovery } as unknown as ReportSource;
}

describe.each(LANGUAGES)("what reports say in %s", (language) => {
  const texts = textsIn(language);

  it("of the quality of data has no blank cell", () => {
    const dataQuality = {
      score: 90,
      recordsLeftOut: 0,
      columns: [],
      dimensions: [
        { dimension: "completeness", pointsLost: 10, affected: 5, of: 50, doubts: ["MissingWords"] },
        { dimension: "certainRoles", pointsLost: 0, affected: 0, of: 0, doubts: [] },
      ],
      doubts: [{ kind: "Encoding", detail: "What was seen.", points: 0 }],
    };
    const [section] = qualitySection([sourceOf({ dataQuality })], texts, false);
    const tables = (section?.blocks ?? []).flatMap((block) => (block.kind === "table" ? [block] : []));
    expect(tables).toHaveLength(2);
    const cells = tables.flatMap(({ rows }) => rows.flat());
    expect(cells).not.toContain("");
    expect(cells.filter((cell) => cell === null)).toHaveLength(4);
  });

  it("of cases that stand out is a sentence where there are none, and a table where there are some", () => {
    const anomalies = { highSeverity: 0, mediumSeverity: 0, lowSeverity: 0, falsePositiveRate: 0.05 };
    const blocksOf = (detected: number) =>
      learningSection(sourceOf({ anomalies: { ...anomalies, detected } }), texts).flatMap(({ blocks }) => blocks);
    expect(blocksOf(0)).toEqual([{ kind: "text", text: texts.summary.anomalies(0) }]);
    expect(blocksOf(1)).toMatchObject([{ kind: "table", caption: texts.learning.anomaliesTable }]);
  });
});

it.each([
  ["completeness", "la complétude"],
  ["uniqueness", "l’unicité"],
  ["orderKnown", "l’ordre des événements"],
  ["plausibleTimes", "la vraisemblance des dates"],
  ["consistentNames", "la cohérence des noms"],
  ["certainRoles", "la certitude sur le rôle des colonnes"],
])("French names the weak point %s with its article", (dimension, name) => {
  const dimensions = [{ dimension, pointsLost: 10, affected: 0, of: 0, doubts: [] }];
  const source = sourceOf({ dataQuality: { score: 90, recordsLeftOut: 0, columns: [], dimensions, doubts: [] } });
  expect(qualityText(source, textsIn("fr"), false)).toBe(
    `Les données sont notées 90 sur 100\u00a0; le point faible est ${name}.`,
  );
});
