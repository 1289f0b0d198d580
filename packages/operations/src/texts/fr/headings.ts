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
  learning: "Modèle, prédictions et anomalies",
  sideBySide: "Côte à côte",
  variantsCompared: "Variantes communes, nouvelles et disparues",
  transitionsCompared: "Transitions plus lentes ou plus rapides",
  quality: "Annexe : qualité des données",
  figures: "Annexe : définition des indicateurs",
  lineage: "Annexe : paramètres et données",
  of: (operation, heading) => `${operation} : ${heading}`,
};
