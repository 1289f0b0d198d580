import { formatsIn } from "@longhaul/domain";
import type { SavingEvidence, Weekday } from "@longhaul/process-mining";
import type { RecommendationTexts } from "../terms/recommendation-texts.ts";
import { counted, isOne, quoted } from "./counted.ts";

const { number, decimal, percent, span } = formatsIn("fr");

type Saved = Pick<SavingEvidence, "shareSaved" | "shareSavedLow" | "shareSavedHigh">;
const interval = ({ shareSavedLow: low, shareSavedHigh: high }: Saved): string =>
  `intervalle à 95\u00a0%\u00a0: de ${percent(low)} à ${percent(high)}`;
const shorter = (evidence: Saved): string => `temps de cycle moyen réduit de ${percent(evidence.shareSaved)}`;
const saving = (evidence: SavingEvidence): string =>
  `${shorter(evidence)} (de ${span(evidence.meanCycleTimeSec)} à ${span(evidence.whatIfMeanCycleTimeSec)}\u00a0; ${interval(evidence)})`;

export const WEEKDAYS: Readonly<Record<Weekday, string>> = {
  Sunday: "dimanche",
  Monday: "lundi",
  Tuesday: "mardi",
  Wednesday: "mercredi",
  Thursday: "jeudi",
  Friday: "vendredi",
  Saturday: "samedi",
};

