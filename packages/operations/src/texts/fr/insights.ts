import { formatsIn } from "@longhaul/domain";
import type { InsightEvidence, InsightTexts } from "../terms/insight.ts";
import { arrivalRates } from "../terms/arrival-rate.ts";
import { counted, isOne, quoted } from "./counted.ts";

const { number, decimal, percent, day } = formatsIn("fr");

const PERIODS = { day: "par jour", week: "par semaine", month: "par mois", year: "par an" } as const;
/** A rate or a ratio: no figure after the point from ten on. */
const times = (ratio: number): string => decimal(ratio, ratio < 10 ? 1 : 0);

const rates = ({ casesPerDayFirstHalf, casesPerDaySecondHalf }: InsightEvidence["moreArrivals"]): string => {
  const { period, first, second } = arrivalRates(casesPerDayFirstHalf, casesPerDaySecondHalf);
  return `${times(second)} ${PERIODS[period]}, contre ${times(first)} dans la première`;
};

/** Cases in which a change could be seen. */
const comparable = (cases: number): string =>
  counted(cases, "dossier commencé assez tôt pour être terminé", "dossiers commencés assez tôt pour être terminés");

const kinds = {
  "rare-path": "un chemin rare",
  duration: "leur durée",
  "slow-transition": "une transition lente",
  "missing-step": "une étape manquante",
  "repeated-step": "une étape répétée",
  "odd-resource": "une ressource inhabituelle",
};

/** Which activity cases repeat the most, and which aren't counted since most of their cases repeat them. */
export const mostRepeated = (evidence: InsightEvidence["rework"]): string => {
  const { activity, casesRepeatingIt = 0, casesWithIt = 0, asARule = [], activitiesAsARule = 0 } = evidence;
  if (activity === undefined) return "";
  const names = asARule.map(quoted).join(" et ");
  const leftOut =
    activitiesAsARule > asARule.length
      ? `${counted(activitiesAsARule, "activité")} que la plupart des dossiers concernés répètent, dont ${names}`
      : `${names}, que la plupart des dossiers concernés répètent`;
  const of = isOne(casesWithIt)
    ? "le seul dossier qui la contient"
    : `les ${counted(casesWithIt, "dossier")} qui la contiennent`;
  return `, le plus souvent ${quoted(activity)}\u00a0: ${number(casesRepeatingIt)} sur ${of}${names === "" ? "" : ` (sans compter ${leftOut})`}`;
};

/** What the figures of an analysis say, by the rule that said it. */
export const insights: InsightTexts = {
  usualPath: ({ shareOfMostFrequent }) =>
    `Un chemin est habituel\u00a0: ${percent(shareOfMostFrequent)} des dossiers le suivent`,
  noUsualPath: ({ shareOfMostFrequent }) =>
    `Aucun chemin n’est habituel\u00a0: le plus fréquent compte ${percent(shareOfMostFrequent)} des dossiers`,
  spreadOfPaths: ({ variantsFor80PercentOfCases: few, variants }) =>
    `80\u00a0% des dossiers suivent ${counted(few, "variante")} sur ${number(variants)}`,
  longTail: ({ cycleTime95PercentSec: p95, medianCycleTimeSec: median }, span) =>
    `Un dossier sur vingt dure plus de ${span(p95)}, ${times(p95 / median)} fois la médiane de ${span(median)}`,
  longestWait: ({ activity, shareOfCycleTime, meanWaitSec, waits }, span) =>
    `${percent(shareOfCycleTime)} de tout le temps de cycle passe à attendre ${quoted(activity)}\u00a0: ${span(meanWaitSec)} en moyenne, ${number(waits)} fois`,
  mostTime: ({ activity, shareOfCycleTime, meanWaitSec, waits }, span) =>
    `${percent(shareOfCycleTime)} de tout le temps de cycle passe avant la fin de ${quoted(activity)}, travail compris\u00a0: ${span(meanWaitSec)} en moyenne, ${number(waits)} fois`,
  rework: (evidence) => {
    const { casesWithRework, cases } = evidence;
    return `${counted(casesWithRework, "dossier")} sur ${number(cases)} (${percent(casesWithRework / cases)}) ${isOne(casesWithRework) ? "répète" : "répètent"} une activité${mostRepeated(evidence)}`;
  },
  efficiency: ({ flowEfficiency }) =>
    `On travaille sur les dossiers pendant ${percent(flowEfficiency)} de leur durée\u00a0; le reste est de l’attente`,
  moreArrivals: (evidence) =>
    `Les dossiers sont arrivés plus souvent dans la seconde moitié de la période\u00a0: ${rates(evidence)}`,
  fewerArrivals: (evidence) =>
    `Les dossiers sont arrivés moins souvent dans la seconde moitié de la période\u00a0: ${rates(evidence)}`,
  cycleTimeChanged: ({ changedAt, medianBeforeSec, medianAfterSec, cases }, span) =>
    `Le processus a changé vers le ${day(changedAt)}\u00a0: sur ${comparable(cases)}, ceux d’avant ont pris ${span(medianBeforeSec)} en médiane, ceux d’après ${span(medianAfterSec)}`,
  pathChanged: ({ changedAt, from, to, shareBefore, shareAfter, cases }) =>
    `Le processus a changé vers le ${day(changedAt)}\u00a0: sur ${comparable(cases)}, ${percent(shareBefore)} de ceux d’avant avaient ${quoted(to)} juste après ${quoted(from)}, et ${percent(shareAfter)} de ceux d’après`,
  concentration: ({ resource, share, evenShare, resources }) =>
    `${quoted(resource)} effectue ${percent(share)} des étapes où l’une des ${counted(resources, "ressource")} est nommée${evenShare === undefined ? "" : `\u00a0; avec une répartition égale entre ceux qui font les mêmes activités, ce serait ${percent(evenShare)}`}`,
  handovers: ({ handovers, steps }) => `Le travail change de mains dans ${percent(handovers / steps)} des étapes`,
  referenceModel: ({ referenceModel, deviatingCases, cases, activity, deviation }) => {
    const how = deviation === "skipped" ? "est sauté" : "est fait là où le modèle ne le permet pas";
    return `${counted(deviatingCases, "dossier")} sur ${number(cases)} ${isOne(deviatingCases) ? "s’écarte" : "s’écartent"} du modèle de référence ${quoted(referenceModel)}${activity === undefined ? "" : `\u00a0; le plus souvent ${quoted(activity)} ${how}`}`;
  },
  fixedTerm: ({ activity, after, termSec, times: often, occurrences, endsCases }, span) => {
    const those =
      often === occurrences
        ? `chacune des ${number(often)} fois`
        : `${number(often)} fois sur les ${number(occurrences)}`;
    const come =
      after === undefined
        ? `où cette activité vient pour la première fois dans un dossier, c’est environ ${span(termSec)} après le début du dossier`
        : `où cette activité suit directement ${quoted(after)}, c’est environ ${span(termSec)} après`;
    const when = `${those} ${come}${often === occurrences ? "" : ", et presque jamais quelques jours plus tôt ou plus tard"}`;
    return `${quoted(activity)} ressemble à ${endsCases ? "une expiration de délai" : "la fin d’un délai fixe"}\u00a0: ${when}`;
  },
  oddCases: ({ anomalies, cases, casesOfKind, kind }) =>
    `${counted(anomalies, "dossier")} sur ${number(cases)} ${isOne(anomalies) ? "se distingue" : "se distinguent"}, ${isOne(anomalies) ? "" : casesOfKind === anomalies ? "tous " : `dont ${number(casesOfKind)} `}par ${kinds[kind]}`,
};
