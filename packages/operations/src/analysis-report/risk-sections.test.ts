import { LANGUAGES } from "@longhaul/domain";
import type { Block } from "@longhaul/rendering";
import { describe, expect, it } from "vitest";
import type { Discovery } from "../process-mining-analysis/discovery.ts";
import { otherLanguageIn } from "../report-generation/other-language.fixture.ts";
import { textsIn } from "../texts/texts.ts";
import { causesSection } from "./causes-section.ts";
import type { ReportSource } from "./report-source.ts";
import { runningCasesSection } from "./running-cases-section.ts";

/** An analysis with these results. */
function sourceOf(results: Record<string, unknown>): ReportSource {
  const operation = { phases: [{ name: "Machine Learning Analysis", output: { results } }] };
  return { operation, discovery: {} as Discovery } as unknown as ReportSource;
}

const cause = (kind: string, what: string, value: string) => ({
  conditions: [{ kind, what, value }],
  cases: 120,
  meanSec: 864_000,
  otherMeanSec: 86_400,
  differenceLowSec: 700_000,
  differenceHighSec: 800_000,
});
const rootCauses = {
  segmentsCompared: 31,
  causes: [
    cause("activity", "activity", "Kilo"),
    cause("attribute", "zone", "Zulu"),
    cause("weekday", "weekday", "Friday"),
  ],
  lists: { causes: { total: 3 } },
};

const running = (caseId: string, overdueRisk?: number) => ({
  caseId,
  lastActivity: "Alfa",
  nextActivity: "(end of case)",
  probability: 0.75,
  remainingTimeSec: 86_400,
  atLeastSec: 3600,
  atMostSec: 864_000,
  ...(overdueRisk === undefined ? {} : { overdueRisk }),
});

const tablesOf = (blocks: readonly Block[] = []) => blocks.flatMap((block) => (block.kind === "table" ? [block] : []));
const textsOf = (blocks: readonly Block[] = []): string[] =>
  blocks.flatMap((block) => {
    if (block.kind === "text") return [block.text];
    if (block.kind !== "table") return [];
    const cells = block.rows.flat().map((cell) => (typeof cell === "string" ? cell : (cell?.text ?? "")));
    return [block.caption, ...block.columns.map(({ label }) => label), ...cells];
  });

describe.each(LANGUAGES)("in the language %s", (language) => {
  const texts = textsIn(language);

  it("what goes with long cases tells attributes and days apart from activities, and nothing of the other language", () => {
    const [section] = causesSection(sourceOf({ rootCauses }), texts, 15);
    const [groups, activities] = tablesOf(section?.blocks);
    const names = {
      en: ["with zone = Zulu", "that began on a Friday"],
      fr: ["avec zone = Zulu", "commencés un vendredi"],
    };
    expect(groups?.rows.map(([name]) => name)).toEqual(names[language]);
    expect(activities?.rows).toHaveLength(1);
    expect(textsOf(section?.blocks).flatMap((text) => otherLanguageIn(text, language))).toEqual([]);
  });

  it("running cases are told with their risk, where one was asked for, and in words of the language", () => {
    const latest = [running("k1"), running("k2")];
    const told = { count: 30, intervalLevel: 0.9, intervalCoverage: 0.88, intervalCheckedOn: 1234, latest };
    const [plain] = runningCasesSection(sourceOf({ predictions: { runningCases: told } }), texts);
    const [table] = tablesOf(plain?.blocks);
    expect(table?.columns).toHaveLength(7);
    expect(table?.rows[0]?.[2]).toBe(language === "en" ? "end of the case" : "fin du dossier");
    expect(table?.caption).toMatch(/\b2\b.*\b30\b/);
    const atRisk = [running("k9", 0.97), running("k1", 0.2)];
    const [risky] = runningCasesSection(sourceOf({ predictions: { runningCases: { ...told, atRisk } } }), texts);
    const [first] = tablesOf(risky?.blocks);
    expect(first?.columns).toHaveLength(8);
    expect(first?.rows[0]?.[0]).toBe("k9");
    expect(first?.rows[0]?.at(-1)).toEqual({ value: 97, text: language === "en" ? "97.0 %" : "97,0\u00a0%" });
    const said = [...textsOf(plain?.blocks), ...textsOf(risky?.blocks)];
    expect(said.flatMap((text) => otherLanguageIn(text, language))).toEqual([]);
  });
});

it("says nothing of causes and running cases where none were looked for", () => {
  const texts = textsIn("en");
  expect(causesSection(sourceOf({}), texts, 15)).toEqual([]);
  expect(runningCasesSection(sourceOf({ predictions: { runningCases: { count: 0, latest: [] } } }), texts)).toEqual([]);
});
