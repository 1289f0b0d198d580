import { formatsIn } from "@longhaul/domain";
import type { Catalogue } from "../en/index.ts";
import { counted, isOne, quoted } from "./counted.ts";

const { number, percent } = formatsIn("fr");

/** What goes with long cases, and with what else may happen to a case. */
export const causes: Catalogue["causes"] = {
  method: (pairs) =>
    `Des groupes de dossiers (par attribut, par auteur d’une étape, par jour de semaine du début${pairs ? ", par deux de ces critères" : ""}) sont comparés aux autres qui ont commencé vers la même date. Sont cités ceux dont une moitié de la période montre une différence que l’autre confirme. Il est établi que cela va ensemble, non que l’un cause l’autre.`,
  timedOut: (cases) =>
    isOne(cases)
      ? `${counted(cases, "dossier")} qu’une expiration de délai semble avoir clos est laissé de côté\u00a0: c’est le délai qui fait sa durée.`
      : `${counted(cases, "dossier")} qu’une expiration de délai semble avoir clos sont laissés de côté\u00a0: c’est le délai qui fait leur durée.`,
  questions: {
    duration: "Quels dossiers durent plus longtemps\u00a0?",
    rework: "Quels dossiers répètent une activité\u00a0?",
    end: (about) => `Quels dossiers se terminent par ${quoted(about)}\u00a0?`,
    outcome: (about) => `Quels dossiers aboutissent à ${quoted(about)}\u00a0?`,
    overdue: "Quels dossiers sont en retard\u00a0?",
    referenceModel: (about) => `Quels dossiers s’écartent du modèle de référence ${quoted(about)}\u00a0?`,
    rule: (about) => `Quels dossiers enfreignent la règle ${quoted(about)}\u00a0?`,
  },
  happens: (casesWith, cases) =>
    `C’est le cas de ${number(casesWith)} ${isOne(casesWith) ? "dossier" : "dossiers"} sur ${number(cases)}${cases === 0 ? "" : ` (${percent(casesWith / cases)})`} qui ${isOne(cases) ? "est clos" : "sont clos"}.`,
  happensToNone: (cases) =>
    `Ce n’est le cas d’aucun ${isOne(cases) ? "dossier clos" : `des ${counted(cases, "dossier")} qui sont clos`}.`,
  found: (found, compared) =>
    `Sur ${counted(compared, "groupe")} comparés, ${number(found)} ${isOne(found) ? "dure" : "durent"} plus longtemps en moyenne que le reste des dossiers, dans les deux moitiés de la période.`,
  foundOften: (found, compared) =>
    `Sur ${counted(compared, "groupe")} comparés, ${number(found)} ${isOne(found) ? "le fait" : "le font"} plus souvent que le reste des dossiers, dans les deux moitiés de la période.`,
  none: (compared) =>
    `Aucun des ${counted(compared, "groupe")} comparés ne dure plus longtemps en moyenne que le reste des dossiers, dans les deux moitiés de la période.`,
  noneOften: (compared) =>
    `Aucun des ${counted(compared, "groupe")} comparés ne le fait plus souvent que le reste des dossiers, dans les deux moitiés de la période.`,
  tooFew: (least) =>
    `Rien n’a pu être comparé\u00a0: il faut des groupes de ${number(least)} dossiers, et autant d’autres, où cela se voit.`,
  table: "Groupes de dossiers qui durent plus longtemps que les autres",
  activitiesTable:
    "Activités que les longs dossiers contiennent\u00a0; un chemin plus long dure plus longtemps\u00a0: elles expliquent peu",
  oftenTable: (question) =>
    `${question} Groupes où la part est plus grande que parmi les autres\u00a0; différences en points de pourcentage`,
  columns: {
    segment: "Dossiers",
    cases: "Combien",
    coverage: "Du total",
    mean: "Durée moyenne",
    otherMean: "Celle des autres",
    longerAtLeast: "Plus longs d’au moins",
    longerAtMost: "Et d’au plus",
    longerLater: "Seconde moitié\u00a0: de",
    share: "Part concernée",
    otherShare: "Parmi les autres",
    moreAtLeast: "De plus, au moins",
    moreAtMost: "Et au plus",
    moreLater: "Seconde moitié\u00a0: de",
  },
};
