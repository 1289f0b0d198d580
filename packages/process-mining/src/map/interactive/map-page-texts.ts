import type { Language } from "@longhaul/domain";
import type { PageTexts } from "./page/map-model.ts";

/** What stands on the page of an interactive map, beside what its script says. */
export interface FrameTexts {
  readonly activities: string;
  readonly paths: string;
  readonly measure: string;
  readonly byFrequency: string;
  readonly byTime: string;
  readonly search: string;
  readonly larger: string;
  readonly smaller: string;
  readonly whole: string;
  readonly map: string;
  readonly needsScript: string;
  readonly keys: string;
  readonly key: (hasWork: boolean, isTimed: boolean) => string;
  readonly deviations: string;
}

type Texts = { readonly frame: FrameTexts; readonly page: (hasWork: boolean) => PageTexts };

const en: Texts = {
  frame: {
    activities: "Activities",
    paths: "Paths",
    measure: "Shown by",
    byFrequency: "Frequency",
    byTime: "Time",
    search: "Search activities",
    larger: "Zoom in",
    smaller: "Zoom out",
    whole: "Fit",
    map: "Process map",
    needsScript: "This map is drawn by its script, which the viewer doesn't run. Open the file in a browser.",
    keys: "Keys: + and − zoom, arrows move, 0 fits, / searches, Tab goes through the boxes, Escape lets go.",
    key: (hasWork, isTimed) =>
      isTimed
        ? `By frequency: the more frequent, the darker and thicker. By time: the more time passes in total, the redder and thicker; arrows say the mean ${hasWork ? "wait" : "time, own work included"}.`
        : "The more frequent, the darker and thicker.",
    deviations:
      "Orange border: done in some cases where the reference model doesn't allow it. Violet border: skipped in some cases though it asks for it.",
  },
  page: (hasWork) => ({
    noName: "(no name)",
    start: "Start of the case",
    end: "End of the case",
    activitiesShown: "activities",
    pathsShown: "paths",
    flowShown: "of all steps",
    events: "events",
    times: "times",
    cases: "cases",
    work: "mean work",
    before: hasWork ? "mean wait" : "mean time before",
    mean: "mean",
    median: "median",
    total: "total",
    notAllowed: "not allowed there in",
    skipped: "skipped in",
    cameFrom: "Comes after",
    wentTo: "Is followed by",
    found: "found",
    foundHidden: "not shown: Enter shows them",
  }),
};

const fr: Texts = {
  frame: {
    activities: "Activités",
    paths: "Chemins",
    measure: "Affichage par",
    byFrequency: "Fréquence",
    byTime: "Temps",
    search: "Chercher une activité",
    larger: "Agrandir",
    smaller: "Réduire",
    whole: "Ajuster",
    map: "Carte du processus",
    needsScript:
      "Cette carte est dessinée par son script, que l’afficheur n’exécute pas. Ouvrez le fichier dans un navigateur.",
    keys: "Clavier\u00a0: + et − agrandissent et réduisent, les flèches déplacent, 0 ajuste, / cherche, Tab parcourt les cases, Échap désélectionne.",
    key: (hasWork, isTimed) =>
      isTimed
        ? `Par fréquence\u00a0: plus c’est fréquent, plus c’est foncé et épais. Par temps\u00a0: plus il passe de temps au total, plus c’est rouge et épais\u00a0; les flèches donnent ${hasWork ? "l’attente moyenne" : "la durée moyenne, travail compris"}.`
        : "Plus c’est fréquent, plus c’est foncé et épais.",
    deviations:
      "Bordure orange\u00a0: faite dans certains dossiers là où le modèle de référence ne le permet pas. Bordure violette\u00a0: omise dans certains dossiers alors qu’il la demande.",
  },
  page: (hasWork) => ({
    noName: "(sans nom)",
    start: "Début du dossier",
    end: "Fin du dossier",
    activitiesShown: "activités",
    pathsShown: "chemins",
    flowShown: "de toutes les étapes",
    events: "événements",
    times: "fois",
    cases: "dossiers",
    work: "traitement moyen",
    before: hasWork ? "attente moyenne" : "durée moyenne avant",
    mean: "moyenne",
    median: "médiane",
    total: "total",
    notAllowed: "non permise, dossiers\u00a0:",
    skipped: "omise, dossiers\u00a0:",
    cameFrom: "Vient après",
    wentTo: "Est suivie de",
    found: "trouvée(s)",
    foundHidden: "non affichée(s)\u00a0: Entrée les affiche",
  }),
};

const TEXTS: Readonly<Record<Language, Texts>> = { en, fr };

export function mapPageTextsIn(language: Language): Texts {
  return TEXTS[language];
}
