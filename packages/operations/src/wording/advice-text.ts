import { ownValue } from "@longhaul/domain";
import type { Conditions, Rule } from "@longhaul/process-mining";
import { ruleText } from "./rule-text.ts";
import type { Recommendation } from "../basics/phase-context.ts";
import type { Texts } from "../texts/texts.ts";
import type { AdviceCode, AdviceEvidence, RecommendationText } from "../texts/terms/recommendation-texts.ts";
import { readValue } from "./read-figure.ts";

/** What is recommended, in figures alone. */
export type Finding = {
  readonly [Code in AdviceCode]: Pick<Recommendation, "category" | "priority" | "effect"> & {
    readonly code: Code;
    readonly evidence: AdviceEvidence[Code];
  };
}[AdviceCode];

type Wording = (evidence: unknown, segment: string) => RecommendationText;

/** What was found, as results tell it: in words of the language, with the figures that the words are made from. */
export function presentFinding({ code, category, priority, effect, evidence }: Finding, texts: Texts): Recommendation {
  const { recommendation, expectedImprovement, ...judged } = wordsOf(code, evidence, texts);
  return {
    category,
    priority,
    code,
    recommendation,
    expectedImprovement,
    ...(effect === undefined ? {} : { effect }),
    evidence: inWords(evidence, texts),
    ...judged,
  };
}

/** A recommendation of results in the words of another language; as it is where it says nothing of how it was made. */
export function wordAdvice(advice: Recommendation, texts: Texts): Recommendation {
  const { code, evidence } = advice;
  if (code === undefined || evidence === undefined || !Object.hasOwn(texts.recommendations, code)) return advice;
  return {
    ...advice,
    evidence: inWords(evidence, texts),
    ...wordsOf(code as AdviceCode, evidence, texts),
  };
}

/** Keys of the evidence from which the sentences of a recommendation are made: who reads these has read them. */
export function saidIn({ code, evidence }: Recommendation, texts: Texts): ReadonlySet<string> {
  const said = new Set<string>();
  if (code === undefined || evidence === undefined || !Object.hasOwn(texts.recommendations, code)) return said;
  const watched = new Proxy(evidence, {
    get(target, key, receiver) {
      if (typeof key === "string") said.add(key);
      return Reflect.get(target, key, receiver) as unknown;
    },
  });
  word(code as AdviceCode, watched, texts);
  return said;
}

function wordsOf(code: AdviceCode, evidence: object, texts: Texts): RecommendationText {
  return word(code, inWords(evidence, texts), texts);
}

function word(code: AdviceCode, evidence: Readonly<Record<string, unknown>>, texts: Texts): RecommendationText {
  // The code says of which shape the evidence is.
  const wording = ownValue<Wording>(texts.recommendations as Readonly<Record<string, Wording>>, code);
  if (wording === undefined) throw new Error(`no words for a recommendation of the kind ${code}`);
  const { segment } = evidence;
  return wording(evidence, typeof segment === "string" ? segment : "");
}

/** The evidence with its conditions, and a rule that its user gave no name, in words of the language. */
function inWords(evidence: object, texts: Texts): Record<string, unknown> {
  const conditions = readValue(evidence, "conditions");
  const unnamed = readValue(evidence, "unnamed");
  return {
    ...evidence,
    ...(Array.isArray(conditions) ? { segment: segmentText(conditions as Conditions, texts) } : {}),
    ...(typeof unnamed === "object" && unnamed !== null ? { rule: ruleText(unnamed as Rule, texts) } : {}),
  };
}

/** What sets cases apart, in words: `with region = North`. */
export function segmentText(conditions: Conditions, { advice }: Texts): string {
  return conditions
    .map(({ kind, what, value, atBeginning }) => {
      if (kind === "resource") return advice.conditions.resource(what, value);
      if (kind === "activity") return advice.conditions.activity(value);
      if (kind === "weekday") return advice.conditions.weekday(ownValue(advice.weekdays, value) ?? value);
      const compared = /^[≤≥]/u.test(value) ? value : `= ${value}`;
      return atBeginning === true
        ? advice.conditions.attributeAtBeginning(what, compared)
        : advice.conditions.attribute(what, compared);
    })
    .join(advice.and);
}
