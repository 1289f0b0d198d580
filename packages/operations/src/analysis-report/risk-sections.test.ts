import { LANGUAGES } from "@longhaul/domain";
import type { Block } from "@longhaul/rendering";
import { describe, expect, it } from "vitest";
import type { Discovery } from "../findings/discovery.ts";
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
  coverage: 0.24,
  meanSec: 864_000,
  otherMeanSec: 86_400,
  differenceLowSec: 700_000,
  differenceHighSec: 800_000,
  laterDifferenceSec: 777_600,
});
const often = (what: string, value: string) => ({
  conditions: [{ kind: "attribute", what, value }],
  cases: 110,
  coverage: 0.22,
  share: 0.514,
  otherShare: 0.0625,
  differenceLow: 0.3512,
  differenceHigh: 0.5,
  laterDifference: 0.42,
});
const answer = (question: string, about: string, causes: readonly unknown[], segmentsCompared = 31) => ({
  question,
  ...(about === "" ? {} : { about }),
  cases: 500,
  casesWith: 80,

  segmentsCompared,
  causes,
  lists: { causes: { total: causes.length } },
});
const rootCauses = {
  segmentsCompared: 31,
  causes: [
    cause("activity", "activity", "Kilo"),
    cause("attribute", "zone", "Zulu"),
    cause("weekday", "weekday", "Friday"),
  ],
  lists: { causes: { total: 3 } },
  questions: [
    answer("rework", "", [often("zone", "Yankee")]),
    answer("end", "Mike", []),
    answer("outcome", "Oscar", []),
    answer("overdue", "", [], 0),
    answer("referenceModel", "Sierra", []),
    answer("rule", "Tango", []),
  ],
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
    if (block.kind === "text") return [block.lead ?? "", block.text];
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

  it("of what happens to no case it is only said that it doesn't", () => {
    const never = { ...answer("rework", "", [], 0), casesWith: 0 };
    const [section] = causesSection(sourceOf({ rootCauses: { ...rootCauses, questions: [never] } }), texts, 15);
    const said = (section?.blocks ?? []).flatMap((block) => (block.kind === "text" ? [block.text] : [])).at(-1);
    expect(said).toBe(
      language === "en"
        ? "It happens to none of 500 cases that are over."
        : "Ce n’est le cas d’aucun des 500\u00a0dossiers qui sont clos.",
    );
  });

  it("each question is asked in words, with its figures, and it is said where nothing was found or compared", () => {
    const [section] = causesSection(sourceOf({ rootCauses }), texts, 15);
    const asked = (section?.blocks ?? []).flatMap((block) => (block.kind === "text" ? [block] : []));
    const [method, duration, rework, end, , late, , rule] = asked;
    expect(method?.text).toMatch(language === "en" ? /not that one causes the other/ : /non que l’un cause l’autre/);
    expect(asked.slice(1).filter(({ lead = "" }) => !lead.endsWith("?"))).toEqual([]);
    expect(duration?.text).toMatch(/\b31\b.*\b3\b/);
    expect(rework?.text).toMatch(/\b80\b.*\b500\b.*16[.,]0.*\b31\b.*\b1\b/);
    expect(end?.lead).toContain("Mike");
    expect(end?.text).toMatch(language === "en" ? /None of/ : /Aucun/);
    expect(late?.text).toMatch(language === "en" ? /Nothing could be compared/ : /Rien n’a pu être comparé/);
    expect(rule?.lead).toContain("Tango");
    const [, , table] = tablesOf(section?.blocks);
    const figures = ["110", "22.0 %", "51.4 %", "6.3 %", "35.1", "50.0", "42.0"];
    const written = (table?.rows[0] ?? []).slice(1).map((cell) => (typeof cell === "object" ? cell?.text : cell));
    expect(written).toEqual(
      language === "en" ? figures : figures.map((one) => one.replace(".", ",").replace(" ", "\u00a0")),
    );
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
    expect(first?.rows[0]?.at(-1)).toEqual({
      value: 97,
      text: language === "en" ? "97.0 %" : "97,0\u00a0%",
      unit: "%",
    });
    const said = [...textsOf(plain?.blocks), ...textsOf(risky?.blocks)];
    expect(said.flatMap((text) => otherLanguageIn(text, language))).toEqual([]);
  });
});

it("says nothing of causes and running cases where none were looked for", () => {
  const texts = textsIn("en");
  expect(causesSection(sourceOf({}), texts, 15)).toEqual([]);
  expect(runningCasesSection(sourceOf({ predictions: { runningCases: { count: 0, latest: [] } } }), texts)).toEqual([]);
});
