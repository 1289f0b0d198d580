import { formatsIn } from "@longhaul/domain";
import type { Catalogue } from "../en/index.ts";
import { quoted } from "./counted.ts";

const times = (count: number): string => (count === 1 ? "une fois" : `${formatsIn("fr").number(count)} fois`);

/** What each kind of rule says of its activities. */
export const ruleWords: Catalogue["ruleWords"] = {
  quoted,
  within: (rule, time) => `${rule}, en ${time} au plus`,
  kinds: {
    existence: (a, _, count) => `${a} a lieu au moins ${times(count)}`,
    absence: (a) => `${a} n’a jamais lieu`,
    exactly: (a, _, count) => `${a} a lieu exactement ${times(count)}`,
    atMostTimes: (a, _, count) => `${a} a lieu au plus ${times(count)}`,
    init: (a) => `${a} vient en premier`,
    end: (a) => `${a} vient en dernier`,
    choice: (a, b) => `${a} ou ${b} a lieu`,
    exclusiveChoice: (a, b) => `ou bien ${a}, ou bien ${b} a lieu, pas les deux`,
    respondedExistence: (a, b) => `là où ${a} a lieu, ${b} aussi`,
    coExistence: (a, b) => `${a} et ${b} ont lieu ensemble ou pas du tout`,
    notCoExistence: (a, b) => `${a} et ${b} n’ont jamais lieu dans un même dossier`,
    response: (a, b) => `après ${a} vient ${b}`,
    precedence: (a, b) => `avant ${b} vient ${a}`,
    succession: (a, b) => `après ${a} vient ${b}, et avant ${b} vient ${a}`,
    notSuccession: (a, b) => `après ${a} ne vient jamais ${b}`,
    alternateResponse: (a, b) => `après chaque ${a} vient ${b} avant le ${a} suivant`,
    alternatePrecedence: (a, b) => `avant chaque ${b} vient ${a} après le ${b} précédent`,
    alternateSuccession: (a, b) => `${a} et ${b} alternent`,
    chainResponse: (a, b) => `${a} est suivi directement de ${b}`,
    chainPrecedence: (a, b) => `${b} suit directement ${a}`,
    chainSuccession: (a, b) => `${a} est suivi directement de ${b}, et ${b} suit directement ${a}`,
    notChainSuccession: (a, b) => `${a} n’est jamais suivi directement de ${b}`,
    fourEyes: (a, b) => `${a} et ${b} sont faits par des personnes différentes`,
  },
};
