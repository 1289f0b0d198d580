import type { Texts } from "../en/en.ts";

export const waiting: Texts["waiting"] = {
  title: "Pourquoi elle attend",
  dependencies: (count, written) =>
    count === 1 ? "Elle attend une opération de son lot :" : `Elle attend ${written} opérations de son lot :`,
  dependency: (name, status) => `« ${name} » (${status.toLowerCase()})`,
  others: (written) => `et ${written} de plus`,
  allDone: "Tout ce dont elle dépend est terminé ; elle va rejoindre la file.",
  next: "Elle est la prochaine de la file.",
  aboutToStart: "Un worker va la prendre.",
  place: (place, ahead, aheadWritten) =>
    `Elle est numéro ${place} dans la file : ${ahead === 1 ? "une autre passe" : `${aheadWritten} autres passent`} avant elle.`,
  placeAtLeast: (place) => `Elle est numéro ${place} dans la file, ou plus loin.`,
  freeWorker: "Un worker la reprend dès qu’il y en a un de libre.",
  capacity: (cpu, memory) => `Aucun worker n’a de libre ce qu’il lui faut : ${cpu} et ${memory}.`,
  nearest: (cpu, memory) => `Le plus proche a ${cpu} et ${memory}.`,
  cpuUnits: (count, written) => (count < 2 ? `${written} processeur` : `${written} processeurs`),
  noWorker: "Aucun worker n’est là.",
  quota: {
    tenant: (used, limit, what) => `Son client est à son quota : ${used} sur ${limit} (${what}).`,
    project: (used, limit, what) => `Son projet est à son quota : ${used} sur ${limit} (${what}).`,
  },
  quotaNow: "Son client était à son quota il y a un instant.",
  whenRoom: "Elle commence quelques secondes après que la place se libère.",
  attempt: (attempt, time) => `L’essai ${attempt} commence dans ${time}.`,
  attemptNow: (attempt) => `L’essai ${attempt} commence maintenant.`,
  lease: (time) => `Le bail de son worker a pris fin il y a ${time} ; un autre worker prend la suite.`,
  expectedStart: "Début prévu",
};
