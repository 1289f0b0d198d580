import { spanText } from "@longhaul/domain";
import type { Rule, RuleType } from "@longhaul/process-mining";
import { RULE_ALIASES, type RuleParameter } from "./compliance-parameters.ts";

/** A rule of a request as the engine takes it. */
export function toRule({ type, activity, other, times, withinSec }: RuleParameter): Rule {
  const aliases = new Map<string, RuleType>(Object.entries(RULE_ALIASES));
  return { type: aliases.get(type) ?? (type as RuleType), activity, other, times, withinSec };
}

const counted = (times: number): string => (times === 1 ? "once" : times === 2 ? "twice" : `${times} times`);

const TEXTS: Readonly<Record<RuleType, (a: string, b: string, times: number) => string>> = {
  existence: (a, _, times) => `${a} happens at least ${counted(times)}`,
  absence: (a) => `${a} never happens`,
  exactly: (a, _, times) => `${a} happens exactly ${counted(times)}`,
  atMostTimes: (a, _, times) => `${a} happens at most ${counted(times)}`,
  init: (a) => `${a} comes first`,
  end: (a) => `${a} comes last`,
  choice: (a, b) => `${a} or ${b} happens`,
  exclusiveChoice: (a, b) => `either ${a} or ${b} happens, not both`,
  respondedExistence: (a, b) => `where ${a} happens, ${b} does as well`,
  coExistence: (a, b) => `${a} and ${b} happen together or not at all`,
  notCoExistence: (a, b) => `${a} and ${b} never happen in one case`,
  response: (a, b) => `after ${a} comes ${b}`,
  precedence: (a, b) => `before ${b} comes ${a}`,
  succession: (a, b) => `after ${a} comes ${b}, and before ${b} comes ${a}`,
  notSuccession: (a, b) => `after ${a} never comes ${b}`,
  alternateResponse: (a, b) => `after each ${a} comes ${b} before the next ${a}`,
  alternatePrecedence: (a, b) => `before each ${b} comes ${a} after the ${b} before`,
  alternateSuccession: (a, b) => `${a} and ${b} take turns`,
  chainResponse: (a, b) => `${a} is directly followed by ${b}`,
  chainPrecedence: (a, b) => `${b} directly follows ${a}`,
  chainSuccession: (a, b) => `${a} is directly followed by ${b}, and ${b} directly follows ${a}`,
  notChainSuccession: (a, b) => `${a} is never directly followed by ${b}`,
  fourEyes: (a, b) => `${a} and ${b} are done by different people`,
};

/** A rule in words. */
export function ruleText({ type, activity, other = "", times = 1, withinSec }: Rule): string {
  const text = TEXTS[type](`"${activity}"`, `"${other}"`, times);
  return withinSec === undefined ? text : `${text}, within ${spanText(withinSec)}`;
}
