import type { ReportFigure } from "../terms/report-figures.ts";
import type { Catalogue } from "../en/index.ts";

const DEFINITIONS: Readonly<Record<ReportFigure, string>> = {
  dataQuality:
    "qualité du jeu de données\u00a0: 100 moins les points perdus pour la complétude, l’unicité, l’ordre des événements, la vraisemblance des dates, la cohérence des noms et la certitude sur le rôle des colonnes",
  confidence:
    "ce que valent les prédictions\u00a0: moyenne des exactitudes défendables de l’activité suivante et du temps restant, multipliée par la qualité des données\u00a0; divisée par deux, donc sous 50, quand l’une d’elles n’a aucun modèle meilleur que sa référence",
  shareOfCycleTime:
    "temps qui passe avant l’activité, rapporté au temps de cycle de tous les dossiers\u00a0; sans heures de début, son propre travail y est compris",
  rework: "dossiers qui font une activité plus d’une fois",
  efficiency:
    "temps pendant lequel au moins une étape d’un dossier est en cours, rapporté au temps de cycle, l’un et l’autre sommés sur tous les dossiers",
  fitness:
    "rejeu de jetons sur tout le journal\u00a0: moitié de la part des jetons consommés qui ne manquaient pas, plus moitié de la part des jetons produits qui ne restaient pas",
  fittingCases:
    "part des dossiers mesurés que le modèle admet du début à la fin\u00a0; le modèle venant du même journal et laissant de côté les comportements rares, ce n’est pas une mesure de conformité",
  precision:
    "part de ce que le modèle admet ensuite, dans tous les états que des débuts de dossiers conformes atteignent, que le journal fait à cet endroit",
  generalisation:
    "1 moins la moyenne, sur les transitions, de 1 ÷ √(nombre de passages au rejeu)\u00a0; basse quand des parties du modèle reposent sur peu de dossiers",
  simplicity:
    "1 ÷ (1 + max(0, d − 2)), d étant le nombre moyen d’arcs par place ou transition, 2 dans une suite simple",
  nextAccuracy:
    "part des prédictions justes de l’activité suivante, ou de la fin, par la méthode recommandée, sur tous les débuts des dossiers commencés après la fin de tous les dossiers d’apprentissage",
  nextDefended:
    "ce que l’on peut défendre de l’exactitude\u00a0: au moins celle de la moins bonne moitié des dossiers de test, avec 95\u00a0% de confiance, moins l’erreur de calibration des probabilités annoncées",
  timeDefended:
    "ce que l’on peut défendre de l’exactitude\u00a0: au moins celle de la moins bonne moitié des dossiers de test, avec 95\u00a0% de confiance",
  runningCases:
    "dossiers sans doute en cours à la fin du journal\u00a0: ils ne finissent pas comme au moins 5\u00a0% des dossiers, et leur dernier événement n’est pas plus ancien que la durée de 95\u00a0% des dossiers",
  intervalLevel: "part des temps restants que les intervalles doivent couvrir (prédiction conforme)",
  intervalCoverage:
    "part qu’ils ont couverte sur la seconde moitié des dossiers de test, qui n’a pas servi à les faire",
  anomalies:
    "dossiers qui se distinguent par une étape, un début ou une fin rares, une étape manquante ou répétée, une durée, une attente ou un exécutant",
  falseDiscoveries:
    "part des anomalies trouvées qui sont fausses, en moyenne au plus (Benjamini-Hochberg dans chaque genre)",
};

/** How the figures that a report names are defined. */
export const figures: Catalogue["figures"] = {
  caption: "Définition des indicateurs nommés dans ce rapport",
  figure: "Indicateur",
  definition: "Définition",
  dataQuality: "Note des données",
  confidence: "Note des prédictions",
  definitionOf: (figure) => DEFINITIONS[figure],
};
