import type { Rule, RuleType } from "@longhaul/process-mining";
import type { Texts } from "../texts/texts.ts";
import { RULE_ALIASES, type RuleParameter } from "../analysis-parameters/compliance-parameters.ts";

/** A rule of a request as the engine takes it. */
export function toRule({ type, activity, other, times, withinSec }: RuleParameter): Rule {
  const aliases = new Map<string, RuleType>(Object.entries(RULE_ALIASES));
  return { type: aliases.get(type) ?? (type as RuleType), activity, other, times, withinSec };
}

/** A rule in words. */
export function ruleText({ type, activity, other = "", times = 1, withinSec }: Rule, texts: Texts): string {
  const { kinds, quoted, within } = texts.ruleWords;
  const text = kinds[type](quoted(activity), quoted(other), times);
  return withinSec === undefined ? text : within(text, texts.span(withinSec));
}

/** What a rule of results is called: as its user named it, or its own words in the language of the reader. */
export function ruleName(
  { rule, unnamed }: { readonly rule: string; readonly unnamed?: Rule | undefined },
  texts: Texts,
): string {
  return unnamed === undefined ? rule : ruleText(unnamed, texts);
}
