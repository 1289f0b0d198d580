import { LANGUAGES } from "@longhaul/domain";
import { describe, expect, it } from "vitest";
import { en } from "./en/index.ts";
import { fr } from "./fr/index.ts";
import { textsIn } from "./texts.ts";
import { slipsIn } from "./typography.fixture.ts";

/** Words that are written alike in both languages. */
const ALIKE = new Set(["Variants", "Dimension", "Type", "minutes", "points", "Total", "Anomalies"]);

/** All texts without parameters, by their place. */
function plainTexts(value: unknown, at = ""): [string, string][] {
  if (typeof value === "string") return [[at, value]];
  if (typeof value !== "object" || value === null) return [];
  return Object.entries(value).flatMap(([key, inner]) => plainTexts(inner, `${at}.${key}`));
}

describe("the catalogues of texts", () => {
  it("leave no text untranslated", () => {
    const french = new Map(plainTexts(fr));
    const same = plainTexts(en).filter(([at, text]) => french.get(at) === text && text !== "" && !ALIKE.has(text));
    expect(same).toEqual([]);
  });

  it.each(LANGUAGES)("have headings that a sheet of a workbook can be called, in %s", (language) => {
    const names = plainTexts({ en, fr }[language].headings).map(([, text]) => text.replaceAll(/[\u00a0:]+/g, ""));
    expect(names.filter(({ length }) => length > 31)).toEqual([]);
  });

  it.each(LANGUAGES)("keep to the signs of %s", (language) => {
    const texts = plainTexts({ en, fr }[language]);
    expect(texts.length).toBeGreaterThan(100);
    expect(texts.flatMap(([, text]) => slipsIn(text, language))).toEqual([]);
    expect(slipsIn('as "here" : so', language)).toHaveLength(1);
    expect(slipsIn("that isn't so : no", language)).toHaveLength(1);
  });

  it("put other quotes inside quotes", () => {
    const [english, french] = LANGUAGES.map(textsIn);
    expect(english?.causes.questions.rule("after “A” comes “B”")).toBe(
      "Which cases break the rule “after ‘A’ comes ‘B’”?",
    );
    expect(french?.causes.questions.rule("après «\u00a0A\u00a0» vient B")).toBe(
      "Quels dossiers enfreignent la règle «\u00a0après “A” vient B\u00a0»\u00a0?",
    );
  });

  it("name filters as readers do, and hours below two in the singular of French", () => {
    const [english, french] = LANGUAGES.map(textsIn);
    expect(english?.summary.filtered(["timeWindow", "attributes[1]"], 2, 3)).toContain("(period, attribute 2)");
    expect(french?.summary.filtered(["timeWindow", "attributes[1]"], 2, 3)).toContain("(période, attribut 2)");
    expect([360, 3600, 9000].map((sec) => english?.workingSpan(sec))).toEqual([
      "0.1 working hours",
      "1.0 working hour",
      "2.5 working hours",
    ]);
    expect([360, 9000].map((sec) => french?.workingSpan(sec))).toEqual(["0,1 heure ouvrée", "2,5 heures ouvrées"]);
  });

  it("say of one what isn’t said of many", () => {
    const { tables } = textsIn("en");
    expect([1, 2].map((count) => tables.variantsTable(count, count))).toEqual(["The only variant", "All 2 variants"]);
    expect([1, 2].map((count) => tables.activitiesTable(count, count))).toEqual([
      "The only activity",
      "All 2 activities",
    ]);
    expect(tables.variantsChart(1, 1)).toBe("Cases of the most frequent variant, which covers 100.0 % of all cases");
    expect(tables.variantsInBoth(0, 2, 3)).toBe("No variant occurs in both analyses, 2 in A only and 3 in B only.");
  });

  it("count in the singular and the plural of each language", () => {
    const [english, french] = LANGUAGES.map(textsIn);
    expect([0, 1, 2].map((cases) => english?.summary.anomalies(cases))).toEqual([
      "No case stands out as an anomaly.",
      "One case stands out as an anomaly.",
      "2 cases stand out as anomalies.",
    ]);
    expect([0, 1, 2].map((cases) => french?.summary.anomalies(cases))).toEqual([
      "Aucun dossier ne se distingue comme anomalie.",
      "Un dossier se distingue comme anomalie.",
      "2\u00a0dossiers se distinguent comme anomalies.",
    ]);
  });
});
