import { formatsIn } from "@longhaul/domain";
import type { Catalogue } from "../en/index.ts";
import { counted, isOne, quoted } from "./counted.ts";

const { number, decimal, percent, span, day } = formatsIn("fr");

const UNITS = {
  hour: { name: "heure", isFeminine: true },
  day: { name: "jour", isFeminine: false },
  week: { name: "semaine", isFeminine: true },
  month: { name: "mois", isFeminine: false },
  quarter: { name: "trimestre", isFeminine: false },
  year: { name: "année", isFeminine: true },
} as const;
type Period = keyof typeof UNITS;

const ORDINALS = ["premier", "deuxième", "troisième", "quatrième"] as const;
/** `en décembre 2010`. */
const when = (unit: Period, start: string): string => {
  const year = start.slice(0, 4);
  const date = day(start.slice(0, 10));
  switch (unit) {
    case "hour":
      return `le ${date} à ${Number(start.slice(11, 13))}\u00a0h`;
    case "day":
      return `le ${date}`;
    case "week":
      return `dans la semaine du ${date}`;
    case "month":
      return `en ${date.slice(date.indexOf(" ") + 1)}`;
    case "quarter":
      return `au ${ORDINALS[Math.floor((Number(start.slice(5, 7)) - 1) / 3)] ?? ""} trimestre ${year}`;
    default:
      return `en ${year}`;
  }
};

const none = (unit: Period): string => `${UNITS[unit].isFeminine ? "Aucune" : "Aucun"} ${UNITS[unit].name}`;
const endOf = (unit: Period): string => {
  const { name, isFeminine } = UNITS[unit];
  return `${isFeminine ? "d’une" : "d’un"} ${name}`;
};

/** What charts say. */
export const readings: Catalogue["readings"] = {
  alike: (duration) => `Chaque dossier dure ${span(duration)}.`,
  durations: (median, p75, p95) =>
    `La moitié des dossiers se terminent en ${span(median)} au plus, les trois quarts en ${span(p75)}, 95\u00a0% en ${span(p95)}.`,
  skewedMean: (mean, times) =>
    `La moyenne, ${span(mean)}, vaut ${decimal(times, times < 10 ? 1 : 0)} fois la médiane\u00a0: une partie des dossiers dure bien plus que d’habitude.`,
  mean: (mean) => `La moyenne est de ${span(mean)}.`,
  longest: (max) => `Le dossier le plus long a duré ${span(max)}.`,
  mostStarted: (unit, period, cases) =>
    `C’est ${when(unit, period)} que le plus de dossiers ont commencé\u00a0: ${number(cases)}.`,
  mostEnded: (unit, period, cases) =>
    `C’est ${when(unit, period)} que le plus de dossiers se sont terminés\u00a0: ${number(cases)}.`,
  noMoreStarted: (unit, cases) => `${none(unit)} n’a vu commencer plus de ${counted(cases, "dossier")}.`,
  noMoreEnded: (unit, cases) => `${none(unit)} n’a vu se terminer plus de ${counted(cases, "dossier")}.`,
  mostOpen: (unit, period, cases) =>
    `À la fin ${endOf(unit)}, ${counted(cases, "dossier")} au plus ${isOne(cases) ? "était ouvert" : "étaient ouverts"}, d’abord ${when(unit, period)}.`,
  longestWait: (activity, sec, share) =>
    `L’attente la plus longue précède ${quoted(activity)}\u00a0: ${span(sec)} en tout, ${percent(share)} de tout le temps de cycle.`,
  mostTime: (activity, sec, share) =>
    `C’est avant la fin de ${quoted(activity)} que passe le plus de temps\u00a0: ${span(sec)} en tout, ${percent(share)} de tout le temps de cycle.`,
  halfOfWaits: (waits, median) =>
    `La moitié de ces attentes (${number(waits)}) se terminent en ${span(median)} au plus.`,
  halfOfTimes: (waits, median) => `La moitié de ces durées (${number(waits)}) sont de ${span(median)} au plus.`,
  firstWaits: (first, share) =>
    `Les attentes avant les ${number(first)} premières font ensemble ${percent(share)} de tout le temps de cycle.`,
  firstTimes: (first, share) =>
    `Les durées avant les ${number(first)} premières font ensemble ${percent(share)} de tout le temps de cycle.`,
  usualWay: (share) => `Le chemin le plus fréquent couvre ${percent(share)} des dossiers.`,
  usualWayWithin: (share, median) =>
    `Le chemin le plus fréquent couvre ${percent(share)} des dossiers\u00a0; la moitié de ceux-ci se terminent en ${span(median)} au plus.`,
  coverMost: (few, variants) =>
    `${number(few)} ${isOne(few) ? "variante" : "variantes"} sur ${number(variants)} ${isOne(few) ? "couvre" : "couvrent"} 80\u00a0% des dossiers.`,
  single: (variants) =>
    isOne(variants)
      ? `${number(variants)} variante n’est suivie que par un seul dossier.`
      : `${number(variants)} variantes ne sont suivies que par un seul dossier.`,
  bothMedian: (a, b, change) => `La médiane est de ${span(a)} dans A et de ${span(b)} dans B (${change}).`,
  bothMean: (a, b, change) => `La moyenne est de ${span(a)} dans A et de ${span(b)} dans B (${change}).`,
  shortPeriod: (name, covered, other, p95) =>
    `Aucun dossier de ${name} ne peut durer plus de ${span(covered)}, la période que couvrent ses événements, alors que 5 % des dossiers de ${other} durent plus de ${span(p95)}\u00a0: les durées ne sont pas comparables telles quelles.`,
  sameMedian: (median) => `La médiane est de ${span(median)} dans les deux.`,
  sameMean: (mean) => `La moyenne est de ${span(mean)} dans les deux.`,
  sameWorst: (activity, inA, inB, isMostChanged) =>
    `Dans les deux, c’est avant ${quoted(activity)} que passe le plus de temps\u00a0: ${percent(inA)} du temps de cycle dans A, ${percent(inB)} dans B${isMostChanged ? ", ce qui est aussi le plus grand écart" : ""}.`,
  otherWorst: (activityA, inA, activityB, inB) =>
    `Le plus de temps passe avant ${quoted(activityA)} dans A (${percent(inA)} du temps de cycle) et avant ${quoted(activityB)} dans B (${percent(inB)}).`,
  differsMost: (activity, inA, inB) =>
    `La part qui passe avant ${quoted(activity)} diffère le plus\u00a0: ${percent(inA)} dans A, ${percent(inB)} dans B.`,
};
