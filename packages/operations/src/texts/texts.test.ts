import { LANGUAGES } from "@longhaul/domain";
import { describe, expect, it } from "vitest";
import { en } from "./en/index.ts";
import { fr } from "./fr/index.ts";
import { textsIn } from "./texts.ts";
import { slipsIn } from "./typography.fixture.ts";

/** Words that are written alike in both languages. */
const ALIKE = new Set(["Variants", "Dimension", "Type", "minutes", "Total", "Anomalies"]);

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

  it.each(LANGUAGES)("keep to the signs of %s", (language) => {
    const texts = plainTexts({ en, fr }[language]);
    expect(texts.length).toBeGreaterThan(100);
    expect(texts.flatMap(([, text]) => slipsIn(text, language))).toEqual([]);
    expect(slipsIn('as "here" : so', language)).toHaveLength(1);
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
