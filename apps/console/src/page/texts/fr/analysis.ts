import type { Texts } from "../en.ts";

export const analysis: Texts["analysis"] = {
  none: "Cette analyse n’a pas de rapport dont dessiner le processus.",
  map: {
    title: "Carte du processus",
    shown: (nodes, allNodes, edges, allEdges) => `${nodes} activités sur ${allNodes}, ${edges} chemins sur ${allEdges}`,
    activities: "Activités",
    paths: "Chemins",
    tell: "Les flèches disent",
    measures: { count: "la fréquence", medianSec: "l’attente médiane", meanSec: "l’attente moyenne" },
    search: "Chercher une activité",
    start: "Début",
    end: "Fin",
    larger: "Agrandir",
    smaller: "Réduire",
    whole: "Tout voir",
    events: (events, cases) => `${events} fois dans ${cases} cas`,
    ends: (starts, ends) => `${starts} cas commencent par elle, ${ends} finissent par elle`,
    waits: (median, mean) => `attente avant elle : médiane ${median}, moyenne ${mean}`,
  },
  variants: {
    title: "Variantes",
    count: (count) => `${count} en tout`,
    cases: (count) => `${count} cas`,
    covered: (share) => `${share} avec celles au-dessus`,
    more: "En voir plus",
  },
  bottlenecks: {
    steps: "Temps perdu avant une étape",
    ways: "Temps perdu entre deux étapes",
    facts: (share, waits, mean, median) =>
      `${share} du temps total · ${waits} attentes · moyenne ${mean} · médiane ${median}`,
  },
};
