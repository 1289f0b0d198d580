import type { RuleType } from "@longhaul/process-mining";
import { quoted } from "./counted.ts";

type Wording = (a: string, b: string, times: number) => string;

const counted = (times: number): string => (times === 1 ? "once" : times === 2 ? "twice" : `${times} times`);

/** What each kind of rule says of its activities, `a` and `b`, whose names are in quotes already. */
export const ruleWords = {
  quoted,
  within: (rule: string, time: string): string => `${rule}, within ${time}`,
  kinds: {
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
  } satisfies Readonly<Record<RuleType, Wording>> as Readonly<Record<RuleType, Wording>>,
};
