import type { RecommendationEvidence, Rule } from "@longhaul/process-mining";

/** The figures behind each recommendation: of the engine's, and of what is compared with rules. */
export interface AdviceEvidence extends RecommendationEvidence {
  readonly keepRule: {
    readonly rule: string;
    /** The rule itself, where its user gave it no name. */
    readonly unnamed?: Rule;
    readonly violatingCases: number;
    readonly cases: number;
    readonly share: number;
    readonly activeCases: number;
    readonly activations: number;
    readonly violations: number;
    /** Of the cases that break it and of the others; absent in a log without times. */
    readonly meanSec?: number;
    readonly otherMeanSec?: number;
  };
}
export type AdviceCode = keyof AdviceEvidence;

/** A recommendation in words. */
export interface RecommendationText {
  readonly recommendation: string;
  /** Computed on the log: the figure with its interval, and from which what-if it comes. */
  readonly expectedImprovement: string;
  /** What was compared with what, and on how many cases. */
  readonly compared: string;
  /** What has to hold for the improvement to come. */
  readonly assumed: string;
  /** What, if it is seen, says that the recommendation is wrong. */
  readonly refutedBy: string;
}

/** The words of each recommendation in a language; `segment` says which cases it is about, where it is about some. */
export type RecommendationTexts = {
  readonly [Code in AdviceCode]: (evidence: AdviceEvidence[Code], segment: string) => RecommendationText;
};

type KeyOf<T> = T extends unknown ? keyof T : never;
type Nameless<Key> = Key extends `${infer Name}Sec` ? Name : Key;

/** Texts, which the sentences say themselves. */
type SaidKey =
  | "rule" | "unnamed" | "activity" | "nextActivity" | "performer" | "one" | "other" | "most" | "weekday" | "segment" | "conditions"; // prettier-ignore

/** What each figure of the evidence is called; its unit isn't part of the name. */
export type EvidenceLabels = Readonly<Record<Nameless<Exclude<KeyOf<AdviceEvidence[AdviceCode]>, SaidKey>>, string>>;