/** What each recommendation says. */
export const recommendations: RecommendationTexts = {
  addCapacity: (evidence) => {
    const { activity, performers, performer, meanQueueOnArrival, meanWaitSec, visits } = evidence;
    const by = performers === undefined ? "" : `, dont ${counted(performers, "personne")} se chargent`;
    const who = performer === undefined ? by : `, que seul ${quoted(performer)} fait`;
    return {
      recommendation: `Renforcer la capacité pour ${quoted(activity)}${who}\u00a0: les dossiers y font la queue (${decimal(meanQueueOnArrival, 1)} attendent quand un autre arrive, ${span(meanWaitSec)} chacun en moyenne), et il ne s’en traite pas plus quand la queue s’allonge`,
      expectedImprovement: `${saving(evidence)} avec ${performers === undefined ? "une capacité double" : "une personne de plus"}`,
      compared: `combien de dossiers sont pris en charge quand peu attendent et quand beaucoup attendent, sur ${counted(visits, "passage")}, dans les deux moitiés de la période`,
      assumed: "les dossiers continuent d’arriver comme avant, et la nouvelle capacité travaille aussi vite",
      refutedBy: "davantage de dossiers traités par semaine dès que la queue s’allonge",
    };
  },
  workEveryDay: (evidence) => ({
    recommendation: `Faire ${quoted(evidence.activity)} chaque jour ouvré\u00a0: ${percent(evidence.shareBegunThen)} commence le ${WEEKDAYS[evidence.weekday]}, alors que ${percent(1 - evidence.shareComingThen)} des dossiers arrivent à d’autres moments et attendent`,
    expectedImprovement: `${saving(evidence)} en le faisant le jour ouvré suivant, à la même heure qu’aujourd’hui`,
    ...batching(evidence.visits),
  }),
  workTwiceADay: (evidence) => ({
    recommendation: `Faire ${quoted(evidence.activity)} deux fois par jour\u00a0: ${percent(evidence.shareBegunThen)} commence entre ${evidence.fromHour} h et ${evidence.toHour} h UTC, alors que ${percent(1 - evidence.shareComingThen)} des dossiers arrivent à d’autres moments et attendent`,
    expectedImprovement: `${saving(evidence)} en le faisant aussi une demi-journée plus tard`,
    ...batching(evidence.visits),
  }),
  findCauseOfRework: (evidence, segment) => ({
    recommendation: `Chercher pourquoi ${quoted(evidence.activity)} est refait dans ${percent(evidence.shareRepeating)} des dossiers ${segment}, et dans ${percent(evidence.otherShareRepeating)} des autres`,
    expectedImprovement: `${shorter(evidence)} (${interval(evidence)}) s’ils le refaisaient aussi rarement que les autres\u00a0; une reprise dure ${span(evidence.meanLoopSec)}`,
    compared: `${counted(evidence.cases, "dossier")} ${segment} et ${counted(evidence.otherCases, "autre")}\u00a0; constaté dans une moitié de la période, confirmé dans l’autre`,
    assumed: "ce qui se passe entre la première fois et la dernière est dû à la reprise",
    refutedBy: "une reprise voulue dans ces dossiers (donnez alors à l’activité le rôle «\u00a0monitoring\u00a0»)",
  }),
  endPingPong: (evidence) => ({
    recommendation: `Faire régler en une fois les dossiers que l’on se renvoie\u00a0: ${counted(evidence.cases, "dossier")} ${isOne(evidence.cases) ? "revient" : "reviennent"} à qui l’avait deux étapes plus tôt, le plus souvent entre ${quoted(evidence.one)} et ${quoted(evidence.other)} (${number(evidence.returnsBetween)} fois)`,
    expectedImprovement: `${saving(evidence)} si aucun dossier ne revenait`,
    compared: `${counted(evidence.returns, "retour")}, contre ${number(Math.round(evidence.returnsByChance))} si n’importe qui faisant l’activité l’avait faite`,
    assumed: "ce qui est réglé au retour aurait pu l’être la première fois",
    refutedBy: "une règle qui exige deux personnes, comme un contrôle par un second regard",
  }),
  learnFromOthers: (evidence, segment) => ({
    recommendation: `Chercher pourquoi les dossiers ${segment} durent en moyenne ${span(evidence.longerSec)} de plus que ceux de la même période qui suivent le même chemin, et s’ils peuvent être traités de la même façon`,
    expectedImprovement: `${shorter(evidence)} (${interval(evidence)}) s’ils ne duraient pas plus que les autres`,
    compared: `${counted(evidence.cases, "dossier")} ${segment} et ${counted(evidence.otherCases, "autre")}, chacun par rapport à la moyenne des dossiers aux mêmes activités, et à côté de ceux qui ont commencé vers la même date\u00a0; constaté dans une moitié de la période, confirmé dans l’autre`,
    assumed:
      "les dossiers sont par ailleurs de même nature\u00a0; il est établi que les deux vont de pair, non que l’un cause l’autre",
    refutedBy: `une différence dans l’objet de ces dossiers qui explique leur durée${evidence.conditions.some(({ kind }) => kind === "resource") ? ", ou une étape qui n’est faite que si un dossier a déjà duré" : ""}`,
  }),
  automate: (evidence) => ({
    recommendation: `Voir si une machine peut faire ${quoted(evidence.activity)}\u00a0: ${number(evidence.events)} fois ${span(evidence.meanServiceSec)}, presque jamais plus, et toujours suivi de ${quoted(evidence.nextActivity)}`,
    expectedImprovement: `${percent(evidence.shareOfWork)} de tout le temps de travail (${span(evidence.totalServiceSec)}) serait libéré`,
    compared: `ses ${counted(evidence.eventsTimed, "durée")} de traitement entre elles, et les étapes qui suivent`,
    assumed: "ce qui est fait est le même aussi souvent que cela dure autant et mène à la même étape",
    refutedBy:
      "un jugement que le travail demande et que le journal ne montre pas (donnez alors à l’activité le rôle «\u00a0decision\u00a0»)",
  }),
  keepRule: ({ rule, violatingCases, cases, share, activeCases, meanSec, otherMeanSec }) => ({
    recommendation: `${counted(violatingCases, "dossier")} sur ${number(cases)} ${isOne(violatingCases) ? "enfreint" : "enfreignent"} la règle ${quoted(rule)}`,
    expectedImprovement: `${percent(share)} des dossiers ne l’enfreindraient plus`,
    compared: `chaque dossier avec la règle, à laquelle ${number(activeCases)} donnaient lieu${meanSec === undefined || otherMeanSec === undefined ? "" : `\u00a0; ceux qui l’enfreignent durent ${span(meanSec)} en moyenne, les autres ${span(otherMeanSec)}`}`,
    assumed: "la règle est obligatoire, et le journal contient toutes les étapes dont elle parle",
    refutedBy: "des étapes faites mais non enregistrées, ou une exception que la règle prévoit pour ces dossiers",
  }),
  recordResources: ({ eventsWithoutResource: unnamed, events, most, eventsOfMost = 0 }) => ({
    recommendation: `Enregistrer qui fait le travail\u00a0: ${unnamed === events ? "aucun événement ne nomme de ressource" : `${counted(unnamed, "événement")} sur ${number(events)} ne ${isOne(unnamed) ? "nomme" : "nomment"} aucune ressource${most === undefined ? "" : `, alors que d’autres des mêmes activités en nomment une\u00a0; c’est le plus souvent ${quoted(most)} (${number(eventsOfMost)})`}`}`,
    expectedImprovement:
      unnamed === events
        ? "la charge, les passages de main et les ressources inhabituelles seraient connus\u00a0; on n’en sait rien aujourd’hui"
        : `la charge, les passages de main et les ressources inhabituelles seraient connus pour ${counted(unnamed, "événement")} de plus (${percent(unnamed / events)})`,
    compared:
      unnamed === events
        ? "tous les événements"
        : "les événements sans ressource et ceux de la même activité qui en nomment une",
    assumed: "quelqu’un a fait ces étapes, et le système source sait qui",
    refutedBy: "des étapes qu’une machine fait sans que personne soit nommé",
  }),
  removeDuplicates: ({ duplicateEvents: duplicates, events }) => ({
    recommendation: `Supprimer les doublons\u00a0: ${counted(duplicates, "événement")} sur ${number(events)} ${isOne(duplicates) ? "répète" : "répètent"} le précédent\u00a0: même activité, même moment, même ressource ou aucune`,
    expectedImprovement: `${counted(duplicates, "événement")} de moins (${percent(duplicates / events)}) ${isOne(duplicates) ? "compté" : "comptés"} comme reprise`,
    compared: "chaque événement et le précédent de son dossier",
    assumed: "personne ne fait deux fois la même chose au même moment",
    refutedBy: "un travail réellement fait deux fois au même moment",
  }),
  recordExactTimes: ({ openSteps, steps, one, other, openBetween, simultaneousSteps, paths, pathsInOneOrder }) => ({
    recommendation: `Enregistrer quelle étape vient en premier quand les heures sont égales (le plus souvent ${quoted(one)} et ${quoted(other)}, ${number(openBetween)} fois)\u00a0: ${counted(openSteps, "étape")} sur ${number(steps)} ${isOne(openSteps) ? "porte" : "portent"} l’heure de la précédente, sans ordre fixe dans le fichier`,
    expectedImprovement:
      pathsInOneOrder < paths
        ? `l’ordre de ${counted(openSteps, "étape")} (${percent(openSteps / steps)}) serait connu\u00a0; s’il était toujours le même, les dossiers suivraient ${counted(pathsInOneOrder, "chemin différent", "chemins différents")} au lieu de ${number(paths)}`
        : `l’ordre de ${counted(openSteps, "étape")} (${percent(openSteps / steps)}) serait connu`,
    compared: `l’ordre dans lequel le fichier présente les ${counted(simultaneousSteps, "étape")} d’heures égales`,
    assumed: "l’une des deux est faite la première, et le système source sait laquelle",
    refutedBy: "des étapes faites ensemble (enregistrez-les alors en une seule, ou toujours dans le même ordre)",
  }),
};

function batching(visits: number) {
  return {
    compared: `quand les dossiers arrivent et quand le travail commence, sur ${counted(visits, "passage")}, dans les deux moitiés de la période`,
    assumed: "le travail peut se faire par plus petites portions sans coûter plus",
    refutedBy: "une raison de ne le faire qu’à ce moment, comme une réunion ou le passage d’un autre système",
  };
}
