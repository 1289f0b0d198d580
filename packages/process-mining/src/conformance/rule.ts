/**
 * The templates of Declare by their names, with `atMostTimes` for its absence of n + 1 times, and `fourEyes`.
 * Source: Pesic, Constraint-Based Workflow Management Systems (2008), appendix A; Di Ciccio and Montali, Declarative
 * Process Specifications (2022), section 3.
 */
export const UNARY_RULES = ["existence", "absence", "exactly", "atMostTimes", "init", "end"] as const;
export const BINARY_RULES = [
  "choice",
  "exclusiveChoice",
  "respondedExistence",
  "coExistence",
  "notCoExistence",
  "response",
  "precedence",
  "succession",
  "notSuccession",
  "alternateResponse",
  "alternatePrecedence",
  "alternateSuccession",
  "chainResponse",
  "chainPrecedence",
  "chainSuccession",
  "notChainSuccession",
  "fourEyes",
] as const;

export type RuleType = (typeof UNARY_RULES)[number] | (typeof BINARY_RULES)[number];

/** What every case has to keep. */
export interface Rule {
  readonly type: RuleType;
  readonly activity: string;
  /** Second activity, for rules on two activities. */
  readonly other?: string | undefined;
  /** Of `existence` (at least; 1), `exactly` (1) and `atMostTimes` (1). */
  readonly times?: number | undefined;
  /** For rules about an order: the longest time from the completion of the first activity to that of the second. */
  readonly withinSec?: number | undefined;
}

/** How a case keeps a rule. */
export interface RuleCheck {
  /** Times that the case gave occasion for the rule; where 0, it is kept for want of one. */
  readonly activations: number;
  readonly violations: number;
}
