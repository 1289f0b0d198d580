import type { Catalogue } from "../en/index.ts";

/** Headings and what a report is called. */
export const headings: Catalogue["headings"] = {
  kinds: { executive_summary: "Synthèse", detailed: "Rapport détaillé", comparison: "Comparaison" },
  inShort: "En bref",
  insights: "Constats",
  recommendations: "Recommandations",
  processMap: "Carte du processus",
  processMaps: "Cartes des processus",
  variants: "Variantes",
  variantsAndDurations: "Variantes et durées",
  caseDurations: "Durée des dossiers",
  causes: "Recherche des causes",
  runningCases: "Dossiers en cours",
  bottlenecks: "Où le temps se perd",
  activities: "Activités",
  learning: "Modèle, prédictions, anomalies",
  sideBySide: "Côte à côte",
  variantsCompared: "Variantes communes ou nouvelles",
  transitionsCompared: "Transitions aux durées changées",
  quality: "Annexe\u00a0: qualité des données",
  figures: "Annexe\u00a0: définition des chiffres",
  lineage: "Annexe\u00a0: paramètres et données",
  of: (operation, heading) => `${heading} (${operation})`,
};
