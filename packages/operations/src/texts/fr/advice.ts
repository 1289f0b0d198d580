import type { Catalogue } from "../en/index.ts";
import { counted, quoted } from "./counted.ts";
import { WEEKDAYS } from "./recommendations.ts";

/** How recommendations are set out. */
export const advice: Catalogue["advice"] = {
  expected: (improvement) => `Effet attendu\u00a0: ${improvement}.`,
  compared: (text) => `Comparé\u00a0: ${text}`,
  assumed: (text) => `Supposé\u00a0: ${text}`,
  refutedBy: (text) => `Réfuté par\u00a0: ${text}`,
  told: (all, high) => {
    const some = counted(all, "recommandation");
    if (high === all) return `${some}${all > 1 ? ", toutes" : ","} de priorité haute`;
    return `${some}, ${high === 0 ? "aucune" : `dont ${high}`} de priorité haute`;
  },
  more: (more) =>
    more === 1
      ? "Une autre recommandation figure dans les résultats de l’analyse."
      : `${more} autres recommandations figurent dans les résultats de l’analyse.`,
  line: (label, value) => `${label}\u00a0: ${value}`,
  and: " et ",
  conditions: {
    resource: (activity, who) => `où ${quoted(who)} a fait ${quoted(activity)}`,
    activity: (name) => `avec ${quoted(name)}`,
    weekday: (day) => `commencés un ${day}`,
    attribute: (name, value) => `avec ${name} ${value}`,
    attributeAtBeginning: (name, value) => `commencés avec ${name} ${value}`,
  },
  weekdays: WEEKDAYS,
  evidence: {
    cases: "Dossiers",
    otherCases: "Autres dossiers",
    violatingCases: "Dossiers qui l’enfreignent",
    activeCases: "Dossiers concernés",
    activations: "Occasions de l’appliquer",
    violations: "Nombre d’infractions",
    share: "Part des dossiers",
    mean: "Leur durée moyenne",
    otherMean: "Durée moyenne des autres",
    events: "Événements",
    eventsTimed: "Événements dont le temps de traitement est connu",
    visits: "Passages",
    steps: "Étapes",
    performers: "Exécutants",
    meanWait: "Attente moyenne",
    meanQueueOnArrival: "Queue moyenne à l’arrivée",
    correlationOfQueueAndWait: "Corrélation entre queue et attente",
    rateSlope: "Pente du débit",
    simulatedWaitTodayShare: "Attente simulée, par rapport à l’attente observée",
    shareBegunThen: "Commencé à ce moment",
    shareComingThen: "Arrivé à ce moment",
    fromHour: "De l’heure (UTC)",
    toHour: "À l’heure (UTC)",
    shareRepeating: "Avec reprise",
    otherShareRepeating: "Autres avec reprise",
    meanLoop: "Durée moyenne d’une reprise",
    returns: "Retours",
    returnsByChance: "Retours dus au hasard",
    returnsBetween: "Retours entre ces deux",
    longer: "Plus longs de",
    longerAtLeast: "Plus longs d’au moins",
    longerAtMost: "Plus longs d’au plus",
    cliffsDelta: "Taille d’effet (delta de Cliff, 1 au plus)",
    segmentsCompared: "Groupes comparés",
    meanService: "Temps de traitement moyen",
    medianService: "Temps de traitement médian",
    totalService: "Temps de traitement total",
    shareOfWork: "Part de tout le travail",
    eventsWithoutResource: "Événements sans ressource",
    duplicateEvents: "Événements répétés",
    eventsOfMost: "Dont, pour une activité",
    simultaneousSteps: "Étapes simultanées",
    openSteps: "Dont, dans l’un ou l’autre ordre",
    openBetween: "Entre ces deux",
    paths: "Chemins différents",
    pathsInOneOrder: "Chemins différents dans un seul ordre",
    meanCycleTime: "Temps de cycle moyen actuel",
    whatIfMeanCycleTime: "Temps de cycle moyen alors",
    shareSaved: "Temps de cycle moyen gagné",
    shareSavedLow: "Au moins (intervalle à 95\u00a0%)",
    shareSavedHigh: "Au plus (intervalle à 95\u00a0%)",
  },
};
