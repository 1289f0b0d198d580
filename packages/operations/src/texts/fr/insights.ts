import { formatsIn } from "@longhaul/domain";
import type { InsightEvidence, InsightTexts } from "../terms/insight.ts";
import { arrivalRates } from "../terms/arrival-rate.ts";
import { counted, quoted } from "./counted.ts";

const { number, decimal, percent, day } = formatsIn("fr");

const PERIODS = { day: "par jour", week: "par semaine", month: "par mois", year: "par an" } as const;
/** How many times as much: no figure after the point from ten on. */
const times = (ratio: number): string => decimal(ratio, ratio < 10 ? 1 : 0);

const rates = ({ casesPerDayFirstHalf, casesPerDaySecondHalf }: InsightEvidence["moreArrivals"]): string => {
  const { period, first, second } = arrivalRates(casesPerDayFirstHalf, casesPerDaySecondHalf);
  return `${decimal(second, 1)} ${PERIODS[period]} après ${decimal(first, 1)}`;
};

const kinds = {
  "rare-path": "un chemin rare",
  duration: "leur durée",
  "slow-transition": "une transition lente",
  "missing-step": "une étape manquante",
  "repeated-step": "une étape répétée",
  "odd-resource": "une ressource inhabituelle",
};

/** What the figures of an analysis say, by the rule that said it. */
export const insights: InsightTexts = {
  usualPath: ({ shareOfMostFrequent }) =>
    `Un chemin est habituel : ${percent(shareOfMostFrequent)} des dossiers le suivent`,
  noUsualPath: ({ shareOfMostFrequent }) =>
    `Aucun chemin n’est habituel : le plus fréquent compte ${percent(shareOfMostFrequent)} des dossiers`,
  spreadOfPaths: ({ variantsFor80PercentOfCases: few, variants }) =>
    `80 % des dossiers suivent ${counted(few, "variante")} sur ${number(variants)}`,
  longTail: ({ cycleTime95PercentSec: p95, medianCycleTimeSec: median }, span) =>
    `Un dossier sur vingt dure plus de ${span(p95)}, ${times(p95 / median)} fois la médiane de ${span(median)}`,
  longestWait: ({ activity, shareOfCycleTime, meanWaitSec, waits }, span) =>
    `${percent(shareOfCycleTime)} de tout le temps de cycle passe à attendre ${quoted(activity)} : ${span(meanWaitSec)} en moyenne, ${number(waits)} fois`,
  mostTime: ({ activity, shareOfCycleTime, meanWaitSec, waits }, span) =>
    `${percent(shareOfCycleTime)} de tout le temps de cycle passe avant la fin de ${quoted(activity)}, travail compris : ${span(meanWaitSec)} en moyenne, ${number(waits)} fois`,
  rework: ({ casesWithRework, cases }) =>
    `${counted(casesWithRework, "dossier")} sur ${number(cases)} (${percent(casesWithRework / cases)}) refont quelque chose`,
  efficiency: ({ flowEfficiency }) =>
    `On travaille sur les dossiers pendant ${percent(flowEfficiency)} de leur durée ; le reste est de l’attente`,
  moreArrivals: (evidence) =>
    `Les dossiers sont arrivés plus souvent dans la seconde moitié de la période : ${rates(evidence)}`,
  fewerArrivals: (evidence) =>
    `Les dossiers sont arrivés moins souvent dans la seconde moitié de la période : ${rates(evidence)}`,
  cycleTimeChanged: ({ changedAt, medianBeforeSec, medianAfterSec }, span) =>
    `Le processus a changé vers le ${day(changedAt)} : les dossiers commencés avant ont pris ${span(medianBeforeSec)} en médiane, les suivants ${span(medianAfterSec)}`,
  pathChanged: ({ changedAt, from, to, shareBefore, shareAfter }) =>
    `Le processus a changé vers le ${day(changedAt)} : ${quoted(from)} était suivi de ${quoted(to)} dans ${percent(shareBefore)} des dossiers commencés avant, et dans ${percent(shareAfter)} des suivants`,
  concentration: ({ resource, share, resources }) =>
    `${quoted(resource)} fait ${percent(share)} du travail de ${counted(resources, "ressource")}`,
  handovers: ({ handovers, steps }) => `Le travail change de mains dans ${percent(handovers / steps)} des étapes`,
  conformance: ({ fittingCases }) =>
    `${percent(1 - fittingCases)} des dossiers s’écartent du modèle découvert à partir d’eux, qui laisse de côté les comportements rares : ce n’est pas une règle qu’ils enfreindraient`,
  referenceModel: ({ referenceModel, deviatingCases, cases, activity, deviation }) => {
    const how = deviation === "skipped" ? "est sauté" : "est fait là où le modèle ne le permet pas";
    return `${counted(deviatingCases, "dossier")} sur ${number(cases)} s’écartent du modèle de référence ${quoted(referenceModel)}${activity === undefined ? "" : ` ; le plus souvent ${quoted(activity)} ${how}`}`;
  },
  oddCases: ({ anomalies, cases, casesOfKind, kind }) =>
    `${counted(anomalies, "dossier")} sur ${number(cases)} se distinguent, ${casesOfKind === anomalies ? "tous" : `dont ${number(casesOfKind)}`} par ${kinds[kind]}`,
};
