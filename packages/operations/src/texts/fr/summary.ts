import { formatsIn } from "@longhaul/domain";
import type { Catalogue } from "../en/index.ts";
import { counted, isOne, quoted } from "./counted.ts";
import { filterName } from "./filters.ts";
import { mostRepeated } from "./insights.ts";

const { number, decimal, percent, span, day } = formatsIn("fr");

interface Loss {
  readonly activity: string;
  readonly share: number;
}

/** The first page: what is going on, what should be done, how sure that is. */
export const summary: Catalogue["summary"] = {
  whatIsGoingOn: "Que se passe-t-il\u00a0?",
  whatToDo: "Que faire\u00a0?",
  howSure: "Quelle confiance accorder à ces résultats\u00a0?",
  ofAll: (analyses) => (analyses === 2 ? "Les deux." : "Toutes les analyses."),
  workingHours: (hours) =>
    `${decimal(hours, 1)} ${isOne(Number(hours.toFixed(1))) ? "heure ouvrée" : "heures ouvrées"}`,
  analysed: (cases, events) =>
    `L’analyse porte sur ${counted(cases, "dossier")} et ${counted(events, "événement")} sans date.`,
  analysedFrom: (cases, events, first, last) => {
    const [from, to] = [day(first), day(last)];
    return `L’analyse porte sur ${counted(cases, "dossier")} et ${counted(events, "événement")}, ${from === to ? `tous du ${from}` : `du ${from} au ${to}`}.`;
  },
  standFor: (recorded, other) =>
    `Ils résument ${counted(recorded, "événement enregistré", "événements enregistrés")}\u00a0: un début et sa fin n’en font qu’un${other === 0 ? "" : `, et ${number(other)} d’autres états du cycle de vie sont laissés de côté`}.`,
  filtered: (filters, cases, events) =>
    `C’est ce qui reste, après filtrage (${filters.map(filterName).join(", ")}), de ${counted(cases, "dossier")} et ${counted(events, "événement")}.`,
  durations: (median, p95, mean) =>
    `La moitié des dossiers se terminent en ${span(median)} au plus, 95\u00a0% en ${span(p95)} au plus\u00a0; la moyenne est de ${span(mean)}.`,
  underWay: (cases, share) =>
    `${counted(cases, "dossier")} (${percent(share)}) ${isOne(cases) ? "est peut-être encore en cours à la fin du journal\u00a0; il est compté" : "sont peut-être encore en cours à la fin du journal\u00a0; ils sont comptés"} dans l’état où ${isOne(cases) ? "il se trouve" : "ils se trouvent"} alors.`,
  oneWay: "Tous les dossiers suivent le même chemin.",
  ownWays: "Aucun dossier ne suit le même chemin qu’un autre.",
  ways: (variants, share) =>
    `Les dossiers suivent ${counted(variants, "chemin différent", "chemins différents")}\u00a0; le plus fréquent en couvre ${percent(share)}.`,
  waits: (worst, second) =>
    `L’attente la plus longue précède ${quoted(worst.activity)}\u00a0: ${percent(worst.share)} de tout le temps de cycle${next(second)}.`,
  passes: (worst, second) =>
    `C’est avant la fin de ${quoted(worst.activity)}, travail compris, que passe le plus de temps\u00a0: ${percent(worst.share)} de tout le temps de cycle${next(second)}.`,
  mayBeOver: (worst, activity, share, isItself) =>
    `Le temps avant ${quoted(worst)} passe surtout après ${isItself ? "un premier passage par cette même activité, sur laquelle" : `l’activité ${quoted(activity)}, sur laquelle`} se terminent ${percent(share)} des dossiers qui y passent\u00a0: si le dossier est alors clos, ce n’est pas une attente.`,
  rework: (evidence) =>
    `${percent(evidence.casesWithRework / evidence.cases)} des dossiers répètent une activité${mostRepeated(evidence)}.`,
  anomalies: (cases) => {
    if (cases === 0) return "Aucun dossier ne se distingue comme anomalie.";
    return cases === 1
      ? "Un dossier se distingue comme anomalie."
      : `${counted(cases, "dossier")} se distinguent comme anomalies.`;
  },
  advice: (title, effect) => (effect === "" ? `${title}.` : `${title}. Effet attendu\u00a0: ${effect}.`),
  adviceAgain: (place, of, effect) =>
    `${of === 1 ? "La même recommandation" : place === 0 ? "La première de ces recommandations" : "La deuxième de ces recommandations"} vaut aussi ici. Effet attendu\u00a0: ${effect}.`,
  moreAdvice: (more) =>
    isOne(more) ? "Une autre recommandation suit." : `${number(more)} autres recommandations suivent.`,
  noAdvice:
    "Rien n’est recommandé\u00a0: aucune des questions posées au journal n’a de réponse qui ferait gagner 1\u00a0% ou plus du temps de cycle moyen.",
  adviceNotAsked: "Aucune recommandation n’a été demandée.",
  effectsShown:
    "Les effets attendus sont calculés d’après le journal, et non mesurés après un changement\u00a0; chaque recommandation dit ce qu’elle suppose.",
  confidence: (score) =>
    `La fiabilité des prédictions est notée ${number(score)} sur 100${score < 50 ? "\u00a0: elles ne peuvent pas fonder une décision" : ""}.`,
  notPredicted: "Rien n’a été prédit.",
  cleaned: (changed, dropped) =>
    `Avant l’analyse, les données ont été nettoyées\u00a0: ${counted(changed, "ligne modifiée", "lignes modifiées")}, ${counted(dropped, "supprimée")}.`,
  merged: (from, to, events) => `${quoted(from)} a été pris pour ${quoted(to)} (${counted(events, "événement")})`,
  mergedNames: (merges, more) =>
    `Des noms ont été fusionnés\u00a0: ${merges.join("\u00a0; ")}${more === 0 ? "" : `\u00a0; et ${counted(more, "autre")}`}. Si c’est une erreur, tout ce qui est dit de ces activités est faux.`,
};

function next(second: Loss | undefined): string {
  return second === undefined ? "" : `, puis ${quoted(second.activity)} avec ${percent(second.share)}`;
}
