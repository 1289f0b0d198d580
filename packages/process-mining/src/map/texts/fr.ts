import { formatsIn } from "@longhaul/domain";
import type { MapTexts } from "./en.ts";

const { number, shortSpan } = formatsIn("fr");
const counted = (count: number, noun: string): string => `${number(count)} ${noun}${count < 2 ? "" : "s"}`;
const events = (count: number): string => counted(count, "événement");

/** What a process map says in French. */
export const fr: MapTexts = {
  number,
  shortSpan,
  start: "Début",
  end: "Fin",
  noName: "(sans nom)",
  goesOnAt: (name) => `Suite au repère ${name}`,
  size: (cases, of) => `${counted(cases, "dossier")}, ${events(of)}.`,
  all: (activities, transitions) =>
    `Toutes les activités (${number(activities)}) et transitions (${number(transitions)}).`,
  part: (shown, of, percent) =>
    `${number(shown.activities)} activités sur ${number(of.activities)} et ${number(shown.transitions)} transitions sur ${number(of.transitions)}, soit ${percent} % du flux.`,
  untimed: "Cases : événements. Flèches : nombre. Plus c’est fréquent, plus c’est foncé et épais.",
  timed: (hasWork) =>
    `Cases : événements · ${hasWork ? "durée moyenne de traitement" : "durée moyenne depuis l’étape précédente"}. Flèches : nombre, ${hasWork ? "attente" : "durée"} moyenne (médiane).`,
  frequent: "Plus c’est fréquent, plus c’est foncé et épais.",
  colors:
    "Plus c’est fréquent, plus c’est foncé et épais. Rouge : les transitions qui prennent le plus de temps au total.",
  deviation: {
    notAllowed: (cases) => `non permise : ${counted(cases, "dossier")}`,
    skipped: (cases) => `omise : ${counted(cases, "dossier")}`,
  },
  deviationKeys: {
    notAllowed: "Bordure orange : faite dans certains dossiers là où le modèle de référence ne le permet pas.",
    skipped:
      "Bordure violette en pointillés : omise dans certains dossiers alors que le modèle de référence la demande.",
  },
  cases: (cases) => counted(cases, "dossier"),
  events: (count, cases) => `${events(count)} dans ${counted(cases, "dossier")}`,
  times: (times, cases) => `${number(times)} fois dans ${counted(cases, "dossier")}`,
  meanWork: (seconds) => `durée moyenne de traitement ${shortSpan(seconds)}`,
  meanWait: (seconds) => `attente moyenne avant ${shortSpan(seconds)}`,
  spread: (mean, median, total) =>
    `moyenne ${shortSpan(mean)}, médiane ${shortSpan(median)}, total ${shortSpan(total)}`,
};
