import { formatsIn } from "@longhaul/domain";
import type { Catalogue } from "../en/index.ts";

const { percent } = formatsIn("fr");

/** How good the model is, what can be predicted, and what stands out. */
export const learning: Catalogue["learning"] = {
  modelTable: "Le modèle découvert et sa fidélité au journal",
  predictionTable: "Prédiction, évaluée sur les dossiers les plus récents, qu’aucun modèle n’avait vus",
  anomaliesTable: "Dossiers qui se distinguent",
  rows: {
    algorithm: "Algorithme",
    fitness: "Adéquation",
    fittingCases: "Dossiers entièrement conformes au modèle",
    precision: "Précision",
    generalisation: "Généralisation",
    simplicity: "Simplicité",
    nextRecommended: "Activité suivante\u00a0: méthode recommandée",
    nextAccuracy: "Activité suivante\u00a0: exactitude",
    nextDefended: "Activité suivante\u00a0: exactitude défendable",
    timeRecommended: "Temps restant\u00a0: méthode recommandée",
    timeError: "Temps restant\u00a0: erreur absolue moyenne",
    timeDefended: "Temps restant\u00a0: exactitude défendable",
    trainCases: "Dossiers d’apprentissage",
    testCases: "Dossiers de test",
    casesUnderWay: "Dossiers alors en cours, utilisés jusqu’où ils étaient arrivés",
    runningCases: "Dossiers en cours qui sont prédits",
    intervalLevel: "Intervalles du temps restant\u00a0: couverture visée",
    intervalCoverage: "Intervalles du temps restant\u00a0: couverture obtenue",
    anomalies: "Anomalies",
    highSeverity: "Gravité haute",
    mediumSeverity: "Gravité moyenne",
    lowSeverity: "Gravité basse",
    falseDiscoveries: "Part de fausses anomalies, en moyenne au plus",
  },
  simplified:
    "Le journal a si peu de structure que sa recherche s’est arrêtée après un nombre fixé d’étapes\u00a0: des parties du modèle permettent leurs activités dans n’importe quel ordre. Filtrez des activités ou des variantes, ou choisissez une colonne d’activité plus grossière, pour un modèle qui en dise plus.",
  limits: ({ exactCases, alignedCases, isPrecisionExact }) =>
    [
      ...(exactCases === 1
        ? []
        : [
            `Pour ${percent(1 - exactCases)} des dossiers, savoir s’ils sont conformes au modèle aurait pris trop de temps\u00a0; aucun n’est compté comme conforme.`,
          ]),
      ...(alignedCases === 1
        ? []
        : [
            `Pour ${percent(1 - alignedCases)} des dossiers, trouver leurs moindres écarts aurait pris trop de temps\u00a0; les écarts qu’ils ont au moins sont comptés, et l’adéquation par alignements est au plus celle indiquée.`,
          ]),
      ...(isPrecisionExact
        ? []
        : ["Le modèle a trop d’états pour une précision exacte\u00a0: elle est estimée en rejouant les dossiers."]),
    ].join(" "),
  way: (name) => {
    const last = /^most frequent after the last (\d+) activities, with back-off$/.exec(name)?.[1];
    return last === undefined
      ? (WAYS.get(name) ?? name)
      : `la plus fréquente après les ${last} dernières activités, ou moins`;
  },
};

const WAYS: ReadonlyMap<string, string> = new Map([
  ["alpha_miner", "alpha miner"],
  ["alpha_miner_enhanced", "alpha+ miner"],
  ["heuristics_miner", "heuristics miner"],
  ["inductive_miner", "inductive miner"],
  ["inductive_miner_infrequent", "inductive miner sans les comportements rares"],
  ["random forest", "forêt aléatoire"],
  ["gradient boosting", "boosting de gradient"],
  ["most frequent after the last activity", "la plus fréquente après la dernière activité"],
  ["median remaining time", "temps restant médian"],
  ["median remaining time after the last activity", "temps restant médian après la dernière activité"],
]);
