import type { Texts } from "../en/en.ts";

export const figures: Texts["figures"] = {
  known: {
    recordsAnalyzed: { name: "Événements", meaning: "Enregistrements analysés, après les filtres et la période." },
    casesAnalyzed: {
      name: "Cas",
      meaning: "Déroulements du processus : événements qui partagent un identifiant de cas.",
    },
    processVariants: { name: "Variantes", meaning: "Suites différentes d’activités que les cas suivent." },
    anomaliesDetected: {
      name: "Anomalies",
      meaning: "Cas qui diffèrent de la plupart par leur chemin ou leur durée, chacun avec ses raisons.",
    },
    dataQualityScore: {
      name: "Qualité des données",
      meaning: "De 0 à 100 : 100 moins ce que coûtent les valeurs manquantes, illisibles ou douteuses.",
    },
    overallConfidenceScore: {
      name: "Confiance",
      meaning:
        "De 0 à 100 : jusqu’où on peut se fier aux prédictions, selon leur exactitude minimale sur des cas ultérieurs et la qualité des données ; moins de 50 si l’une d’elles ne dépasse aucune référence.",
    },
    modelsGenerated: { name: "Modèles", meaning: "Modèles entraînés, proposés parce qu’ils battent leur référence." },
    reportsCreated: { name: "Rapports", meaning: "Fichiers à lire par une personne." },
    recordsBefore: { name: "Événements avant", meaning: "Lignes du jeu de données de départ." },
    recordsAfter: {
      name: "Événements après",
      meaning:
        "Lignes du nouveau jeu de données, avec celles que l’importation avait écartées et qu’une règle a reprises.",
    },
    recordsChanged: { name: "Événements modifiés", meaning: "Lignes que les règles de nettoyage ont modifiées." },
    recordsDropped: { name: "Événements écartés", meaning: "Lignes que les règles de nettoyage ont écartées." },
    columnsAdded: { name: "Colonnes ajoutées", meaning: "Colonnes calculées, ou reprises d’un autre jeu de données." },
    casesAfter: { name: "Cas après", meaning: "Déroulements du processus dans le nouveau jeu de données." },
    activitiesAfter: { name: "Activités après", meaning: "Activités différentes du nouveau jeu de données." },
    problemsFound: { name: "Problèmes trouvés", meaning: "Lignes fautives que les règles de nettoyage ont trouvées." },
    dataQualityScoreAfter: {
      name: "Qualité des données après",
      meaning: "La même note, pour le nouveau jeu de données.",
    },
    outputFormat: { name: "Format", meaning: "Comment le nouveau jeu de données est écrit." },
    outputDatasetId: { name: "Nouveau jeu de données", meaning: "L’identifiant par lequel les analyses le désignent." },
  },
  recommendations: "Recommandations",
  levels: { High: "Haute", Medium: "Moyenne", Low: "Basse" },
  evidence: "Preuves",
  compared: "Ce qui a été comparé",
  assumed: "Ce qui doit être vrai",
  refutedBy: "Ce qui la réfuterait",
};
